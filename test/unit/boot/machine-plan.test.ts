/** The machine plan: defaults, bounds and errors. */
import { describe, expect, it } from 'vitest'
import { type MachineOptions, planMachine } from '../../../src/boot/machine-plan'

const options: MachineOptions = { harts: 1, memoryBytes: 1 << 24, start: 'direct' }

describe('a machine plan', () => {
  it('has the AIA extensions exactly when it has the AIA', () => {
    expect(planMachine(options).isa.extensions).not.toContain('ssaia')
    expect(planMachine({ ...options, isa: 'rv64gc', interruptController: 'aia' }).isa.extensions).toEqual(
      expect.arrayContaining(['smaia', 'ssaia']),
    )
  })

  it('is refused with the name of the field that is wrong', () => {
    const cases: [Partial<MachineOptions>, RegExp][] = [
      [{ harts: 0 }, /^harts 0: expected an integer from 1/],
      [{ harts: 1.5 }, /^harts/],
      [{ harts: 1000 }, /^harts/],
      [{ memoryBytes: 0 }, /^memoryBytes/],
      [{ memoryBytes: 4097 }, /^memoryBytes 4097: expected a positive multiple of 4096/],
      [{ memoryBytes: Number.NaN }, /^memoryBytes/],
      [{ isa: 'rv64gcx' }, /unknown extension "x"/],
      [{ isa: 'rv64gc_ssaia' }, /^isa .*interruptController "aia"/],
      [{ interruptController: 'gic' as 'plic' }, /^interruptController "gic"/],
      [{ start: 'bios' as 'direct' }, /^start "bios"/],
      [{ cmdline: 'a\0b' }, /^cmdline/],
      [{ cmdline: 'x'.repeat(1024) }, /^cmdline "1024 bytes": expected less than 1024 bytes/],
    ]
    for (const [change, message] of cases) {
      expect(() => planMachine({ ...options, ...change })).toThrow(message)
      expect(() => planMachine({ ...options, ...change })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }))
    }
  })
})
