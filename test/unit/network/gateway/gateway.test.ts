/** A gateway between a guest's stack and real sockets of this machine. */
import { createSocket } from 'node:dgram'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import type { Outside } from '../../../../src/network/gateway/outside'
import { realTimeline } from '../../../../src/network/timeline'
import { defaultOutside } from '../../../../src/platform/sockets'
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

/** A socket of this machine, with what it is answered from where. */
async function caller() {
  const socket = createSocket('udp4')
  closers.push(() => socket.close())
  const answers: string[] = []
  socket.on('message', (payload, { port }) => answers.push(`${payload} from ${port}`))
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return { socket, answers }
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

  it('is a hop on the way, and tells of what has no protocol here with what came first of a packet', async () => {
    const { guest } = await lab({ allow: ['192.0.2.1'] })
    guest.ping('192.0.2.1', Uint8Array.of(1), 1)
    guest.sendPacket({ source: guest.address, destination: ip('192.0.2.1'), protocol: 132, payload: new Uint8Array(8).fill(7) })
    const start = new Uint8Array(3000)
    start.set([1, 2, 3, 4])
    guest.sendUdp('192.0.2.2', { sourcePort: 5000, destinationPort: 9, payload: start })
    await until(() => guest.heard.icmp[2])
    expect(guest.heard.icmp.map(({ from, type, code }) => [from, type, code])).toEqual([
      ['10.0.2.2', 11, 0],
      ['10.0.2.2', 3, 2],
      ['10.0.2.2', 3, 13],
    ])
    // Source port 5000 behind the header of the first fragment.
    expect([...(guest.heard.icmp[2]?.payload.subarray(20, 22) ?? [])]).toEqual([5000 >> 8, 5000 & 0xff])
  })

  it('keeps this machine closed by all of its addresses, and cloud secrets, until a rule names them', async () => {
    const reached: string[] = []
    const outside: Outside = {
      connectTcp: ({ address }) => Promise.reject(reached.push(address)),
      resolve: async () => [],
      isThisMachine: (address) => address === '192.0.2.10',
    }
    const closed = await lab({ outside })
    const opened = await lab({ outside, allow: ['192.0.2.0/24', '168.63.129.16'] })
    for (const { guest } of [closed, opened])
      for (const address of ['192.0.2.10', '168.63.129.16', '169.254.169.254', '192.0.2.11'])
        guest.connect(address, 80, 40_000, {})
    await until(() => (closed.gateway.statistics.refusedPackets === 3 && reached.length === 4 ? true : undefined))
    expect(opened.gateway.statistics.refusedPackets).toBe(1)
    expect([...reached].sort()).toEqual(['168.63.129.16', '192.0.2.10', '192.0.2.11', '192.0.2.11'])
  })

  it('knows the addresses of this machine', () => {
    const own = Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? [])
    const outside = defaultOutside()
    expect([...own.map((address) => outside.isThisMachine?.(address)), outside.isThisMachine?.('192.0.2.10')]).toEqual([
      ...own.map(() => true),
      false,
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

  it('publishes a UDP port into a guest, which answers each who writes to it and nobody else', async () => {
    const { guest, gateway } = await lab({ publish: [{ port: 0, to: 53, protocol: 'udp' }] })
    expect(gateway.published).toEqual([
      { port: expect.any(Number), to: 53, guest: '10.0.2.15', host: '127.0.0.1', protocol: 'udp' },
    ])
    const port = gateway.published[0]?.port ?? 0
    const callers = await Promise.all(['one', 'two'].map(async (name) => ({ name, ...(await caller()) })))
    for (const { name, socket } of callers) socket.send(name, port, '127.0.0.1')
    const heard = await until(() => (guest.heard.udp.length === 2 ? guest.heard.udp : undefined))
    const ports = heard.map(({ datagram }) => datagram.sourcePort)
    expect(new Set(ports).size).toBe(2)
    for (const { from, destination, datagram } of heard) {
      expect([from, destination, datagram.destinationPort]).toEqual(['10.0.2.2', '10.0.2.15', 53])
      const payload = Buffer.from(`for ${Buffer.from(datagram.payload)}`)
      // From another port than the one that was written to, from another station, and to a port that nobody has.
      const right = { sourcePort: 53, destinationPort: datagram.sourcePort, payload: Buffer.from('wrong') }
      guest.sendUdp('10.0.2.2', { ...right, sourcePort: 54 })
      guest.sendUdp('10.0.2.2', right, ip('10.0.2.16'))
      guest.sendUdp('10.0.2.2', { ...right, destinationPort: Math.max(...ports) + 1 })
      guest.sendUdp('10.0.2.2', { ...right, payload })
    }
    for (const { name, answers } of callers) expect(await until(() => answers[0])).toBe(`for ${name} from ${port}`)
    callers[0]?.socket.send('again', port, '127.0.0.1')
    const again = await until(() => guest.heard.udp[2])
    expect(again.datagram.sourcePort).toBe(
      heard.find(({ datagram }) => `${Buffer.from(datagram.payload)}` === 'one')?.datagram.sourcePort,
    )
    expect(callers.map(({ answers }) => answers.length)).toEqual([1, 1])
    gateway.close()
    const free = createSocket('udp4')
    await new Promise<void>((resolve) => free.bind(port, '127.0.0.1', resolve))
    free.close()
  })

  it('forgets who has not called a published port for two minutes, and the eldest of many', async () => {
    let nowNs = 0
    const timeline = { ...realTimeline, nowNs: () => nowNs }
    let call: (payload: Uint8Array, from: { address: string; port: number }) => void = () => {}
    const answered: number[] = []
    const outside: Outside = {
      connectTcp: () => Promise.reject(new Error('nowhere')),
      resolve: async () => [],
      listenUdp: async (_at, onDatagram) => {
        call = onDatagram
        return { port: 53, send: (_payload, to) => void answered.push(to.port), close: () => {} }
      },
    }
    const { guest, gateway } = await lab({ publish: [{ port: 53, protocol: 'udp' }], outside, timeline })
    const answerAll = () => {
      for (const { datagram } of guest.heard.udp)
        guest.sendUdp('10.0.2.2', { sourcePort: 53, destinationPort: datagram.sourcePort, payload: datagram.payload })
    }
    const payload = Buffer.from('hello')
    for (let port = 1; port <= 1025; port++) call(payload, { address: '192.0.2.1', port })
    await until(() => (guest.heard.udp.length === 1025 ? true : undefined))
    answerAll()
    await until(() => (gateway.statistics.refusedPackets === 1 && answered.length >= 1024 ? true : undefined))
    expect(answered).toEqual(Array.from({ length: 1024 }, (_, index) => index + 2))
    nowNs = 121e9
    answerAll()
    await until(() => (gateway.statistics.refusedPackets === 1 + 1025 ? true : undefined))
    expect(answered.length).toBe(1024)
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

  it('has a port of its own for each connection into a guest', async () => {
    const { guest, gateway } = await lab()
    const ports: number[] = []
    guest.listeners.set(80, (from) => {
      const own = ports.push(from) - 1
      return { onOpen: () => queueMicrotask(() => guest.accepted[own]?.abort()) }
    })
    const streams = Array.from({ length: 5 }, () => gateway.connect({ port: 80 }))
    await Promise.allSettled(streams.map(({ readable }) => new Response(readable).text()))
    expect(new Set(ports).size).toBe(5)
    expect(Math.min(...ports)).toBeGreaterThanOrEqual(49_152)
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
    [{ leases: { '52:54:00:00:00:01': '10.0.2.2' } }, /neither its own, nor the gateway/],
    [{ leases: { '52:54:00:00:00:01': '10.0.2.9', '52:54:00:00:00:02': '10.0.2.9' } }, /that no other MAC has/],
    [{ publish: [{ port: 70_000 }] }, /option publish\.0\.port is 70000/],
    [
      { publish: [{ port: 80, protocol: 'sctp' as never }] },
      /option publish\.0\.protocol is "sctp", expected one of 'tcp', 'udp'/,
    ],
  ])('refuses %j', async (options, message) => {
    await expect(lab(options)).rejects.toThrow(message)
  })
})
