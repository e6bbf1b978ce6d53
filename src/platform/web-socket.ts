/** WebSockets: the engine's own, or the class that the embedder brings. */
import { VmHostError } from '../error'

/** As much of a WebSocket as is used here; that of browsers and that of the package `ws` both have it. */
export interface WebSocketLike {
  binaryType: string
  readonly readyState: number
  send(message: Uint8Array<ArrayBuffer>): void
  close(): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void
}

/** A connection for binary messages, on its way. Errors: ERR_UNSUPPORTED. */
export function openWebSocket(url: string, given?: new (url: string) => WebSocketLike): WebSocketLike {
  const own = (globalThis as { WebSocket?: new (url: string) => WebSocketLike }).WebSocket
  const WebSocket = given ?? own
  if (WebSocket === undefined) {
    throw new VmHostError('ERR_UNSUPPORTED', 'no WebSocket here: give the class of a package such as ws as the option WebSocket')
  }
  const socket = new WebSocket(url)
  socket.binaryType = 'arraybuffer'
  return socket
}
