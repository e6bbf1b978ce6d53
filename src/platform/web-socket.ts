/** WebSockets: the engine's own, or the class that the embedder brings. */
import { VmHostError } from '../error'

/** As much of a WebSocket as is used here; that of browsers and that of the package `ws` both have it. */
export interface WebSocketLike {
  binaryType: string
  readonly readyState: number
  /** Bytes that were sent and have not left yet. */
  readonly bufferedAmount: number
  send(message: Uint8Array<ArrayBuffer>): void
  close(): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'open' | 'close' | 'error', listener: (event: { message?: unknown }) => void): void
}

/** Values of `readyState` (RFC 6455 has the states, WHATWG's WebSockets the numbers). */
export const webSocketStates = { connecting: 0, open: 1, closing: 2, closed: 3 } as const

/** A connection for binary messages, on its way. Errors: ERR_UNSUPPORTED, and ERR_INVALID_OPTION for what is no address of a WebSocket. */
export function openWebSocket(url: string, given?: new (url: string) => WebSocketLike): WebSocketLike {
  const own = (globalThis as { WebSocket?: new (url: string) => WebSocketLike }).WebSocket
  const WebSocket = given ?? own
  if (WebSocket === undefined) {
    throw new VmHostError('ERR_UNSUPPORTED', 'no WebSocket here: give the class of a package such as ws as the option WebSocket')
  }
  const socket = connect(WebSocket, url)
  socket.binaryType = 'arraybuffer'
  return socket
}

function connect(WebSocket: new (url: string) => WebSocketLike, url: string): WebSocketLike {
  try {
    return new WebSocket(url)
  } catch (error) {
    throw VmHostError.wrap('ERR_INVALID_OPTION', `WebSocket ${JSON.stringify(url)}, expected an address ws: or wss:`, error)
  }
}
