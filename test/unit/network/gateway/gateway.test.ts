/** A gateway between a guest's stack and real sockets of this machine. */
import { createSocket } from 'node:dgram'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Outside } from '../../../../src/network/gateway/outside'
import { SyntheticNames } from '../../../../src/network/outside/synthetic-names'
import { formatIpv4 } from '../../../../src/network/packet/address'
import { addressBytes, dhcpOptions, dhcpTypes } from '../../../../src/network/packet/dhcp'
import { dnsCodes, dnsTypes } from '../../../../src/network/packet/dns'
import { Random } from '../../../support/random'
import { type GuestStack, ip } from './guest-stack'
import { closers, lab, until } from './lab'

function serve(onSocket: (socket: Socket) => void): Promise<{ server: Server; port: number }> {
  return new Promise((resolve) => {
    const server = createServer({ allowHalfOpen: true }, onSocket)
    closers.push(() => server.close())
    server.listen(0, '127.0.0.1', () => resolve({ server, port: (server.address() as { port: number }).port }))
  })
}

function collect(guest: GuestStack, port: number) {
  const chunks: Uint8Array[] = []
  const state = { isOpen: false, hasEnded: false, closed: undefined as boolean | undefined }
  const endpoint = guest.connect('10.0.2.2', port, 40_000, {
    onOpen: () => (state.isOpen = true),
    onData: (bytes) => {
      chunks.push(bytes.slice())
      queueMicrotask(() => endpoint.consume(bytes.length))
    },
    onEnd: () => (state.hasEnded = true),
    onClose: (isReset) => (state.closed = isReset),
  })
  return { endpoint, state, bytes: () => Buffer.concat(chunks) }
}

const loopback = { loopback: true, allow: ['127.0.0.1'] }

describe('a gateway', () => {
  it('carries a connection to a server of the machine, both ways and to both ends', async () => {
    const sent = new Random(1).fill(new Uint8Array(1_000_000))
    const got: Buffer[] = []
    const { port } = await serve((socket) => {
      socket.on('data', (chunk) => got.push(chunk))
      socket.on('end', () => socket.end(Buffer.concat(got)))
    })
    const { guest, gateway } = await lab(loopback)
    const { endpoint, state, bytes } = collect(guest, port)
    await until(() => state.isOpen || undefined)
    endpoint.write(sent)
    endpoint.end()
    await until(() => state.hasEnded || undefined)
    expect(Buffer.compare(Buffer.concat(got), sent)).toBe(0)
    expect(Buffer.compare(bytes(), sent)).toBe(0)
    await until(() => (gateway.statistics.tcpConnections === 0 ? true : undefined))
    expect(state.closed).toBe(false)
  })

  it('resets what the server refuses, and when the server resets', async () => {
    const { server, port } = await serve((socket) => socket.resetAndDestroy())
    const { guest } = await lab(loopback)
    const broken = collect(guest, port)
    await until(() => broken.state.closed)
    await new Promise((resolve) => server.close(resolve))
    const refused = collect(guest, port)
    await until(() => refused.state.closed)
    expect(refused.state.isOpen).toBe(false)
  })

  it('keeps the machine itself closed unless loopback is opened and allowed', async () => {
    const { port } = await serve((socket) => socket.end('secret'))
    for (const options of [{}, { allow: ['*', '127.0.0.1'] }, { loopback: true }, { loopback: true, allow: ['127.0.0.1:1'] }]) {
      const { guest, gateway } = await lab(options)
      collect(guest, port)
      guest.connect('127.0.0.1', port, 40_001, {})
      guest.connect('169.254.169.254', 80, 40_002, {})
      await until(() => (gateway.statistics.refusedPackets >= 3 ? true : undefined))
      expect(guest.heard.icmp.map(({ type, code }) => [type, code])).toEqual([
        [3, 13],
        [3, 13],
        [3, 13],
      ])
    }
  })

  it('answers datagrams of the machine from the address that the guest sent to', async () => {
    const echo = createSocket('udp4')
    closers.push(() => echo.close())
    echo.on('message', (payload, from) => echo.send(Buffer.concat([Buffer.from('re: '), payload]), from.port, from.address))
    const port = await new Promise<number>((resolve) => echo.bind(0, '127.0.0.1', () => resolve(echo.address().port)))
    const { guest } = await lab(loopback)
    guest.sendUdp('10.0.2.2', { sourcePort: 5000, destinationPort: port, payload: Buffer.from('hello') })
    const [{ from, datagram }] = (await until(() => (guest.heard.udp.length > 0 ? (guest.heard.udp as [never]) : undefined))) as [
      { from: string; datagram: { payload: Uint8Array; destinationPort: number } },
    ]
    expect([from, datagram.destinationPort, Buffer.from(datagram.payload).toString()]).toEqual(['10.0.2.2', 5000, 're: hello'])
  })

  it('answers echoes, fragmented ones too', async () => {
    const { guest } = await lab()
    const payload = new Random(2).fill(new Uint8Array(4000))
    guest.ping('10.0.2.2', payload)
    const answer = await until(() => guest.heard.icmp[0])
    expect(answer).toMatchObject({ type: 0, code: 0, from: '10.0.2.2' })
    expect(Buffer.compare(answer.payload, payload)).toBe(0)
  })

  it('asks the outside for echoes of other addresses', async () => {
    const outside: Outside = {
      connectTcp: () => Promise.reject(),
      resolve: async () => [],
      echo: async (address) => address === '192.0.2.1',
    }
    const { guest } = await lab({ outside })
    guest.ping('192.0.2.1', Uint8Array.of(1))
    guest.ping('192.0.2.2', Uint8Array.of(2))
    await until(() => (guest.heard.icmp.length === 2 ? true : undefined))
    expect(guest.heard.icmp.map(({ from, type, code }) => [from, type, code]).sort()).toEqual([
      ['10.0.2.2', 3, 1],
      ['192.0.2.1', 0, 0],
    ])
  })

  it('publishes a port of the machine into a guest', async () => {
    const { guest, gateway } = await lab({ publish: [{ port: 0, to: 80 }] })
    guest.listeners.set(80, () => {
      const on = {
        onData: (bytes: Uint8Array) => {
          queueMicrotask(() => {
            accepted()?.write(Uint8Array.from([...bytes].reverse()))
            accepted()?.end()
          })
        },
      }
      return on
    })
    const accepted = () => guest.accepted.at(-1)
    const port = gateway.published[0]?.port ?? 0
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1')
      let text = ''
      socket.on('data', (chunk) => (text += chunk))
      socket.on('end', () => resolve(text))
      socket.on('error', reject)
      socket.write('olleh')
    })
    expect(answer).toBe('hello')
  })

  it('opens connections from this program, which a guest can reset', async () => {
    const { guest, gateway } = await lab()
    const accepted = () => guest.accepted.at(-1)
    guest.listeners.set(80, () => ({
      onData: (bytes: Uint8Array) =>
        queueMicrotask(() => {
          accepted()?.write(Uint8Array.from([...bytes].reverse()))
          accepted()?.end()
        }),
    }))
    guest.listeners.set(81, () => ({ onOpen: () => queueMicrotask(() => accepted()?.abort()) }))
    const { readable, writable } = gateway.connect({ port: 80, guest: '10.0.2.15' })
    await writable.getWriter().write(new TextEncoder().encode('olleh'))
    expect(await new Response(readable).text()).toBe('hello')
    await expect(new Response(gateway.connect({ port: 81 }).readable).text()).rejects.toThrow(/reset/)
    expect(() => gateway.connect({ port: 80, guest: 'nobody' })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }))
  })

  it('says which port could not be published', async () => {
    const { port } = await serve(() => {})
    await expect(lab({ publish: [{ port }] })).rejects.toThrow(
      new RegExp(`publishing port ${port} of 127.0.0.1: it cannot be listened on`),
    )
  })

  it.each([
    [{ network: '10.0.2.0/30' }, /gateway option network is "10\.0\.2\.0\/30"/],
    [{ network: '10.0.2.5/24' }, /option network/],
    [{ allow: ['10.0.0.0/33'] }, /option allow\.0 is "10\.0\.0\.0\/33", expected '\*', an address/],
    [{ leases: { 'no mac': '10.0.2.20' } }, /option leases is "no mac"/],
    [{ leases: { '52:54:00:00:00:01': '10.0.3.20' } }, /an address of the network/],
    [{ publish: [{ port: 70_000 }] }, /option publish\.0\.port is 70000/],
  ])('refuses %j', async (options, message) => {
    await expect(lab(options)).rejects.toThrow(message)
  })
})

describe('its DHCP', () => {
  const message = (type: number, mac: Uint8Array, options: [number, Uint8Array][] = []): Uint8Array => {
    const bytes = new Uint8Array(300)
    bytes.set([1, 1, 6, 0, 9, 9, 9, 9])
    bytes.set(mac, 28)
    bytes.set([0x63, 0x82, 0x53, 0x63], 236)
    const all: [number, Uint8Array][] = [[dhcpOptions.messageType, Uint8Array.of(type)], ...options]
    let at = 240
    for (const [code, value] of all) {
      bytes.set([code, value.length, ...value], at)
      at += 2 + value.length
    }
    bytes[at] = 255
    return bytes
  }

  async function ask(guest: GuestStack, type: number, options: [number, Uint8Array][] = []) {
    const before = guest.heard.udp.length
    guest.sendUdp('255.255.255.255', { sourcePort: 68, destinationPort: 67, payload: message(type, guest.mac, options) }, 0)
    const { datagram } = await until(() => guest.heard.udp[before])
    const view = new DataView(datagram.payload.buffer, datagram.payload.byteOffset)
    return { type: datagram.payload[242], address: view.getUint32(16), ports: [datagram.sourcePort, datagram.destinationPort] }
  }

  it('offers the fifteenth address, grants it, and refuses another', async () => {
    const { guest, gateway } = await lab({}, '0.0.0.0')
    expect(await ask(guest, dhcpTypes.discover)).toEqual({ type: dhcpTypes.offer, address: ip('10.0.2.15'), ports: [67, 68] })
    const wants = (address: string): [number, Uint8Array][] => [
      [dhcpOptions.requestedAddress, addressBytes(ip(address))],
      [dhcpOptions.hostName, Buffer.from('web')],
    ]
    expect(await ask(guest, dhcpTypes.request, wants('10.0.2.15'))).toMatchObject({
      type: dhcpTypes.ack,
      address: ip('10.0.2.15'),
    })
    expect(await ask(guest, dhcpTypes.request, wants('10.0.2.2'))).toMatchObject({ type: dhcpTypes.nak })
    expect(gateway.leases).toEqual([{ mac: '52:54:00:00:00:01', address: '10.0.2.15', hostName: 'web' }])
  })

  it('gives a MAC the address that is reserved for it', async () => {
    const { guest } = await lab({ leases: { '52:54:00:00:00:01': '10.0.2.77' } }, '0.0.0.0')
    expect(await ask(guest, dhcpTypes.discover)).toMatchObject({ address: ip('10.0.2.77') })
  })
})

describe('its name server', () => {
  const query = (name: string, type: number): Uint8Array => {
    const labels = name.split('.').flatMap((label) => [label.length, ...Buffer.from(label)])
    return Uint8Array.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, type, 0, 1])
  }

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
})
