/** A Wisp relay for the tests in the browser, and a server of this machine that a guest reaches through it. */
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { logging, server as wisp } from '@mercuryworkshop/wisp-js/server'
import type { Plugin } from 'vite'

export interface WispAddresses {
  /** Port of the relay on 127.0.0.1. */
  relay: number
  /** Port of a server that is told two numbers on a line: how many bytes of 0xa5 it sends, and of how many bytes that come it then sends the MD5. */
  tcp: number
}

const listening = (server: ReturnType<typeof createTcpServer>): Promise<number> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))

async function start(): Promise<WispAddresses> {
  logging.set_level(logging.NONE)
  Object.assign(wisp.options, { allow_loopback_ips: true, allow_private_ips: true })
  const relay = createServer()
  relay.on('upgrade', (request, socket, head) => wisp.routeRequest(request, socket, head))
  const tcp = createTcpServer((socket) => {
    const received = createHash('md5')
    let line: string | undefined
    let left = 0
    const take = (bytes: Buffer): void => {
      left -= bytes.length
      received.update(bytes)
      if (left <= 0) socket.end(received.digest('hex'))
    }
    socket.on('data', (bytes) => {
      if (line !== undefined) return take(bytes)
      const end = bytes.indexOf(10)
      line = bytes.toString('latin1', 0, end)
      const [down = 0, up = 0] = line.split(' ').map(Number)
      left = up
      socket.write(Buffer.alloc(down, 0xa5))
      take(bytes.subarray(end + 1))
    })
    socket.on('error', () => {})
  })
  const ports = { relay: await listening(relay), tcp: await listening(tcp) }
  for (const server of [relay, tcp]) server.unref()
  return ports
}

/** Tells where both are below /wisp; they start when somebody asks. */
export function wispServer(): Plugin {
  let addresses: Promise<WispAddresses> | undefined
  return {
    name: 'wisp-server',
    configureServer: ({ middlewares }) =>
      void middlewares.use('/wisp', (_, response, next) => {
        addresses ??= start()
        addresses.then((ports) => response.end(JSON.stringify(ports)), next)
      }),
  }
}
