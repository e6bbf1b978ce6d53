/** What a guest could try against the gateway, the machine behind it and its neighbours. */
import { createSocket } from 'node:dgram'
import { describe, expect, it } from 'vitest'
import type { Outside } from '../../../../src/network/gateway/outside'
import { dnsTypes } from '../../../../src/network/packet/dns'
import { realTimeline } from '../../../../src/network/timeline'
import { GuestStack, ip } from './guest-stack'
import { closers, lab, until } from './lab'

const never = new Promise<never>(() => {})
const nobody: Outside = { connectTcp: () => never, resolve: async () => [] }

/** Lets what is on its way arrive. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))

describe('a hostile guest', () => {
  it('sends datagrams to port 0, and the gateway goes on', async () => {
    const { guest } = await lab({ loopback: true, allow: ['127.0.0.1'] })
    guest.sendUdp('10.0.2.2', { sourcePort: 5000, destinationPort: 0, payload: Uint8Array.of(1) })
    guest.ping('10.0.2.2', Uint8Array.of(1))
    expect(await until(() => guest.heard.icmp[0])).toMatchObject({ type: 0 })
  })

  it('has a few echoes of the world at a time, and leaves some to others', async () => {
    const asked: string[] = []
    const echo = (address: string): Promise<boolean> => {
      asked.push(address)
      return never
    }
    const { guest, network } = await lab({ outside: { ...nobody, echo } })
    const other = new GuestStack(network.attach('other'), realTimeline, { address: '10.0.2.16', station: 2 })
    other.greet('10.0.2.2')
    for (let at = 0; at < 1000; at++) guest.ping('192.0.2.1', Uint8Array.of(1))
    await settled()
    expect(asked).toHaveLength(16)
    other.ping('192.0.2.2', Uint8Array.of(1))
    await settled()
    expect(asked.at(-1)).toBe('192.0.2.2')
  })

  it('asks for names without end, and only so many are looked up at once', async () => {
    let asked = 0
    const resolve = (): Promise<string[]> => {
      asked++
      return never
    }
    const { guest } = await lab({ outside: { ...nobody, resolve } })
    for (let at = 0; at < 1000; at++)
      guest.sendUdp('10.0.2.3', { sourcePort: 5353, destinationPort: 53, payload: query(`n${at}.example`) })
    await settled()
    expect(asked).toBe(128)
  })

  it('asks for a name that ends early for whoever resolves it, and gets nothing', async () => {
    const asked: string[] = []
    const resolve = async (name: string): Promise<string[]> => {
      asked.push(name)
      return ['192.0.2.1']
    }
    const { guest } = await lab({ outside: { ...nobody, resolve }, allow: ['*.allowed.example'] })
    for (const name of ['elsewhere\0.allowed.example', 'else where.allowed.example', 'ok.allowed.example'])
      guest.sendUdp('10.0.2.3', { sourcePort: 5353, destinationPort: 53, payload: query(name) })
    await until(() => (guest.heard.udp.length === 3 ? true : undefined))
    expect(asked).toEqual(['ok.allowed.example'])
  })

  it('opens connections without end, and others still get theirs', async () => {
    const connected: string[] = []
    const connectTcp = ({ address }: { address: string }): Promise<never> => {
      connected.push(address)
      return never
    }
    const { guest, network, gateway } = await lab({ outside: { ...nobody, connectTcp } })
    const other = new GuestStack(network.attach('other'), realTimeline, { address: '10.0.2.16', station: 2 })
    other.greet('10.0.2.2')
    const flood = Array.from({ length: 5000 }, (_, at) => guest.connect('192.0.2.1', 80, 1000 + at, {}))
    closers.push(() => {
      for (const endpoint of flood) endpoint.abort()
    })
    await settled()
    expect(gateway.statistics.tcpConnections).toBe(2048)
    const honest = other.connect('192.0.2.2', 80, 1000, {})
    closers.push(() => honest.abort())
    await settled()
    expect(connected.at(-1)).toBe('192.0.2.2')
  })

  it('sends from addresses of nobody, of the gateway or of all, and nothing comes of it', async () => {
    const asked: string[] = []
    const echo = async (address: string): Promise<boolean> => asked.push(address) > 0
    const { guest, network } = await lab({ outside: { ...nobody, echo } })
    const heard: Uint8Array[] = []
    network.attach('spy').onFrame = (frame) => heard.push(frame.slice())
    for (const source of ['198.51.100.1', '10.0.2.2', '10.0.2.3', '10.0.2.255', '10.0.2.0', '0.0.0.0']) {
      guest.address = ip(source)
      guest.ping('192.0.2.1', Uint8Array.of(1))
      guest.connect('192.0.2.1', 80, 1000, {}).abort()
    }
    guest.address = ip('10.0.2.15')
    guest.ping('192.0.2.7', Uint8Array.of(1))
    await until(() => guest.heard.icmp[0])
    expect(asked).toEqual(['192.0.2.7'])
  })

  it('uses ports without end, and loses its own oldest ones, not those of others', async () => {
    const open = new Set<number>()
    let opened = 0
    const openUdp: Outside['openUdp'] = () => {
      const number = opened++
      open.add(number)
      return { send: () => {}, close: () => void open.delete(number) }
    }
    const { guest, network } = await lab({ outside: { ...nobody, openUdp } })
    const other = new GuestStack(network.attach('other'), realTimeline, { address: '10.0.2.16', station: 2 })
    other.greet('10.0.2.2')
    other.sendUdp('192.0.2.1', { sourcePort: 1, destinationPort: 9, payload: Uint8Array.of(1) })
    for (let at = 1; at <= 2000; at++)
      guest.sendUdp('192.0.2.1', { sourcePort: at, destinationPort: 9, payload: Uint8Array.of(1) })
    await settled()
    expect([open.size, open.has(0), open.has(1), open.has(2000), guest.heard.icmp.length]).toEqual([513, true, false, true, 0])
  })
})

describe('a stranger outside', () => {
  it('does not get datagrams into a guest that did not ask it', async () => {
    const [asked, stranger] = [createSocket('udp4'), createSocket('udp4')]
    closers.push(
      () => asked.close(),
      () => stranger.close(),
    )
    await new Promise<void>((resolve) => stranger.bind(0, '127.0.0.2', resolve))
    const port = await new Promise<number>((resolve) => asked.bind(0, '127.0.0.1', () => resolve(asked.address().port)))
    const { guest } = await lab({ loopback: true, allow: ['127.0.0.1'] })
    const cameFrom = new Promise<number>((resolve) => asked.on('message', (_, from) => resolve(from.port)))
    guest.sendUdp('10.0.2.2', { sourcePort: 5000, destinationPort: port, payload: Uint8Array.of(1) })
    const back = await cameFrom
    await new Promise<void>((resolve) => stranger.send('boo', back, '127.0.0.1', () => resolve()))
    await settled()
    asked.send('yes', back, '127.0.0.1')
    const first = await until(() => guest.heard.udp[0])
    expect(Buffer.from(first.datagram.payload).toString()).toBe('yes')
  })
})

function query(name: string): Uint8Array {
  const labels = name.split('.').flatMap((label) => [label.length, ...Buffer.from(label)])
  return Uint8Array.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, dnsTypes.a, 0, 1])
}
