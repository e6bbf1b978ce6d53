/** Names by the gateway: over datagrams and TCP, for its own network, the world, and the rules that go by them. */
import { describe, expect, it } from 'vitest'
import type { Outside } from '../../../../src/network/gateway/outside'
import { SyntheticNames } from '../../../../src/network/outside/synthetic-names'
import { formatIpv4 } from '../../../../src/network/packet/address'
import { dnsCodes, dnsTypes } from '../../../../src/network/packet/dns'
import { type GuestStack, ip } from './guest-stack'
import { lab, until } from './lab'

describe('its name server', () => {
  async function resolve(guest: GuestStack, name: string, type: number = dnsTypes.a) {
    const before = guest.heard.udp.length
    guest.sendUdp('10.0.2.3', { sourcePort: 5353, destinationPort: 53, payload: query(name, type) })
    const { payload } = (await until(() => guest.heard.udp[before])).datagram
    const answers = payload[7] ?? 0
    const view = new DataView(payload.buffer, payload.byteOffset, payload.length)
    return { code: (payload[3] ?? 0) & 15, address: answers === 0 ? undefined : view.getUint32(payload.length - 4) }
  }

  it('knows its own names, asks the outside for others, and opens what is allowed by name', async () => {
    const connected: string[] = []
    const outside: Outside = {
      connectTcp: ({ address, name }) => {
        connected.push(`${name} ${address}`)
        return Promise.reject(new Error('refused'))
      },
      resolve: async (name) => (/^(good|bad)\.example/.test(name) ? [name !== 'bad.example' ? '192.0.2.7' : '192.0.2.8'] : []),
    }
    const { guest } = await lab({ outside, allow: ['*.example:80', 'good.example:443'], hosts: { db: '10.0.2.50' } })
    expect(await resolve(guest, 'gateway.internal')).toEqual({ code: dnsCodes.none, address: ip('10.0.2.2') })
    expect(await resolve(guest, 'DB')).toEqual({ code: dnsCodes.none, address: ip('10.0.2.50') })
    expect(await resolve(guest, 'good.example')).toEqual({ code: dnsCodes.none, address: ip('192.0.2.7') })
    expect(await resolve(guest, 'bad.example')).toEqual({ code: dnsCodes.none, address: ip('192.0.2.8') })
    expect(await resolve(guest, 'good.example', dnsTypes.aaaa)).toEqual({ code: dnsCodes.none, address: undefined })
    expect(await resolve(guest, 'good.example.internal')).toEqual({ code: dnsCodes.nameError, address: undefined })
    expect(await resolve(guest, 'no.such.name')).toEqual({ code: dnsCodes.nameError, address: undefined })
    guest.connect('192.0.2.7', 443, 1000, {})
    guest.connect('192.0.2.8', 443, 1001, {})
    guest.connect('192.0.2.8', 80, 1002, {})
    guest.connect('192.0.2.9', 80, 1003, {})
    await until(() => (guest.heard.icmp.length >= 2 && connected.length >= 2 ? true : undefined))
    expect(connected).toEqual(['good.example 192.0.2.7', 'bad.example 192.0.2.8'])
  })

  it('opens this machine by its name only to a rule with that name, and an address for what it stands for now', async () => {
    const names = new SyntheticNames()
    const connected: string[] = []
    const outside: Outside = {
      connectTcp: ({ address }) => {
        connected.push(names.hostOf(address))
        return Promise.reject(new Error('refused'))
      },
      resolve: async (name) => [names.addressOf(name) ?? []].flat(),
      nameOf: (address) => names.nameOf(address),
    }
    const closed = await lab({ outside, allow: ['*', 'known.example'] })
    const opened = await lab({ outside, allow: ['localhost:80'] })
    for (const { guest } of [closed, opened]) {
      for (const name of ['localhost', 'known.example']) {
        const { address = 0 } = await resolve(guest, name)
        guest.connect(formatIpv4(address), 80, 1000 + name.length, {})
      }
    }
    await until(() => (closed.guest.heard.icmp.length >= 1 && opened.guest.heard.icmp.length >= 1 ? true : undefined))
    await until(() => (connected.length >= 2 ? true : undefined))
    expect([...connected].sort()).toEqual(['known.example', 'localhost'])
  })

  it('tells which of its own has an address, that names have nothing but addresses, and what is wrong with a question', async () => {
    const { guest } = await lab({ outside: { ...nobody, resolve: async () => ['192.0.2.7'] }, hosts: { DB: '10.0.2.50' } })
    const [pointer, other, text, chaos, opcode, two] = await answers(guest, [
      query('50.2.0.10.in-addr.arpa', dnsTypes.ptr),
      query('1.2.0.192.in-addr.arpa', dnsTypes.ptr),
      query('name.example', 16),
      changed(query('name.example', dnsTypes.a), { at: -1, to: 3 }),
      changed(query('name.example', dnsTypes.a), { at: 2, to: 0x28 }),
      changed(query('name.example', dnsTypes.a), { at: 5, to: 2 }),
    ])
    expect(Buffer.from(pointer?.subarray(-13) ?? [])).toEqual(Buffer.from('\x02db\x08internal\0', 'latin1'))
    expect([pointer, other, text, chaos, opcode, two].map((answer) => (answer?.[3] ?? 0) & 15)).toEqual([
      dnsCodes.none,
      dnsCodes.nameError,
      dnsCodes.none,
      dnsCodes.refused,
      dnsCodes.notImplemented,
      dnsCodes.formatError,
    ])
    expect(text?.[7]).toBe(0)
    expect([...(two ?? [])].slice(0, 2)).toEqual([0x12, 0x34])
  })

  it('puts as many addresses into a datagram as it may have, says so, and gives all of them over TCP', async () => {
    const addresses = Array.from({ length: 60 }, (_, at) => `192.0.2.${at}`)
    const { guest } = await lab({ outside: { ...nobody, resolve: async () => addresses } })
    const [answer = new Uint8Array()] = await answers(guest, [query('many.example', dnsTypes.a)])
    expect(answer.length).toBeLessThanOrEqual(512)
    expect([(answer[2] ?? 0) & 2, answer[7]]).toEqual([2, 30])
    const asked = query('many.example', dnsTypes.a)
    const message = Uint8Array.from([0, asked.length, ...asked])
    const received: number[] = []
    const endpoint = guest.connect('10.0.2.3', 53, 4000, {
      onData: (bytes) => void received.push(...bytes),
      onOpen: () => queueMicrotask(() => endpoint.write(message)),
    })
    await until(() => (received.length >= 2 + 12 + 18 + 60 * 16 ? true : undefined))
    expect([((received[0] ?? 0) << 8) | (received[1] ?? 0), (received[4] ?? 0) & 2, received[9]]).toEqual([
      12 + 18 + 60 * 16,
      0,
      60,
    ])
    endpoint.end()
  })

  it('knows a name of the network for an address outside by which a rule opens it', async () => {
    const connected: string[] = []
    const outside: Outside = { ...nobody, connectTcp: async ({ address, name }) => never(connected.push(`${name} ${address}`)) }
    const { guest } = await lab({ outside, allow: ['api.example'], hosts: { 'api.example': '192.0.2.9' } })
    expect(await resolve(guest, 'api.example')).toMatchObject({ address: ip('192.0.2.9') })
    const endpoint = guest.connect('192.0.2.9', 80, 1000, {})
    await until(() => (connected.length > 0 ? true : undefined))
    expect(connected).toEqual(['api.example 192.0.2.9'])
    endpoint.abort()
  })

  it('opens this machine to no name below an allowed one that is said to be it', async () => {
    const connected: string[] = []
    const outside: Outside = {
      resolve: async () => ['192.0.2.10'],
      isThisMachine: (address) => address === '192.0.2.10',
      connectTcp: async ({ name }) => never(connected.push(`${name}`)),
    }
    const { guest, gateway } = await lab({ outside, allow: ['*.example', 'this.test'] })
    await resolve(guest, 'rebound.example')
    guest.connect('192.0.2.10', 80, 1000, {})
    await until(() => (gateway.statistics.refusedPackets === 1 ? true : undefined))
    await resolve(guest, 'this.test')
    const endpoint = guest.connect('192.0.2.10', 80, 1001, {})
    await until(() => (connected.length > 0 ? true : undefined))
    expect(connected).toEqual(['this.test'])
    endpoint.abort()
  })

  it('tells the outside the name that a rule allows, not another one of the same address', async () => {
    const connected: string[] = []
    const outside: Outside = {
      resolve: async () => ['192.0.2.7'],
      connectTcp: async ({ address, name }) => never(connected.push(`${name} ${address}`)),
    }
    const { guest } = await lab({ outside, allow: ['good.example'] })
    await resolve(guest, 'good.example')
    await resolve(guest, 'evil.example')
    const endpoint = guest.connect('192.0.2.7', 80, 1000, {})
    await until(() => (connected.length > 0 ? true : undefined))
    expect(connected).toEqual(['good.example 192.0.2.7'])
    endpoint.abort()
  })
})

const nobody: Outside = { connectTcp: async () => never(), resolve: async () => [] }

const never = (..._facts: unknown[]): Promise<never> => new Promise(() => {})

function query(name: string, type: number): Uint8Array {
  const labels = name.split('.').flatMap((label) => [label.length, ...Buffer.from(label)])
  return Uint8Array.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, type, 0, 1])
}

function changed(bytes: Uint8Array, { at, to }: { at: number; to: number }): Uint8Array {
  const copy = bytes.slice()
  copy.set([to], at < 0 ? copy.length + at : at)
  return copy
}

/** Answers to queries, asked one after the other. */
async function answers(guest: GuestStack, queries: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const all: Uint8Array[] = []
  for (const payload of queries) {
    const before = guest.heard.udp.length
    guest.sendUdp('10.0.2.3', { sourcePort: 5353, destinationPort: 53, payload })
    all.push((await until(() => guest.heard.udp[before])).datagram.payload)
  }
  return all
}
