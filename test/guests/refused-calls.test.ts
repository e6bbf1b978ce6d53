/** Calls of a host and its guests that make no sense: each is told what is wrong with it, and changes nothing. */
import { spawnSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Guest, Host } from '../../src/index'
import { createGuest, powerOff, run } from './bare-metal'
import { wasmUrl, withHost } from './built-host'

const idle = '1: wfi\n j 1b'
const anything = (value: unknown) => value as never

async function firstSample(host: Host, options: unknown): Promise<void> {
  for await (const _ of host.statsStream(anything(options))) return
}

const calls: [name: string, call: (guest: Guest, host: Host) => unknown, message: RegExp][] = [
  ['statsStream(null)', (_, host) => firstSample(host, null), /^statsStream is null, expected an object/],
  ['statsStream, unknown', (_, host) => firstSample(host, { interval: 5 }), /option interval is 5, expected no such option/],
  ['statsStream, NaN', (_, host) => firstSample(host, { intervalMs: Number.NaN }), /option intervalMs is NaN, expected a whole/],
  ['stats, unknown', (guest) => guest.stats(anything({ hash: true })), /stats option hash is true, expected no such option/],
  ['stats(5)', (guest) => guest.stats(anything(5)), /stats is 5, expected an object/],
  ['readMemory, text', (guest) => guest.readMemory(anything('x'), 4), /address is "x", expected a whole number from 0 on/],
  ['readMemory, fraction', (guest) => guest.readMemory(1.5, 4), /address is 1.5, expected a whole number/],
  ['readMemory, negative', (guest) => guest.readMemory(-1n, 4), /address is -1, expected a whole number/],
  [
    'writeMemory, list',
    (guest) => guest.writeMemory(0x8000_0000, anything([1])),
    /bytes to write is \[1\], expected a Uint8Array/,
  ],
  ['readRegisters, beyond', (guest) => guest.readRegisters(1), /number of a hart is 1, expected a whole number from 0 to 0/],
  ['readRegisters, negative', (guest) => guest.readRegisters(-1), /number of a hart is -1/],
  ['reconfigure([])', (guest) => guest.reconfigure(anything([])), /reconfigure is \[\], expected an object/],
  ['reconfigure, size', (guest) => guest.reconfigure(anything({ memory: { size: '8MiB' } })), /memory.size is "8MiB"/],
  [
    'fork, identity',
    (guest) => guest.fork({ identity: anything('old') }),
    /^fork option identity is "old", expected 'new', 'same'/,
  ],
  ['fork, uuid', (guest) => guest.fork({ identity: { uuid: 'me' } }), /^fork option identity/],
  ['fork, list', (guest) => guest.fork(anything([])), /fork is \[\], expected an object/],
  ['snapshot, to', (guest) => guest.snapshot({ to: anything(42) }), /option to is 42, expected a path or a WritableStream/],
  ['snapshot, base', (guest) => guest.snapshot({ base: anything(42) }), /^base is 42, expected a path, a URL/],
  ['restore()', (_, host) => host.hypervisor.restore(anything(undefined)), /^snapshot is undefined, expected a path, a URL/],
  ['restore({})', (_, host) => host.hypervisor.restore(anything({})), /^snapshot is an object \(empty\), expected a path, a URL/],
  [
    'guest.on, type',
    (guest) => guest.on(anything('power'), () => {}),
    /type of an event is "power", expected one of 'state', 'exit'/,
  ],
  ['guest.on, listener', (guest) => guest.on('exit', anything(undefined)), /listener for exit is undefined, expected a function/],
  [
    'events.on, type',
    (_, host) => host.events.on(anything('crash'), () => {}),
    /is "crash", expected one of '\*', 'guest.created'/,
  ],
  ['events.on, listener', (_, host) => host.events.on('*', anything(5)), /listener for \* is 5, expected a function/],
]

describe('a call that makes no sense', () => {
  it.each(calls)('is refused: %s', async (_, call, message) => {
    await withHost(async (host) => {
      const guest = await createGuest(host, idle)
      await guest.start()
      const refused = Promise.resolve().then(() => call(guest, host))
      await expect(refused).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', message: expect.stringMatching(message) })
      expect([guest.state, host.hypervisor.guests.length, (await host.stats()).guests]).toEqual(['running', 1, 1])
    })
  })
})

describe('a guest that is not started again', () => {
  it('keeps the end that it had, and whoever waits for it hears of that', async () => {
    await withHost(async (host) => {
      const { guest, exit } = await run(host, powerOff, { options: { memory: { size: '16MiB', reservation: '16MiB' } } })
      const other = await createGuest(host, idle, { options: { memory: { size: '2GiB', reservation: '1010MiB' } } })
      await other.start()
      await expect(guest.start()).rejects.toMatchObject({ code: 'ERR_ADMISSION' })
      expect([guest.state, guest.exit, await guest.exited]).toEqual(['stopped', exit, exit])
      await expect(guest.console.waitFor('anything')).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
      await other.dispose()
      await guest.start()
      expect(await guest.exited).toEqual(exit)
    })
  })
})

describe('a listener that throws', () => {
  it('is an error of the program, which no guest and no other listener notices', () => {
    const program = `
      import { Host } from '${pathToFileURL('dist/index.js').href}'
      const errors = []
      process.on('uncaughtException', (error) => errors.push(error.message))
      const host = await Host.create({ memory: '64MiB', thread: 'inline', wasmUrl: '${wasmUrl.href}' })
      const heard = []
      host.events.on('*', () => { throw new Error('of the host') })
      host.events.on('guest.state', ({ after }) => heard.push(after.state))
      const guest = await host.hypervisor.createGuest({ memory: '16MiB' })
      guest.on('state', () => { throw new Error('of the guest') })
      guest.on('state', (state) => heard.push(state))
      await guest.start()
      await guest.console.waitFor('vmhost> ')
      await guest.stop()
      await new Promise((resolve) => setTimeout(resolve, 20))
      console.log(JSON.stringify([heard.sort(), guest.exit.reason, [...new Set(errors)].sort()]))
      await host.dispose()`
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
    expect([stderr, JSON.parse(stdout || 'null')]).toEqual([
      '',
      [['running', 'running', 'stopped', 'stopped'], 'stopped', ['of the guest', 'of the host']],
    ])
  })
})
