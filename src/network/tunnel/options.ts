/** What a tunnel goes through, and what it lets through. */
import * as v from 'valibot'
import { checkOptions, integerBetween, invalidOption, optionalName, strictObject } from '../../options/check'
import type { WebSocketLike } from '../../platform/web-socket'
import { openWebSocket } from '../../platform/web-socket'
import { ethernetHeaderBytes, longestFrame } from '../port'
import type { Carrier, CarrierListener } from './carrier'
import { type BroadcastChannelLike, broadcastCarrier, type MessagePortLike, portCarrier } from './message-carrier'
import { webSocketCarrier } from './web-socket-carrier'

/**
 * Where the other network is: behind a `MessagePort`, which is one other side; a `BroadcastChannel`, which is all tabs and workers that
 * listen to its name; or a WebSocket, by its address, or one that is open or opening, as a server has it for each that connects.
 */
export type TunnelChannel = MessagePortLike | BroadcastChannelLike | { webSocket: string | URL | WebSocketLike }

export interface TunnelOptions {
  /** Name of the tunnel's port in the network, for partitions and captures. Default `tunnel0` and so on. */
  name?: string
  /** The longest frame that goes through in either direction, in bytes without a checksum. Default 65,549, which is what a cable carries. */
  maxFrameBytes?: number
  /** Bytes that wait for a slow other side; what comes then is dropped and counted. From 128 KiB. Default 1 MiB. */
  queueBytes?: number
  /**
   * Tunnels of one split-horizon group pass no frames to each other: give it to all of them where every network is joined to every other,
   * which would be a loop otherwise. Default: none, and frames go on to all other tunnels.
   */
  splitHorizon?: string
  /** The class to connect with where there is no global one, as in Node 20: that of the package `ws`. */
  WebSocket?: new (
    url: string,
  ) => WebSocketLike
}

const schema = strictObject({
  name: optionalName,
  maxFrameBytes: v.optional(integerBetween(ethernetHeaderBytes, longestFrame), longestFrame),
  queueBytes: v.optional(integerBetween(2 ** 17, 2 ** 30), 2 ** 20),
  splitHorizon: optionalName,
  WebSocket: v.optional(v.custom<new (url: string) => WebSocketLike>((value) => typeof value === 'function', 'a class')),
})

export type CheckedTunnelOptions = v.InferOutput<typeof schema>
export const checkTunnelOptions = (options: TunnelOptions): CheckedTunnelOptions => checkOptions(schema, options, 'tunnel')

/** Finds out what the channel is, before anything is opened. Errors: ERR_INVALID_OPTION. */
export function carrierOf(channel: TunnelChannel, options: CheckedTunnelOptions): (listener: CarrierListener) => Carrier {
  const { queueBytes, WebSocket } = options
  if (hasMethods(channel, 'postMessage', 'close', 'addEventListener')) {
    // Only a port waits until it is started.
    if ('start' in channel) return (listener) => portCarrier(channel as MessagePortLike, { queueBytes, listener })
    return (listener) => broadcastCarrier(channel as BroadcastChannelLike, listener)
  }
  const end = typeof channel === 'object' && channel !== null && 'webSocket' in channel ? channel.webSocket : undefined
  if (typeof end === 'string' || end instanceof URL) {
    const socket = openWebSocket(String(end), WebSocket)
    return (listener) => webSocketCarrier(socket, { queueBytes, listener })
  }
  if (hasMethods(end, 'send', 'close', 'addEventListener'))
    return (listener) => webSocketCarrier(end as WebSocketLike, { queueBytes, listener })
  const expected = 'a MessagePort, a BroadcastChannel, or { webSocket: an address or a WebSocket }'
  throw invalidOption('channel of a tunnel', { field: 'channel', value: channel, expected })
}

const hasMethods = (value: unknown, ...names: string[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function')
