/** Sockets between a stock Debian and this program: AF_VSOCK there, streams here. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Guest, Host, VsockStream } from '../../src/index'
import { Host as Hosts } from '../../src/index'
import { cmdline, debianFile, hasDebian, shellPrompt, wasmUrl, workerUrl } from './built-host'
import { compiled, engine, hasCompiler, initrdWith } from './program-guest'

const timeoutMs = 240_000
const cid = 42
const bytes = 1_000_000
const pattern = Uint8Array.from({ length: bytes }, (_, at) => (at * 31) >> 3)

async function allOf({ readable }: VsockStream): Promise<Uint8Array> {
  return new Uint8Array(await new Response(readable as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer())
}

async function say({ writable }: VsockStream, what: Uint8Array): Promise<void> {
  const writer = writable.getWriter()
  await writer.write(what)
  await writer.close()
}

describe.skipIf(!hasDebian || !hasCompiler)('sockets between host and guest', () => {
  let host: Host
  let guest: Guest
  const type = (command: string): Promise<void> => guest.console.write(`${command}\n`)
  const ask = async (command: string): Promise<string> => {
    await type(command)
    return guest.console.waitFor(shellPrompt, { timeoutMs })
  }

  beforeAll(async () => {
    host = await Hosts.create({ memory: '512MiB', thread: 'inline', wasmUrl, workerUrl })
    const boot = { kernel: { path: debianFile('Image') }, initrd: initrdWith('debian', { vsock: compiled('vsock') }), cmdline }
    guest = await host.hypervisor.createGuest({ memory: '192MiB', engine, vsock: { cid }, boot })
    await guest.start()
    await guest.console.waitFor(shellPrompt, { timeoutMs })
  }, timeoutMs)
  afterAll(async () => host?.dispose())

  it('the guest knows its context id', async () => {
    expect(guest.vsock.cid).toBe(cid)
    expect(await ask('./vsock cid')).toMatch(/^cid 42\r?$/m)
  })

  it('carry more than either side holds, there and back, and end one direction at a time', async () => {
    await type('./vsock echo 1024')
    await guest.console.waitFor(/^listening/m, { timeoutMs })
    const stream = await guest.vsock.connect(1024)
    const [echoed] = await Promise.all([allOf(stream), say(stream, pattern)])
    expect(Buffer.compare(echoed, pattern)).toBe(0)
    expect(await guest.console.waitFor(shellPrompt, { timeoutMs })).toMatch(/^echoed 1000000\r?$/m)
  })

  it('a program of the guest connects, waits for a slow reader, and hears the answer', async () => {
    const listener = guest.vsock.listen(5000)
    await type(`./vsock send 5000 ${bytes}`)
    const stream = await listener.accept()
    if (stream === undefined) throw new Error('the listener is closed')
    // Nobody reads yet: the guest is not done before somebody does.
    await expect(guest.console.waitFor(/^heard/m, { timeoutMs: 300 })).rejects.toMatchObject({ code: 'ERR_TIMEOUT' })
    expect(Buffer.compare(await allOf(stream), pattern)).toBe(0)
    await say(stream, new TextEncoder().encode('all of it'))
    expect(await guest.console.waitFor(shellPrompt, { timeoutMs })).toMatch(/^heard all of it\r?$/m)
    listener.close()
  })

  it('where nobody listens a connection is refused, on either side', async () => {
    await expect(guest.vsock.connect(1025)).rejects.toMatchObject({
      code: 'ERR_NOT_FOUND',
      message: expect.stringMatching(/1025/),
    })
    expect(await ask('./vsock send 5001 1')).toMatch(/connect: Connection reset by peer/)
  })

  it('a connection that is reset is over for the guest, to which Linux tells it as an end', async () => {
    await type('./vsock echo 1026')
    await guest.console.waitFor(/^listening/m, { timeoutMs })
    const stream = await guest.vsock.connect(1026)
    stream.abort()
    expect(await guest.console.waitFor(shellPrompt, { timeoutMs })).toMatch(/^echoed 0\r?$/m)
  })

  it('a fork, and a guest out of a snapshot, hear that their connections are over, and make new ones; those of the guest go on', async () => {
    await type('./vsock echo 1030')
    await guest.console.waitFor(/^listening/m, { timeoutMs })
    const stream = await guest.vsock.connect(1030)
    const heard = allOf(stream)
    const snapshot = await guest.snapshot()
    const others = [await guest.fork(), await host.hypervisor.restore(snapshot)]
    for (const other of others) {
      expect(await other.console.waitFor(shellPrompt, { timeoutMs })).toMatch(/^vsock: read: Connection reset by peer\r?$/m)
      await other.console.write('./vsock cid; ./vsock echo 1031\n')
      expect(await other.console.waitFor(/^listening/m, { timeoutMs })).toMatch(/^cid 42\r?$/m)
      const own = await other.vsock.connect(1031)
      const [echoed] = await Promise.all([allOf(own), say(own, pattern)])
      expect(Buffer.compare(echoed, pattern)).toBe(0)
      await other.dispose()
    }
    await say(stream, pattern)
    expect(Buffer.compare(await heard, pattern)).toBe(0)
    expect(await guest.console.waitFor(shellPrompt, { timeoutMs })).toMatch(/^echoed 1000000\r?$/m)
  })

  it('connections end with the guest', async () => {
    await type('./vsock echo 1027')
    await guest.console.waitFor(/^listening/m, { timeoutMs })
    const stream = await guest.vsock.connect(1027)
    const heard = allOf(stream)
    await guest.stop()
    await expect(heard).rejects.toMatchObject({ code: 'ERR_ABORTED' })
    const late = guest.vsock.connect(1028, { signal: AbortSignal.timeout(50) })
    await expect(late).rejects.toMatchObject({ code: 'ERR_ABORTED' })
  })
})
