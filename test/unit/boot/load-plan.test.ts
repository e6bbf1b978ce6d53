/** Where the pieces of a boot lie in guest memory, and what does not fit. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFdt } from '../../../src/boot/fdt'
import { type BootImages, planBoot } from '../../../src/boot/load-plan'
import { planMachine } from '../../../src/boot/machine-plan'
import { VmHostError } from '../../../src/error'
import { elfFile, linuxImage } from './elf-file'

const MiB = 2 ** 20
const ram = 0x8000_0000
const machine = (start: 'direct' | 'firmware', memoryBytes = 64 * MiB) =>
  planMachine({ harts: 1, memoryBytes, start, isa: 'rv64gc' })
const boot = (start: 'direct' | 'firmware', images: BootImages, memoryBytes?: number) =>
  planBoot(machine(start, memoryBytes), images)
const code = (expected: string, message: RegExp) =>
  expect.objectContaining({ code: expected, message: expect.stringMatching(message) })
const kernel = linuxImage({ bytes: 4096, imageBytes: 2 * MiB })
const initrd = new Uint8Array(5000).fill(1)
const firmware = new Uint8Array(1000).fill(2)

describe('a direct start', () => {
  it('puts an Image at its text offset, the device tree at the top and the initrd below it', () => {
    const { writes, entry, dtb } = boot('direct', { kernel, initrd })
    expect(writes.map(({ name, gpa }) => [name, gpa])).toEqual([
      ['kernel', ram + 2 * MiB],
      ['device tree', ram + 62 * MiB],
      ['initrd', ram + 62 * MiB - 8192],
    ])
    expect(entry).toEqual({ pc: ram + 2 * MiB, mode: 'S', a0: 0, a1: ram + 62 * MiB, a2: 0 })
    const chosen = readFdt(dtb).children.find(({ name }) => name === 'chosen')
    const cells = new DataView(chosen?.properties.get('linux,initrd-end')?.buffer ?? new ArrayBuffer(8))
    expect(Number(cells.getBigUint64(0))).toBe(ram + 62 * MiB - 8192 + 5000)
  })

  it('keeps everything in the first 3 GiB of a larger machine', () => {
    const { entry } = boot('direct', { kernel }, 3.5 * 1024 * MiB)
    expect(entry.a1).toBe(ram + (3 * 1024 - 2) * MiB)
  })

  it('loads an ELF at its own addresses and gives what it says of the host-target interface', () => {
    const elf = elfFile({
      entry: 0x8040_0000n,
      segments: [{ gpa: 0x8040_0000, bytes: firmware, memoryBytes: 4096 }],
      symbols: { tohost: 0x8040_0800 },
    })
    const plan = boot('direct', { kernel: elf })
    expect([plan.entry.pc, plan.writes[0]?.gpa, plan.htif]).toEqual([0x8040_0000, 0x8040_0000, { tohost: 0x8040_0800 }])
  })

  it('needs a kernel and no firmware', () => {
    expect(() => boot('direct', {})).toThrow(code('ERR_INVALID_OPTION', /kernel is missing/))
    expect(() => boot('direct', { kernel, firmware })).toThrow(code('ERR_INVALID_OPTION', /firmware/))
  })
})

describe('a firmware start', () => {
  it('enters the firmware in M-mode with a description of the kernel behind it', () => {
    const { writes, entry } = boot('firmware', { kernel, firmware })
    expect(entry).toMatchObject({ pc: ram, mode: 'M', a0: 0, a1: ram + 62 * MiB })
    const info = writes.find(({ gpa }) => gpa === entry.a2)?.bytes ?? new Uint8Array(0)
    // struct fw_dynamic_info: magic "OSBI", version 2, next address, next mode S, options, boot hart.
    expect([...new BigUint64Array(info.slice().buffer)]).toEqual([0x4942534fn, 2n, BigInt(ram + 2 * MiB), 1n, 0n, 0n])
    expect(entry.a2 % 8).toBe(0)
  })

  it('moves an Image without a text offset behind the firmware', () => {
    const { writes } = boot('firmware', { kernel: linuxImage({ bytes: 4096, textOffset: 0 }), firmware })
    expect(writes.find(({ name }) => name === 'kernel')?.gpa).toBe(ram + 2 * MiB)
  })

  it('loads a position-independent firmware at the start of RAM', () => {
    const { entry, writes } = boot('firmware', {
      firmware: elfFile({ type: 3, entry: 0x10n, segments: [{ gpa: 0, bytes: firmware }] }),
    })
    expect([entry.pc, writes[0]?.gpa]).toEqual([ram + 0x10, ram])
  })

  it('starts a bare-metal program in a few kilobytes', () => {
    expect(boot('firmware', { firmware }, 64 * 1024).entry.pc).toBe(ram)
  })

  it('needs a firmware', () => {
    expect(() => boot('firmware', { kernel })).toThrow(code('ERR_INVALID_OPTION', /firmware is missing/))
  })
})

describe('images that cannot be loaded', () => {
  it('are refused with their size and place', () => {
    const at = (gpa: number, bytes = 4096) => elfFile({ segments: [{ gpa, bytes: new Uint8Array(bytes) }] })
    const twice = elfFile({
      segments: [
        { gpa: ram, bytes: firmware },
        { gpa: ram + 999, bytes: firmware },
      ],
    })
    const cases: [() => unknown, string, RegExp][] = [
      [
        () => boot('direct', { kernel: linuxImage({ bytes: 4096, imageBytes: 65 * MiB }) }),
        'ERR_IMAGE_TOO_LARGE',
        /kernel of 68157440 bytes.*67108864/,
      ],
      [
        () => boot('direct', { kernel: linuxImage({ bytes: 4096, imageBytes: 63 * MiB }) }),
        'ERR_IMAGE_TOO_LARGE',
        /0x80200000..0x84100000/,
      ],
      [
        () => boot('direct', { kernel: linuxImage({ bytes: 4096, imageBytes: 61 * MiB }) }),
        'ERR_IMAGE_OVERLAP',
        /kernel .* overlaps device tree/,
      ],
      [() => boot('direct', { kernel, initrd: new Uint8Array(59 * MiB) }), 'ERR_IMAGE_OVERLAP', /kernel .* overlaps initrd/],
      [() => boot('direct', { kernel, initrd: new Uint8Array(63 * MiB) }), 'ERR_IMAGE_TOO_LARGE', /initrd of/],
      [() => boot('direct', { kernel: at(0x1000) }), 'ERR_INVALID_ADDRESS', /segment 0 at 0x1000/],
      [() => boot('direct', { kernel: at(ram + 64 * MiB) }), 'ERR_INVALID_ADDRESS', /outside/],
      [() => boot('direct', { kernel: at(ram + 64 * MiB - 8) }), 'ERR_IMAGE_TOO_LARGE', /outside/],
      [() => boot('firmware', { firmware: twice }), 'ERR_IMAGE_OVERLAP', /segment 0 .* overlaps firmware segment 1/],
      [() => boot('firmware', { firmware: new Uint8Array(3 * MiB), kernel }), 'ERR_IMAGE_OVERLAP', /firmware .* overlaps kernel/],
    ]
    for (const [plan, expected, message] of cases) expect(plan).toThrow(code(expected, message))
  })

  it('are refused, or all writes lie in RAM and apart, for any sizes', () => {
    const size = fc.integer({ min: 1, max: 6 * MiB })
    fc.assert(
      fc.property(size, size, fc.integer({ min: 1, max: 4096 }), fc.boolean(), (kernelBytes, initrdBytes, pages, hasFirmware) => {
        const images: BootImages = {
          kernel: linuxImage({ bytes: 64, imageBytes: kernelBytes }),
          initrd: new Uint8Array(initrdBytes),
        }
        if (hasFirmware) images.firmware = firmware
        try {
          const { writes } = boot(hasFirmware ? 'firmware' : 'direct', images, pages * 4096)
          const sorted = writes.map(({ gpa, bytes }) => [gpa, gpa + bytes.length] as const).sort((a, b) => a[0] - b[0])
          for (const [index, [start, end]] of sorted.entries()) {
            expect(start).toBeGreaterThanOrEqual(sorted[index - 1]?.[1] ?? ram)
            expect(end).toBeLessThanOrEqual(ram + pages * 4096)
          }
        } catch (error) {
          expect(error).toBeInstanceOf(VmHostError)
        }
      }),
      { seed: 11, numRuns: 200 },
    )
  })
})
