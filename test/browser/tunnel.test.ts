/** Networks of pages and workers, joined by the channels that a browser has for them. */
import { describe, expect, it, vi } from 'vitest'

const entry = '/dist/index.js'
const library = (await import(/* @vite-ignore */ entry)) as typeof import('../../src/index')
const { Host, Network } = library

const { ok: hasDebian } = await fetch('/debian/manifest.json')
const timeoutMs = 240_000
const prompt = '~ # '

/** A broadcast from station 1, with a text. */
const frame = (text: string): Uint8Array =>
  Uint8Array.from([...Array(6).fill(255), 2, 0, 0, 0, 0, 1, 0x88, 0xb5, ...new TextEncoder().encode(text)])
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(14))

/** A worker whose network is joined by the channel that it is told, and where station 2 says what it hears in capitals. */
const echo = `
import { Network } from '${new URL(entry, location.href)}'
onmessage = async ({ data }) => {
  const network = new Network()
  const port = network.attach()
  port.onFrame = (frame) => port.send(frame.map((byte, at) => (at === 11 ? 2 : at >= 14 && byte > 96 ? byte - 32 : byte)))
  await network.join(data.port ?? new BroadcastChannel(data.name)).ready
  postMessage('joined')
}`

async function echoWorker(told: unknown, transfer: Transferable[] = []): Promise<Worker> {
  const url = URL.createObjectURL(new Blob([echo], { type: 'text/javascript' }))
  const worker = new Worker(url, { type: 'module' })
  worker.postMessage(told, transfer)
  await new Promise((resolve, reject) => {
    worker.onmessage = resolve
    worker.onerror = reject
  })
  return worker
}

describe('networks in Chromium', () => {
  it.each(['MessagePort', 'BroadcastChannel'])('are joined with one in a worker by a %s', async (kind) => {
    const { port1, port2 } = new MessageChannel()
    const isPort = kind === 'MessagePort'
    const worker = await (isPort ? echoWorker({ port: port2 }, [port2]) : echoWorker({ name: 'echo' }))
    const network = new Network()
    using tunnel = network.join(isPort ? port1 : new BroadcastChannel('echo'))
    await tunnel.ready
    const heard: string[] = []
    const port = network.attach()
    port.onFrame = (bytes) => heard.push(textOf(bytes))
    const texts = Array.from({ length: 500 }, (_, number) => `${number} ${'x'.repeat(number)}`)
    for (const text of texts) port.send(frame(text))
    await vi.waitFor(() => expect(heard).toHaveLength(texts.length), { timeout: 60_000 })
    expect(heard).toEqual(texts.map((text) => text.toUpperCase()))
    expect(tunnel.statistics.sent).toMatchObject({ frames: 500, dropped: 0 })
    expect(tunnel.statistics.received).toMatchObject({ frames: 500, refused: 0 })
    worker.terminate()
  })

  it.skipIf(!hasDebian)('let a Debian of this page ping one of another page', async () => {
    const url = (name: string): string => new URL(`/debian/${name}`, location.href).href
    const boot = {
      kernel: { url: url('Image') },
      initrd: { url: url('initrd.cpio') },
      cmdline: 'console=ttyS0 cryptomgr.notests=1',
    }
    /** What either page does; the other one has nothing but this text. */
    const start = async ({ Host, Network }: typeof library, address: string, options: typeof boot) => {
      const network = new Network()
      network.join(new BroadcastChannel('lab'))
      const host = await Host.create({ name: address, memory: '256MiB' })
      const guest = await host.hypervisor.createGuest({ memory: '128MiB', networks: [network], boot: options })
      await guest.start()
      await guest.console.waitFor('~ # ', { timeoutMs: 240_000 })
      await guest.console.write(`ip addr add ${address}/24 dev eth0; ip link set eth0 up\n`)
      await guest.console.waitFor('~ # ', { timeoutMs: 60_000 })
      return { host, guest }
    }
    const page = document.createElement('iframe')
    const isReady = new Promise((resolve) => {
      const ready = new BroadcastChannel('ready')
      ready.onmessage = ({ data }) => resolve(data)
    })
    page.srcdoc = `<script type="module">
      import * as library from '${entry}'
      const told = (what) => new BroadcastChannel('ready').postMessage(what)
      const start = ${start}
      start(library, '10.0.0.2', ${JSON.stringify(boot)}).then(() => told('ready'), (error) => told(String(error)))
    </script>`
    document.body.append(page)
    const { host, guest } = await start({ ...library, Host, Network }, '10.0.0.1', boot)
    try {
      expect(await isReady).toBe('ready')
      await guest.console.write('ping -c 3 -W 20 10.0.0.2\n')
      expect(await guest.console.waitFor(prompt, { timeoutMs })).toContain(' 0% packet loss')
    } finally {
      page.remove()
      await host.dispose()
    }
  })
})
