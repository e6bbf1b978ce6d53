/** What a gateway reaches the world with: Node's sockets; nothing in a browser, which has none. */
import type { Socket } from 'node:net'
import type { ByteStream, DatagramListener, DatagramSocket, Destination, Listener, Outside } from '../network/gateway/outside'
import { monotonicNs } from './clock'
import { ConnectError } from './connect-error'
import { nodeBuiltin } from './node'

/** The sockets of Node, or an outside where no connection comes about. */
export function defaultOutside(): Outside {
  const net = nodeBuiltin('node:net')
  return net === undefined ? nowhere : nodeOutside(net)
}

const nowhere: Outside = {
  connectTcp: () => Promise.reject(new ConnectError('unreachable')),
  resolve: () => Promise.resolve([]),
}

type Net = typeof import('node:net')

function nodeOutside(net: Net): Outside {
  return {
    connectTcp: (to) => connect(net, to),
    openUdp,
    resolve,
    isThisMachine,
    echo,
    listenTcp: ({ host, port }, onConnection) => listen(net, { host, port }, onConnection),
    listenUdp,
  }
}

const connectTimeoutMs = 30_000

function connect(net: Net, { address, port }: Destination): Promise<ByteStream> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: address, port, allowHalfOpen: true, noDelay: true })
    socket.setTimeout(connectTimeoutMs, () => socket.destroy(new ConnectError('unreachable')))
    socket.once('error', (error: NodeJS.ErrnoException) => reject(new ConnectError(isSilence(error) ? 'unreachable' : 'refused')))
    socket.once('connect', () => {
      socket.setTimeout(0)
      socket.removeAllListeners('error')
      resolve(streamOf(socket))
    })
  })
}

/** Nobody answered; everything else is an answer. */
function isSilence(error: NodeJS.ErrnoException): boolean {
  return error instanceof ConnectError || ['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'].includes(error.code ?? '')
}

function streamOf(socket: Socket): ByteStream {
  // A broken socket fails its streams; the event alone would end the process.
  socket.on('error', () => {})
  return { readable: readableOf(socket), writable: writableOf(socket), abort: () => void socket.resetAndDestroy() }
}

function readableOf(socket: Socket): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = (close: () => void): void => {
          try {
            close()
          } catch {
            // It was cancelled or has failed already.
          }
        }
        socket.on('data', (chunk: Uint8Array) => {
          controller.enqueue(new Uint8Array(chunk))
          if ((controller.desiredSize ?? 0) <= 0) socket.pause()
        })
        socket.on('end', () => end(() => controller.close()))
        socket.on('close', (hadError) =>
          end(() => (hadError ? controller.error(new ConnectError('unreachable')) : controller.close())),
        )
      },
      pull: () => void socket.resume(),
      cancel: () => void socket.destroy(),
    },
    { highWaterMark: 2 ** 18, size: (chunk) => chunk?.length ?? 0 },
  )
}

function writableOf(socket: Socket): WritableStream<Uint8Array> {
  return new WritableStream<Uint8Array>({
    start: (controller) => void socket.on('close', () => controller.error(new ConnectError('unreachable'))),
    write: (chunk) =>
      new Promise<void>((resolve, reject) => void socket.write(chunk, (error) => (error ? reject(error) : resolve()))),
    close: () => new Promise<void>((resolve) => void socket.end(resolve)),
    abort: () => void socket.destroy(),
  })
}

function listen(net: Net, at: { host: string; port: number }, onConnection: (stream: ByteStream) => void): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const sockets = new Set<Socket>()
    const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      onConnection(streamOf(socket))
    })
    const close = (): void => {
      server.close()
      for (const socket of sockets) socket.destroy()
    }
    server.once('error', reject)
    server.listen(at.port, at.host, () => {
      const address = server.address()
      resolve({ port: typeof address === 'object' && address !== null ? address.port : at.port, close })
    })
  })
}

function openUdp(onDatagram: Parameters<NonNullable<Outside['openUdp']>>[0]): DatagramSocket {
  const dgram = nodeBuiltin('node:dgram')
  if (dgram === undefined) return { send: () => {}, close: () => {} }
  const socket = dgram.createSocket('udp4')
  socket.on('error', () => {})
  socket.on('message', (payload, { address, port }) => onDatagram(new Uint8Array(payload), { address, port }))
  return { send: (payload, { address, port }) => socket.send(payload, port, address, () => {}), close: () => void socket.close() }
}

function listenUdp(...[at, onDatagram]: Parameters<NonNullable<Outside['listenUdp']>>): Promise<DatagramListener> {
  const dgram = nodeBuiltin('node:dgram')
  if (dgram === undefined) return Promise.reject(new ConnectError('unreachable'))
  return new Promise((resolve, reject) => {
    const socket = dgram.createSocket('udp4')
    // Once it listens, an error is of one datagram.
    socket.on('error', reject)
    socket.on('message', (payload, { address, port }) => onDatagram(new Uint8Array(payload), { address, port }))
    socket.bind(at.port, at.host, () => {
      const send: DatagramListener['send'] = (payload, { address, port }) => socket.send(payload, port, address, () => {})
      resolve({ port: socket.address().port, send, close: () => void socket.close() })
    })
  })
}

/** As the machine itself resolves names, its hosts file included. */
async function resolve(name: string): Promise<readonly string[]> {
  const dns = nodeBuiltin('node:dns/promises')
  try {
    const found = await dns?.lookup(name, { all: true, family: 4 })
    return found?.map(({ address }) => address) ?? []
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTFOUND') return []
    throw error
  }
}

/** Interfaces come and go, but are not asked for with every packet. */
const ownKeptNs = 1e9
let own = { addresses: new Set<string>(), sinceNs: Number.NEGATIVE_INFINITY }

function isThisMachine(address: string): boolean {
  if (monotonicNs() - own.sinceNs > ownKeptNs) {
    const interfaces = Object.values(nodeBuiltin('node:os')?.networkInterfaces() ?? {})
    const addresses = new Set(interfaces.flatMap((all) => all?.map((one) => one.address) ?? []))
    own = { addresses, sinceNs: monotonicNs() }
  }
  return own.addresses.has(address)
}

/** A process without rights sends no echo of its own: the machine's ping does. */
function echo(address: string): Promise<boolean> {
  const processes = nodeBuiltin('node:child_process')
  if (processes === undefined) return Promise.resolve(false)
  return new Promise((done) => {
    const ping = processes.spawn('ping', ['-c', '1', '-W', '5', address], { stdio: 'ignore' })
    ping.once('error', () => done(false))
    ping.once('close', (code) => done(code === 0))
  })
}
