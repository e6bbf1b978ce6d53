/** Snapshots on a web server and in Blobs: the guest goes on before all of them is read, where its thread can wait for a page. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Guest } from '../../src/index'
import { Random } from '../support/random'
import { wasmUrl, withHost } from './built-host'
import { sharedWasmUrl } from './parallel'

const prompt = 'vmhost> '
const filled = 0x8080_0000n
const pages = 1024
/** A page that is asked for comes with those of its chunk; what is read ahead is more at once. */
const mostAsked = 128 * 1024

let file: Uint8Array
let server: Server
let url: string
/** Ranges that are read ahead, held back until somebody lets them go. */
let held: (() => void)[] | undefined
let isBroken = false
let bytesServed = 0

async function ask(guest: Guest, command: string): Promise<string> {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(prompt, { timeoutMs: 60_000 })
}

beforeAll(async () => {
  await withHost(async (host) => {
    const guest = await host.hypervisor.createGuest({ memory: '16MiB' })
    await guest.start()
    await guest.console.waitFor(prompt)
    const random = new Random(7)
    await guest.writeMemory(
      filled,
      Uint8Array.from({ length: pages * 4096 }, () => random.u32()),
    )
    file = new Uint8Array(await (await guest.snapshot()).arrayBuffer())
  })
  server = createServer((request, response) => {
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')
    const answer = (): void => {
      const [from, to] = [Number(range?.[1] ?? 0), Number(range?.[2] ?? file.length - 1)]
      const isWhole = request.url === '/whole' || range === null
      const body = isWhole ? file : file.subarray(from, to + 1)
      bytesServed += body.length
      if (isBroken) response.writeHead(500).end()
      else if (isWhole) response.writeHead(200).end(body)
      else response.writeHead(206, { 'content-range': `bytes ${from}-${to}/${file.length}` }).end(body)
    }
    const isAhead = range !== null && Number(range[2]) - Number(range[1]) >= mostAsked
    if (isAhead && held !== undefined) held.push(answer)
    else answer()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

describe('a guest from a snapshot on a web server', () => {
  it.each([1, 2])('answers while most of it is still there, and has all of it in the end (%i physical CPUs)', async (cpus) => {
    await withHost(
      async (host) => {
        held = []
        bytesServed = 0
        const guest = await host.hypervisor.restore({ url })
        expect(await ask(guest, 'echo here')).toContain('here')
        expect(bytesServed).toBeLessThan(file.length / 4)
        const page = await guest.readMemory(filled + 4096n * 77n, 16)
        for (const answer of held) answer()
        held = undefined
        await guest.pause()
        const again = await guest.snapshot()
        expect(again.size).toBeGreaterThan(pages * 4096)
        const other = await host.hypervisor.restore(again)
        expect(await other.readMemory(filled + 4096n * 77n, 16)).toEqual(page)
        await other.resume()
        expect(await ask(other, 'echo there')).toContain('there')
      },
      { thread: 'worker', cpus, sharedWasmUrl },
    )
  })

  it.each([
    ['whose server knows no ranges', 'worker', () => ({ url: `${url}/whole` }), 2],
    ['on the thread that asks', 'inline', () => ({ url }), 1],
  ] as const)('%s is read before the guest goes on', async (_, thread, source, cpus) => {
    await withHost(
      async (host) => {
        bytesServed = 0
        const guest = await host.hypervisor.restore(source())
        expect(bytesServed).toBeGreaterThan(pages * 4096)
        expect(await ask(guest, 'echo here')).toContain('here')
      },
      { thread, cpus, sharedWasmUrl },
    )
  })

  it("is read before it goes on where the embedder's own thread is a worker, which may be the server's", async () => {
    const main = `
      const { createServer } = require('node:http')
      const { parentPort, workerData: { library, wasmUrl, file } } = require('node:worker_threads')
      const server = createServer((request, response) => {
        const [, from, to] = /^bytes=(\\d+)-(\\d+)$/.exec(request.headers.range).map(Number)
        response.writeHead(206, { 'content-range': 'bytes ' + from + '-' + to + '/' + file.length }).end(file.subarray(from, to + 1))
      })
      server.listen(0, '127.0.0.1', async () => {
        const { Host } = await import(library)
        const host = await Host.create({ memory: '64MiB', thread: 'inline', wasmUrl })
        const guest = await host.hypervisor.restore({ url: 'http://127.0.0.1:' + server.address().port })
        await guest.console.write('echo here\\n')
        parentPort.postMessage(await guest.console.waitFor('${prompt}'))
        await host.dispose()
        server.close()
      })`
    const library = pathToFileURL('dist/index.js').href
    const worker = new Worker(main, { eval: true, workerData: { library, wasmUrl: wasmUrl.href, file } })
    const [said] = await once(worker, 'message')
    expect(said).toContain('here')
    await once(worker, 'exit')
  })

  it('ends when the thread of its physical CPU cannot have a page any more', async () => {
    await withHost(
      async (host) => {
        held = []
        const guest = await host.hypervisor.restore({ url })
        isBroken = true
        await guest.console.write('primes\n')
        const { reason, detail } = await guest.exited
        expect([reason, detail]).toEqual(['crash', expect.stringContaining('HTTP status 500')])
        for (const answer of held) answer()
        ;[held, isBroken] = [undefined, false]
        const next = await host.hypervisor.restore({ url })
        expect(await ask(next, 'echo again')).toContain('again')
      },
      { thread: 'worker', cpus: 2, sharedWasmUrl },
    )
  })

  it('ends when a page cannot be had any more, and says why', async () => {
    await withHost(
      async (host) => {
        held = []
        const guest = await host.hypervisor.restore({ url })
        await guest.pause()
        isBroken = true
        const lost = guest.readMemory(filled + 4096n * 900n, 16)
        await expect(lost.then((bytes) => guest.resume().then(() => bytes))).resolves.toHaveLength(16)
        expect(await guest.exited).toMatchObject({ reason: 'crash' })
        for (const answer of held) answer()
        ;[held, isBroken] = [undefined, false]
        const next = await host.hypervisor.restore({ url })
        expect(await ask(next, 'echo again')).toContain('again')
      },
      { thread: 'worker' },
    )
  })
})

it.each([
  ['inline', 1],
  ['worker', 1],
  ['worker', 2],
] as const)('a guest from a Blob or bytes goes on (%s, %i physical CPUs)', async (thread, cpus) => {
  await withHost(
    async (host) => {
      for (const source of [new Blob([file as Uint8Array<ArrayBuffer>]), file]) {
        const guest = await host.hypervisor.restore(source)
        expect(await ask(guest, 'echo here')).toContain('here')
        const page = await guest.readMemory(filled + 4096n * 900n, 16)
        expect(page.some((byte) => byte !== 0)).toBe(true)
      }
    },
    { thread, cpus, sharedWasmUrl },
  )
})
