/** Frames over a WebSocket: each is one binary message, which is also what relays for emulators in pages speak. */
import { type WebSocketLike, webSocketStates } from '../../platform/web-socket'
import type { Frame } from '../port'
import { bytesOf, type Carrier, type CarrierListener, failure } from './carrier'

export function webSocketCarrier(
  socket: WebSocketLike,
  { queueBytes, listener }: { queueBytes: number; listener: CarrierListener },
): Carrier {
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('open', () => listener.onOpen())
  socket.addEventListener('message', ({ data }) => listener.onMessage(bytesOf(data)))
  socket.addEventListener('error', (event) => listener.onEnd(failure(event, 'the WebSocket failed')))
  socket.addEventListener('close', () => listener.onEnd({ reason: 'disconnected' }))
  if (socket.readyState === webSocketStates.open) listener.onOpen()
  else if (socket.readyState !== webSocketStates.connecting) listener.onEnd({ reason: 'disconnected' })
  return {
    send: (frame: Frame): boolean => {
      if (socket.readyState !== webSocketStates.open || socket.bufferedAmount + frame.length > queueBytes) return false
      // A copy: a socket may send later, and from memory that is not shared.
      socket.send(new Uint8Array(frame))
      return true
    },
    close: () => socket.close(),
  }
}
