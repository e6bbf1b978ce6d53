/** Two stock Debians on hosts of two processes, whose networks a WebSocket joins. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { type Guest, Network, type Tunnel } from '../../src/index'
import { cmdline, debianFile, hasDebian, shellPrompt, withHost } from './built-host'

const timeoutMs = 240_000
const boot = { kernel: { path: debianFile('Image') }, initrd: { path: debianFile('initrd.cpio') }, cmdline }

/** The other process, when its guest is at its shell. */
function otherHost(port: number): { process: ChildProcess; ready: Promise<unknown> } {
  const program = new URL('joined-host.mjs', import.meta.url).pathname
  const child = spawn(process.execPath, [program, `ws://127.0.0.1:${port}/`, debianFile('Image'), debianFile('initrd.cpio')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const early = once(child, 'exit').then(() => expect.fail('the other host ended before its guest was ready'))
  return { process: child, ready: Promise.race([once(child.stdout, 'data'), early]) }
}

async function ask(guest: Guest, command: string): Promise<string> {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(shellPrompt, { timeoutMs })
}

describe.skipIf(!hasDebian)('Debians on hosts of two processes', () => {
  it(
    'reach each other over a WebSocket, and one goes on when the other is gone',
    () =>
      withHost(async (host) => {
        const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
        await once(server, 'listening')
        const network = new Network({ name: 'near' })
        const joined = new Promise<Tunnel>((resolve) =>
          server.once('connection', (webSocket) => resolve(network.join({ webSocket }))),
        )
        const other = otherHost((server.address() as AddressInfo).port)
        try {
          const guest = await host.hypervisor.createGuest({ memory: '128MiB', networks: [network], boot })
          await guest.start()
          await guest.console.waitFor(shellPrompt, { timeoutMs })
          await ask(guest, 'ip addr add 10.0.0.1/24 dev eth0; ip link set eth0 up')
          await other.ready
          const tunnel = await joined
          expect(await ask(guest, 'ping -c 3 -W 20 10.0.0.2; ping -c 2 -W 20 -s 4000 10.0.0.2')).toMatch(
            / 0% packet loss[\s\S]* 0% packet loss/,
          )
          const { sent, received } = tunnel.statistics
          // Three whole requests and two in three fragments each; and what ARP and IPv6 say.
          expect(sent.frames).toBeGreaterThan(9)
          expect(received.frames).toBeGreaterThan(9)
          expect([sent.dropped, sent.refused, received.refused]).toEqual([0, 0, 0])
          other.process.kill('SIGKILL')
          expect(await tunnel.ended).toEqual({ reason: 'disconnected' })
          expect(await ask(guest, 'ping -c 1 -W 1 10.0.0.2; cat /sys/class/net/eth0/carrier')).toMatch(
            / 100% packet loss[\s\S]*^1\r?$/m,
          )
        } finally {
          other.process.kill('SIGKILL')
          server.close()
        }
      }),
    timeoutMs * 2,
  )
})
