/** Two TCP endpoints over a cable that fails in every way: all bytes arrive, in order, once. */
import { describe, expect, it } from 'vitest'
import { TcpEndpoint } from '../../../../src/network/gateway/tcp-endpoint'
import type { TcpEndpointOptions } from '../../../../src/network/gateway/tcp-options'
import { Link } from '../../../../src/network/link'
import { parseTcp, type Segment, tcp, tcpFlags } from '../../../../src/network/packet/tcp'
import { ManualTimeline } from '../../../../src/network/timeline'
import { Random } from '../../../support/random'

const ends = { source: 1, destination: 2 }

class Peer {
  readonly received: Uint8Array[] = []
  isOpen = false
  hasEnded = false
  closed: boolean | undefined
  endpoint: TcpEndpoint | undefined
  consumesAtOnce = true
  segments: Segment[] = []

  constructor(
    readonly timeline: ManualTimeline,
    readonly link: () => Link,
  ) {}

  options(initialSequence: number): TcpEndpointOptions {
    return {
      timeline: this.timeline,
      initialSequence,
      segmentBytes: 1460,
      ports: { own: 1, peer: 2 },
      transmit: (segment) => {
        this.segments.push(segment)
        this.link().send(tcp(segment, ends))
      },
      // Time moves in one go here, and nothing is done in between.
      soon: (task) => task(),
      onOpen: () => {
        this.isOpen = true
      },
      onData: (bytes) => {
        this.received.push(bytes.slice())
        if (this.consumesAtOnce) this.endpoint?.consume(bytes.length)
      },
      onEnd: () => {
        this.hasEnded = true
      },
      onClose: (isReset) => {
        this.closed = isReset
      },
      onRoom: () => {},
    }
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.received.flatMap((chunk) => [...chunk]))
  }
}

function pair(faults = {}, seed = 1) {
  const timeline = new ManualTimeline()
  const parse = (bytes: Uint8Array): Segment => {
    const segment = parseTcp(bytes, ends)
    if (segment === undefined) throw new Error('a damaged segment')
    return segment
  }
  const client: Peer = new Peer(timeline, () => there)
  const server: Peer = new Peer(timeline, () => back)
  const deliver = (bytes: Uint8Array): void => {
    const segment = parse(bytes)
    if (server.endpoint !== undefined) server.endpoint.receive(segment)
    else if ((segment.flags & tcpFlags.syn) !== 0) server.endpoint = TcpEndpoint.accept(server.options(0xffff_fff0), segment)
  }
  const there = new Link({ timeline, seed, deliver })
  const back = new Link({ timeline, seed: seed + 1, deliver: (bytes) => client.endpoint?.receive(parse(bytes)) })
  there.faults = faults
  back.faults = faults
  client.endpoint = TcpEndpoint.open(client.options(1000))
  return { timeline, client, server, there, back }
}

const lossy = { delayMs: 5, jitterMs: 4, loss: 0.05, duplicate: 0.05, reorder: 0.1 }

describe('a TCP connection', () => {
  it('opens, carries bytes both ways, and closes when both sides ended', () => {
    const { timeline, client, server } = pair({ delayMs: 1 })
    timeline.advance(10e6)
    expect([client.isOpen, server.isOpen]).toEqual([true, true])
    client.endpoint?.write(Uint8Array.of(1, 2, 3))
    server.endpoint?.write(Uint8Array.of(4, 5))
    client.endpoint?.end()
    timeline.advance(10e6)
    expect([...server.bytes, ...client.bytes]).toEqual([1, 2, 3, 4, 5])
    expect([server.hasEnded, client.hasEnded]).toEqual([true, false])
    server.endpoint?.write(Uint8Array.of(6))
    server.endpoint?.end()
    timeline.advance(5e9)
    expect([...client.bytes]).toEqual([4, 5, 6])
    expect([client.closed, server.closed]).toEqual([false, false])
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('loses nothing over a cable that loses, doubles and reorders (seed %i)', (seed) => {
    const { timeline, client, server } = pair(lossy, seed)
    const random = new Random(seed)
    const sent = random.fill(new Uint8Array(200_000))
    const answer = random.fill(new Uint8Array(50_000))
    let [at, answered] = [0, 0]
    while (timeline.nowNs() < 600e9 && server.closed === undefined) {
      timeline.advance(2e6)
      if (at < sent.length && client.endpoint?.hasRoom) {
        const bytes = random.between(1, 9000)
        client.endpoint.write(sent.subarray(at, at + bytes))
        at += bytes
        if (at >= sent.length) client.endpoint.end()
      }
      if (answered < answer.length && server.isOpen) {
        server.endpoint?.write(answer.subarray(answered, answered + 3000))
        answered += 3000
        if (answered >= answer.length) server.endpoint?.end()
      }
    }
    expect(Buffer.compare(server.bytes, sent)).toBe(0)
    expect(Buffer.compare(client.bytes, answer)).toBe(0)
    expect(server.closed).toBe(false)
  })

  it('fills the gaps of a burst one round trip after the other, without waiting for a timer each time', () => {
    const { timeline, client, server, there } = pair({ delayMs: 1 })
    timeline.advance(10e6)
    const sent = new Random(5).fill(new Uint8Array(2_000_000))
    client.endpoint?.write(sent)
    timeline.advance(8e6)
    there.faults = { delayMs: 1, loss: 0.3 }
    timeline.advance(2e6)
    there.faults = { delayMs: 1 }
    expect(there.counters.dropped).toBeGreaterThan(10)
    timeline.advance(1500e6)
    expect(Buffer.compare(server.bytes, sent)).toBe(0)
  })

  it('acknowledges once what came together, and the second half of a window only when it was short', async () => {
    const { timeline, client, server, there } = pair()
    timeline.advance(10e6)
    const answers: number[] = []
    const options = {
      ...server.options(5000),
      soon: queueMicrotask,
      transmit: ({ acknowledgement }: Segment) => void answers.push(acknowledgement),
    }
    const syn = client.segments[0]
    if (syn === undefined) throw new Error('no SYN')
    const endpoint = TcpEndpoint.accept(options, syn)
    server.endpoint = endpoint
    const segment = { ...syn, flags: tcpFlags.ack, acknowledgement: 5001, window: 1000 }
    endpoint.receive({ ...segment, sequence: 1001, payload: new Uint8Array() })
    // The first one opens the window, which a SYN could not tell.
    endpoint.receive({ ...segment, sequence: 1001, payload: new Uint8Array(1460) })
    answers.length = 0
    for (let at = 1; at < 20; at++) endpoint.receive({ ...segment, sequence: 1001 + at * 1460, payload: new Uint8Array(1460) })
    expect(answers).toEqual([])
    await Promise.resolve()
    expect(answers).toEqual([1001 + 20 * 1460])
    // A gap is told at once, and so is that it was filled.
    for (const at of [22, 23, 21, 20]) endpoint.receive({ ...segment, sequence: 1001 + at * 1460, payload: new Uint8Array(1460) })
    expect(answers.slice(1).map((number) => (number - 1001) / 1460)).toEqual([20, 20, 20, 24])
    expect(there.counters.dropped).toBe(0)
  })

  it('stops when the reader does not read, and goes on when it does', () => {
    const { timeline, client, server } = pair({ delayMs: 1 })
    timeline.advance(10e6)
    server.consumesAtOnce = false
    const sent = new Random(1).fill(new Uint8Array(2_000_000))
    client.endpoint?.write(sent)
    timeline.advance(300e9)
    const held = server.bytes.length
    expect(held).toBeGreaterThan(400_000)
    expect(held).toBeLessThanOrEqual(512 * 1024)
    expect(client.closed).toBeUndefined()
    server.consumesAtOnce = true
    server.endpoint?.consume(held)
    timeline.advance(60e9)
    expect(Buffer.compare(server.bytes, sent)).toBe(0)
  })

  it('takes as much as it is given room for', () => {
    const { timeline, client, server } = pair({ delayMs: 1 })
    const taken: number[] = []
    client.endpoint?.abort()
    timeline.advance(10e6)
    const options = { ...client.options(2000), bufferBytes: 20_000, onData: (bytes: Uint8Array) => void taken.push(bytes.length) }
    server.endpoint = undefined
    client.endpoint = TcpEndpoint.open(options)
    timeline.advance(10e6)
    const accepted = server.endpoint as TcpEndpoint | undefined
    accepted?.write(new Uint8Array(1_000_000))
    timeline.advance(5e9)
    expect(taken.reduce((sum, bytes) => sum + bytes, 0)).toBe(20_000)
  })

  it('never sends more than the peer has room for', () => {
    const { timeline, client } = pair({ delayMs: 1 })
    timeline.advance(10e6)
    client.endpoint?.receive({ ...ack(client), window: 50 })
    client.segments = []
    client.endpoint?.write(new Uint8Array(5000))
    const bytes = client.segments.reduce((sum, { payload }) => sum + payload.length, 0)
    expect(bytes).toBe(50 << 4)
  })

  it('takes the room from the latest segment, not from one that was overtaken', () => {
    const { timeline, client } = pair({ delayMs: 1 })
    timeline.advance(10e6)
    const first = ack(client)
    const payload = new Uint8Array(10)
    client.endpoint?.receive({ ...first, sequence: (first.sequence + 10) >>> 0, payload, window: 50 })
    client.endpoint?.receive({ ...first, payload, window: 5 })
    client.segments = []
    client.endpoint?.write(new Uint8Array(5000))
    const bytes = client.segments.reduce((sum, segment) => sum + segment.payload.length, 0)
    expect(bytes).toBe(50 << 4)
  })

  it('gives a dead peer up', () => {
    const { timeline, client, there } = pair({ delayMs: 1 })
    timeline.advance(10e6)
    there.isUp = false
    client.endpoint?.write(Uint8Array.of(1))
    timeline.advance(3600e9)
    expect(client.closed).toBe(true)
  })

  it('takes a reset only where the next byte is expected', () => {
    const { timeline, client } = pair({ delayMs: 1 })
    timeline.advance(10e6)
    const good = ack(client)
    client.endpoint?.receive({ ...good, flags: tcpFlags.rst, sequence: good.sequence + 1000 })
    expect(client.closed).toBeUndefined()
    client.endpoint?.receive({ ...good, flags: tcpFlags.rst })
    expect(client.closed).toBe(true)
  })

  it('ignores acknowledgements of what was never sent, and bytes outside of its window', () => {
    const { timeline, client } = pair({ delayMs: 1 })
    timeline.advance(10e6)
    const good = ack(client)
    client.endpoint?.receive({ ...good, acknowledgement: (good.acknowledgement + 5000) >>> 0 })
    client.endpoint?.receive({ ...good, sequence: (good.sequence + 2 ** 30) >>> 0, payload: new Uint8Array(10) })
    client.endpoint?.receive({ ...good, sequence: (good.sequence - 2 ** 30) >>> 0, payload: new Uint8Array(10) })
    expect(client.bytes.length).toBe(0)
    client.endpoint?.receive({ ...good, payload: Uint8Array.of(9) })
    expect([...client.bytes]).toEqual([9])
  })
})

describe('a TCP connection that meets another one', () => {
  it('resets what a guest remembers of an older connection between the same ports, and opens', () => {
    const { timeline, client, server } = pair({ delayMs: 1 })
    client.segments = []
    client.endpoint?.receive({ ...ack(client), sequence: 77, acknowledgement: 4242 })
    expect(client.segments.map(({ flags, sequence }) => [flags, sequence])).toEqual([[tcpFlags.rst, 4242]])
    timeline.advance(10e6)
    expect([client.isOpen, server.isOpen]).toEqual([true, true])
  })

  it('opens when both sides open it at the same time', () => {
    const { timeline, client, server } = pair({ delayMs: 1 })
    server.endpoint = TcpEndpoint.open(server.options(9000))
    timeline.advance(10e6)
    client.endpoint?.write(Uint8Array.of(1))
    server.endpoint.write(Uint8Array.of(2))
    timeline.advance(10e6)
    expect([client.isOpen, server.isOpen, [...client.bytes], [...server.bytes]]).toEqual([true, true, [2], [1]])
  })

  it('is not broken by a reset after both sides ended, and makes room for the next one then', () => {
    for (const flags of [tcpFlags.rst, tcpFlags.syn]) {
      const { timeline, client, server } = pair({ delayMs: 1 })
      timeline.advance(10e6)
      client.endpoint?.end()
      server.endpoint?.end()
      timeline.advance(10e6)
      expect(server.closed).toBeUndefined()
      const sequence = (client.segments.at(-1) as Segment).sequence
      const segment = { ...ack(client), flags, sequence }
      if (flags === tcpFlags.rst) server.endpoint?.receive(segment)
      else expect(server.endpoint?.yieldTo(segment)).toBe(true)
      expect(server.closed).toBe(false)
    }
  })

  it('gives a handshake up that nobody goes on with', () => {
    const { timeline, client, there } = pair({ delayMs: 1 })
    there.isUp = false
    timeline.advance(130e9)
    expect(client.closed).toBe(true)
  })
})

describe('a TCP connection with a silent peer', () => {
  it('probes a closed window with one byte, less and less often, and never gives up', () => {
    const { timeline, client, there } = pair({ delayMs: 1 })
    timeline.advance(10e6)
    there.isUp = false
    const closed = { ...ack(client), window: 0 }
    client.endpoint?.receive(closed)
    client.segments = []
    client.endpoint?.write(new Uint8Array(5000))
    for (let second = 0; second < 3600; second++) {
      const before = client.segments.length
      timeline.advance(1e9)
      if (client.segments.length > before) client.endpoint?.receive(closed)
    }
    expect(client.closed).toBeUndefined()
    expect(Math.max(...client.segments.map(({ payload }) => payload.length))).toBe(1)
    expect(client.segments.length).toBeGreaterThan(50)
    expect(client.segments.length).toBeLessThan(100)
  })

  it('asks a peer that says nothing for hours whether it is there, and gives it up when it is not', () => {
    const { timeline, client, server, there } = pair({ delayMs: 1 })
    timeline.advance(10e6)
    timeline.advance(24 * 3600e9)
    expect([client.closed, server.closed]).toEqual([undefined, undefined])
    there.isUp = false
    timeline.advance(24 * 3600e9)
    expect([client.closed, server.closed]).toEqual([true, true])
  })
})

/** An acknowledgement of all that `peer` sent up to its last segment, and `more` bytes, as the other side would send it. */
function ack(peer: { segments: Segment[] }, more = 0): Segment {
  const last = peer.segments.at(-1)
  return {
    sourcePort: 2,
    destinationPort: 1,
    sequence: last?.acknowledgement ?? 0,
    acknowledgement: ((last?.sequence ?? 0) + more) >>> 0,
    flags: tcpFlags.ack,
    window: 0xffff,
    payload: new Uint8Array(),
  }
}
