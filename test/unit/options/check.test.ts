/** What a wrong option is told. */
import { describe, expect, it } from 'vitest'
import { checkHostOptions } from '../../../src/host/options'
import { checkGuestOptions, type GuestOptions } from '../../../src/hypervisor/options'

describe('options', () => {
  it('get their defaults, and sizes become bytes', () => {
    expect(checkHostOptions({})).toMatchObject({ name: 'host', cpus: 1, memory: 2 ** 30, thread: 'worker' })
    expect(checkGuestOptions({ memory: '64MiB' })).toMatchObject({
      memory: { size: 2 ** 26 },
      interruptController: 'aia',
      clock: 'real',
      onReboot: 'reset',
      engine: 'auto',
    })
  })

  it.each([
    [{ memory: '8TiB' }, /memory is "?.*expected a size from '16MiB' to '4GiB'/],
    [{ cpus: 0 }, /cpus is 0, expected a whole number from 1 to 256/],
    [{ thread: 'fiber' }, /thread is "fiber", expected one of 'worker', 'inline'/],
    [{ drives: [] }, /drives.*expected no such option/],
    [{ swap: 'disk' }, /swap is "disk", expected 'auto', 'memory', 'none', \{ path, size \} or \{ opfs, size \}/],
    [{ translator: { hotThreshold: 0 } }, /translator.hotThreshold is 0, expected a whole number from 1 to 65535/],
    [{ translator: { synchronous: 1 } }, /translator.synchronous is 1, expected true or false/],
    [
      { translator: { optimizeAfterBytes: 2 ** 31 } },
      /translator.optimizeAfterBytes is 2147483648, expected a whole number from 1 to 2147483647/,
    ],
    [{ translator: { regions: 1 } }, /translator.regions.*expected no such option/],
    [{ onTranslation: 'a' }, /onTranslation is "a", expected a function/],
    [{ signal: 1 }, /signal is 1, expected an AbortSignal/],
  ])('of a host are refused by field, value and expectation: %j', (options, message) => {
    expect(() => checkHostOptions(options as object)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }))
    expect(() => checkHostOptions(options as object)).toThrow(message)
  })

  it.each<[object, string]>([
    [{ boot: { elf: 'a', kernel: 'b' } }, 'boot.elf'],
    [{ boot: { initrd: 'a' } }, 'boot.initrd'],
    [{ boot: { kernel: 5 } }, 'boot.kernel'],
    [{ console: { type: [{ text: 'a', after: '' }] } }, 'console.type.0.after'],
    [{ sbi: { console: false } }, 'sbi'],
    [{ engine: 'jit' }, 'engine'],
    [{ maxInstructions: -1 }, 'maxInstructions'],
  ])('of a guest name the field: %j', (options, field) => {
    expect(() => checkGuestOptions(options as GuestOptions)).toThrow(field)
  })

  it.each<[object, string, RegExp]>([
    [{ cpu: [] }, 'cpu', /guest option cpu is \[\], expected an object/],
    [{ memory: [] }, 'memory', /memory is \[\], expected an object/],
    [{ cpu: 'fast' }, 'cpu', /cpu is "fast", expected an object/],
    [{ nics: 3 }, 'nics', /nics is 3, expected a list/],
    [{ cpu: { affinity: [] } }, 'cpu.affinity', /cpu.affinity is \[\], expected numbers of physical CPUs/],
    [{ cpu: { affinity: [0, -1] } }, 'cpu.affinity', /cpu.affinity is \[0, -1\], expected/],
    [{ vcpus: 2, cpu: { vcpus: 1 } }, 'cpu.vcpus', /cpu.vcpus is 1, expected 2, as vcpus says, or nothing/],
    [{ cpu: { reservation: '1THz' } }, 'cpu.reservation', /expected 0 or percent of one physical CPU/],
    [
      { memory: 100_000 },
      'memory',
      /memory is 100000, expected a size from '64KiB' to '4GiB', or bytes, in whole pages of 4096 bytes/,
    ],
    [{ memory: { limit: 'none' } }, 'memory.limit', /expected a size from '256KiB' to '4GiB', bytes, or 'unlimited'/],
  ])('of a guest are refused by field, value and expectation: %j', (options, field, message) => {
    const refused = expect.objectContaining({ code: 'ERR_INVALID_OPTION', details: expect.objectContaining({ field }) })
    expect(() => checkGuestOptions(options as GuestOptions)).toThrow(refused)
    expect(() => checkGuestOptions(options as GuestOptions)).toThrow(message)
  })

  it('take amounts of CPU in percent, MHz and GHz, and both names of the number of virtual CPUs', () => {
    const cpu = { vcpus: 3, reservation: '250MHz', limit: '1.5 GHz' }
    expect(checkGuestOptions({ vcpus: 3, cpu }).cpu).toMatchObject({ reservation: 25, limit: 150 })
  })
})
