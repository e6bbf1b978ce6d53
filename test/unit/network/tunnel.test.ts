/** Networks joined over message channels, and over WebSockets with the server of the package `ws`. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { MessageChannel } from 'node:worker_threads'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { NetworkPort } from '../../../src/network/bridge-port'
import { Network } from '../../../src/network/network'
import { ManualTimeline } from '../../../src/network/timeline'
import type { TunnelChannel, TunnelOptions } from '../../../src/network/tunnel/options'
import type { Tunnel } from '../../../src/network/tunnel/tunnel'
import type { WebSocketLike } from '../../../src/platform/web-socket'
import { broadcast, frame, textOf } from './frame'

/** Frames take their time: on a busy machine more than a moment. */
const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 60_000, interval: 5 })

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

interface Site {
  network: Network
  station: NetworkPort
  heard: string[]
  tunnel: Tunnel
}

/** A network with one station, joined to what is behind `channel`. */
function site(channel: TunnelChannel, options: TunnelOptions = {}): Site {
  const network = new Network()
  const station = network.attach('station')
  const heard: string[] = []
  station.onFrame = (bytes) => heard.push(textOf(bytes))
  const tunnel = network.join(channel, options)
  closers.push(() => tunnel.close())
  return { network, station, heard, tunnel }
}

async function server(): Promise<{ url: string; accepted: Promise<WebSocket>; webSockets: WebSocketServer }> {
  const webSockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  closers.push(() => new Promise((resolve) => webSockets.close(resolve)))
  closers.push(() => {
    for (const client of webSockets.clients) client.terminate()
  })
  const accepted = once(webSockets, 'connection').then(([socket]) => socket as WebSocket)
  await once(webSockets, 'listening')
  return { url: `ws://127.0.0.1:${(webSockets.address() as AddressInfo).port}/`, accepted, webSockets }
}

type Pair = (options?: TunnelOptions) => Promise<{ near: Site; far: Site }>

const overMessages: Pair = async (options) => {
  const { port1, port2 } = new MessageChannel()
  return { near: site(port1, options), far: site(port2, options) }
}
const overBroadcast: Pair = async (options) => {
  const name = `segment ${Math.floor(performance.now() * 1e6)}`
  return { near: site(new BroadcastChannel(name), options), far: site(new BroadcastChannel(name), options) }
}
const overWebSocket: Pair = async (options = {}) => {
  const { url, accepted } = await server()
  const near = site({ webSocket: url }, { ...options, WebSocket })
  const far = site({ webSocket: await accepted }, options)
  await near.tunnel.ready
  return { near, far }
}

const pairs = [
  ['a MessagePort', overMessages],
  ['a BroadcastChannel', overBroadcast],
  ['a WebSocket', overWebSocket],
] as const

describe.each(pairs)('networks joined over %s', (_, pair) => {
  it('are one segment: frames go both ways, in order and to the byte, and are counted', async () => {
    const { near, far } = await pair()
    const texts = Array.from({ length: 100 }, (_, number) => `${number} ${'x'.repeat(number * 14)}`)
    for (const text of texts) near.station.send(frame(1, broadcast, text))
    await until(() => expect(far.heard).toEqual(texts))
    far.station.send(frame(2, 1, 'back'))
    await until(() => expect(near.heard).toEqual(['back']))
    const bytes = texts.reduce((sum, text) => sum + 14 + text.length, 0)
    expect(near.tunnel.statistics).toEqual({
      sent: { frames: 100, bytes, dropped: 0, refused: 0 },
      received: { frames: 1, bytes: 18, refused: 0, misplaced: 0 },
    })
    expect(far.tunnel.statistics.received).toEqual({ frames: 100, bytes, refused: 0, misplaced: 0 })
  })

  it('learn on which side a station is', async () => {
    const { near, far } = await pair()
    near.station.send(frame(1, broadcast, 'I am here'))
    await until(() => expect(far.heard).toHaveLength(1))
    const third = far.network.attach('third')
    third.send(frame(3, 1, 'across'))
    third.send(frame(3, broadcast, 'all'))
    await until(() => expect(near.heard).toEqual(['across', 'all']))
    expect(far.heard).toEqual(['I am here', 'all'])
  })

  it('send nothing back to where it came from', async () => {
    const { near, far } = await pair()
    near.station.send(frame(1, broadcast, 'once'))
    await until(() => expect(far.heard).toEqual(['once']))
    far.station.send(frame(2, broadcast, 'last'))
    await until(() => expect(near.heard).toEqual(['last']))
    expect(far.tunnel.statistics.sent.frames).toBe(1)
    expect(near.tunnel.statistics.received.frames).toBe(1)
  })

  it('have the faults and the partitions of any port', async () => {
    const { near, far } = await pair({ name: 'uplink' })
    near.tunnel.port.setFaults({ loss: 1 }, 'rx')
    near.station.send(frame(1, broadcast, 'lost'))
    near.tunnel.port.setFaults({})
    near.network.partition([['station'], ['uplink']])
    near.station.send(frame(1, broadcast, 'cut'))
    near.network.heal()
    near.station.send(frame(1, broadcast, 'healed'))
    await until(() => expect(far.heard).toEqual(['healed']))
  })

  it('refuse and count frames that are too long, on either side', async () => {
    const { near, far } = await pair({ maxFrameBytes: 1514 })
    near.station.send(frame(1, broadcast, 'x'.repeat(1501)))
    near.station.send(frame(1, broadcast, 'x'.repeat(1500)))
    await until(() => expect(far.heard).toEqual(['x'.repeat(1500)]))
    expect(near.tunnel.statistics.sent).toMatchObject({ frames: 1, refused: 1 })
  })

  it('go on by themselves when the tunnel is closed', async () => {
    const { near } = await pair()
    near.tunnel.close()
    expect(await near.tunnel.ended).toEqual({ reason: 'closed' })
    const other = near.network.attach('other')
    other.send(frame(2, broadcast, 'still here'))
    expect(near.heard).toEqual(['still here'])
    expect(near.network.ports.map(({ name }) => name)).toEqual(['station', 'other'])
    expect(near.tunnel.statistics.sent.frames).toBe(0)
  })
})

describe('a tunnel', () => {
  it.each([
    ['a MessagePort', overMessages],
    ['a WebSocket', overWebSocket],
  ])('over %s ends when the other side closes it', async (_, pair) => {
    const { near, far } = await pair()
    far.tunnel.close()
    expect(await near.tunnel.ended).toEqual({ reason: 'disconnected' })
    expect(near.network.ports.map(({ name }) => name)).toEqual(['station'])
  })

  it('passes frames on to other tunnels, but not within a split-horizon group', async () => {
    const hub = new Network()
    const leaves = [undefined, undefined, 'mesh', 'mesh'].map((splitHorizon) => {
      const { port1, port2 } = new MessageChannel()
      const tunnel = hub.join(port1, splitHorizon === undefined ? {} : { splitHorizon })
      closers.push(() => tunnel.close())
      return site(port2)
    })
    leaves[2]?.station.send(frame(3, broadcast, 'from the mesh'))
    await until(() => expect([leaves[0]?.heard, leaves[1]?.heard]).toEqual([['from the mesh'], ['from the mesh']]))
    leaves[0]?.station.send(frame(1, broadcast, 'to all'))
    await until(() => expect(leaves[3]?.heard).toEqual(['to all']))
    expect(leaves[2]?.heard).toEqual(['to all'])
    expect(hub.ports.map(({ name }) => name)).toEqual(['tunnel0', 'tunnel1', 'tunnel2', 'tunnel3'])
  })

  it('carries nothing round for ever where there is a second way, and says so once', async () => {
    const warnings = vi.spyOn(console, 'warn').mockImplementation(() => {})
    closers.push(() => warnings.mockRestore())
    const [one, other] = [new Network({ timeline: new ManualTimeline() }), new Network({ timeline: new ManualTimeline() })]
    const ways = [1, 2].map(() => {
      const { port1, port2 } = new MessageChannel()
      const [near, far] = [one.join(port1), other.join(port2)]
      closers.push(() => near.close())
      return { near, far }
    })
    const [from, to] = [one.attach('from'), other.attach('to')]
    const heard: string[] = []
    to.onFrame = (bytes) => heard.push(textOf(bytes))
    for (const text of ['first', 'second']) from.send(frame(1, broadcast, text))
    const misplaced = (tunnels: Tunnel[]): number =>
      tunnels.reduce((sum, { statistics }) => sum + statistics.received.misplaced, 0)
    await until(() => expect(misplaced(ways.map(({ near }) => near))).toBe(2))
    to.send(frame(2, 1, 'last'))
    await until(() => expect(from.statistics.rx.frames).toBe(1))
    expect(heard).toEqual(['first', 'second'])
    expect(misplaced(ways.map(({ far }) => far))).toBe(2)
    expect(warnings.mock.calls.map(([text]) => text)).toEqual(
      Array(2).fill(expect.stringMatching(/tunnel "tunnel1": station 02:00:00:00:00:01 is on both sides/)),
    )
  })

  it('counts what is no frame, and goes on', async () => {
    const { port1, port2 } = new MessageChannel()
    const { tunnel, heard } = site(port1)
    const bad = [
      'text',
      null,
      { length: 60 },
      new Uint8Array(13),
      new Uint8Array(65_550),
      new Uint8Array(new SharedArrayBuffer(60)),
    ]
    for (const message of [...bad, -1, 0.5, 1e9, Number.NaN]) port2.postMessage(message)
    port2.postMessage(frame(2, broadcast, 'good'))
    await until(() => expect(heard).toEqual(['good']))
    expect(tunnel.statistics.received).toEqual({ frames: 1, bytes: 18, refused: 10, misplaced: 0 })
  })

  it('is not ready before its BroadcastChannel hears, which takes a browser a moment', async () => {
    const name = `late ${Math.floor(performance.now() * 1e6)}`
    const listeners: [string, (event: { type: string; data?: unknown }) => void][] = []
    const late = {
      name,
      postMessage: () => {},
      close: () => {},
      addEventListener: (...listener: (typeof listeners)[number]) => listeners.push(listener),
    }
    const { tunnel, heard } = site(late)
    let isReady = false
    tunnel.ready.then(() => {
      isReady = true
    })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(isReady).toBe(false)
    const channel = new BroadcastChannel(name)
    closers.push(() => channel.close())
    for (const [type, listener] of listeners) channel.addEventListener(type, listener)
    await tunnel.ready
    const other = site(new BroadcastChannel(name))
    await other.tunnel.ready
    other.station.send(frame(2, broadcast, 'heard'))
    await until(() => expect(heard).toEqual(['heard']))
    expect(tunnel.statistics.received).toEqual({ frames: 1, bytes: 19, refused: 0, misplaced: 0 })
  })

  it('ends when its BroadcastChannel never hears, as a closed one', async () => {
    vi.useFakeTimers()
    try {
      const channel = new BroadcastChannel('closed')
      channel.close()
      const { tunnel } = site(channel)
      await vi.advanceTimersByTimeAsync(120_000)
      expect(await tunnel.ended).toEqual({ reason: 'failed', message: 'the channel hears nothing: it may be closed' })
      await expect(tunnel.ready).rejects.toMatchObject({ code: 'ERR_DOWNLOAD' })
    } finally {
      vi.useRealTimers()
    }
  })

  it('counts what a WebSocket says that is no frame, and goes on', async () => {
    const { url, accepted } = await server()
    const { tunnel, heard } = site({ webSocket: url }, { WebSocket, maxFrameBytes: 1514 })
    const peer = await accepted
    for (const message of ['text', new Uint8Array(0), new Uint8Array(13), new Uint8Array(1515), new Uint8Array(2 ** 20)])
      peer.send(message)
    peer.send(frame(2, broadcast, 'good'))
    await until(() => expect(heard).toEqual(['good']))
    expect(tunnel.statistics.received).toEqual({ frames: 1, bytes: 18, refused: 5, misplaced: 0 })
  })

  it('holds no more for a port that does not read than its queue, and goes on when it reads', async () => {
    const { port1, port2 } = new MessageChannel()
    const { tunnel, station } = site(port1, { queueBytes: 2 ** 17 })
    for (let sent = 0; sent < 200; sent++) station.send(frame(1, broadcast, 'x'.repeat(1010)))
    expect(tunnel.statistics.sent).toMatchObject({ frames: 128, dropped: 72 })
    const reader = site(port2)
    await until(() => expect(reader.heard).toHaveLength(128))
    await until(() => {
      station.send(frame(1, broadcast, 'again'))
      expect(reader.heard).toContain('again')
    })
  })

  it('drops and counts what a WebSocket has no room for, and before it is open', () => {
    const socket = { ...fakeSocket(), bufferedAmount: 0 }
    const { tunnel, station } = site({ webSocket: socket }, { queueBytes: 2 ** 17 })
    socket.readyState = 0
    station.send(frame(1, broadcast, 'too early'))
    socket.readyState = 1
    station.send(frame(1, broadcast, 'through'))
    socket.bufferedAmount = 2 ** 17 - 17
    station.send(frame(1, broadcast, 'full'))
    socket.bufferedAmount = 2 ** 17 - 18
    station.send(frame(1, broadcast, 'fits'))
    expect(socket.sent.map(textOf)).toEqual(['through', 'fits'])
    expect(tunnel.statistics.sent).toMatchObject({ frames: 2, dropped: 2 })
  })

  it('ends when sending fails, and the sender does not hear of it', async () => {
    const socket = { ...fakeSocket(), send: () => expect.fail('broken') }
    const { tunnel, station, network } = site({ webSocket: socket })
    station.send(frame(1, broadcast, 'x'))
    expect(await tunnel.ended).toEqual({ reason: 'failed', message: 'broken' })
    expect(network.ports.map(({ name }) => name)).toEqual(['station'])
  })

  it('tells that nobody is there, and that it is over already', async () => {
    const { url, webSockets } = await server()
    await new Promise((resolve) => webSockets.close(resolve))
    const nobody = site({ webSocket: url }, { WebSocket })
    await expect(nobody.tunnel.ready).rejects.toMatchObject({
      code: 'ERR_DOWNLOAD',
      message: expect.stringContaining('ECONNREFUSED'),
    })
    expect(await nobody.tunnel.ended).toMatchObject({ reason: 'failed' })
    const over = site({ webSocket: { ...fakeSocket(), readyState: 3 } })
    expect(await over.tunnel.ended).toEqual({ reason: 'disconnected' })
    expect(over.network.ports).toHaveLength(1)
  })

  it('ends when the connection breaks without a word', async () => {
    const { url, accepted } = await server()
    const { tunnel } = site({ webSocket: url }, { WebSocket })
    ;(await accepted).terminate()
    expect(await tunnel.ended).toEqual({ reason: 'disconnected' })
  })

  it('cannot be made of just anything', () => {
    const network = new Network()
    for (const channel of [undefined, 7, 'ws://127.0.0.1', {}, { webSocket: 7 }, { webSocket: { send: 1 } }])
      expect(() => network.join(channel as never)).toThrow(/expected a MessagePort, a BroadcastChannel/)
    expect(() => network.join({ webSocket: 'http:nothing::' }, { WebSocket })).toThrow(/expected an address/)
    const { port1 } = new MessageChannel()
    closers.push(() => port1.close())
    const join = (options: object) => () => network.join(port1, options)
    expect(join({ queueBytes: 1 })).toThrow(/queueBytes is 1, expected/)
    expect(join({ maxFrameBytes: 13 })).toThrow(/maxFrameBytes is 13, expected/)
    expect(join({ mtu: 1500 })).toThrow(/no such option/)
    network.attach('taken')
    expect(join({ name: 'taken' })).toThrow(/expected another name/)
    expect(network.ports.map(({ name }) => name)).toEqual(['taken'])
  })
})

function fakeSocket(): WebSocketLike & { readyState: number; sent: Uint8Array[] } {
  const sent: Uint8Array[] = []
  return {
    binaryType: 'blob',
    readyState: 1,
    bufferedAmount: 0,
    sent,
    send: (message) => void sent.push(message),
    close: () => {},
    addEventListener: () => {},
  }
}
