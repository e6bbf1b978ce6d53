/** ELF files, well made and hostile. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moveElf, parseElf } from '../../../src/boot/elf'
import { findHtif } from '../../../src/boot/htif'
import { VmHostError } from '../../../src/error'
import { elfFile } from './elf-file'

const code = Uint8Array.of(0x13, 0, 0, 0)
const good = elfFile({
  segments: [{ gpa: 0x8000_0000, bytes: code, memoryBytes: 64 }],
  symbols: { tohost: 0x8000_1000, fromhost: 0x8000_1040 },
})

function changed(change: (view: DataView) => void): Uint8Array {
  const bytes = good.slice()
  change(new DataView(bytes.buffer))
  return bytes
}

describe('an ELF file', () => {
  it('gives its segments, entry point and symbols', () => {
    const elf = parseElf(good)
    expect(elf.entry).toBe(0x8000_0000)
    expect(elf.segments).toEqual([{ gpa: 0x8000_0000, bytes: code, memoryBytes: 64 }])
    expect(elf.symbol('tohost')).toBe(0x8000_1000)
    expect(elf.symbol('nowhere')).toBeUndefined()
  })

  it('is entered at the physical address of a virtual entry point', () => {
    const gva = 0xffff_ffff_8000_0000n
    const elf = parseElf(elfFile({ entry: gva + 0x10n, segments: [{ gpa: 0x8020_0000, gva, bytes: new Uint8Array(32) }] }))
    expect(elf.entry).toBe(0x8020_0010)
  })

  it('moves as a whole when it is position independent', () => {
    const elf = moveElf(
      parseElf(elfFile({ entry: 0n, segments: [{ gpa: 0, bytes: code }], symbols: { tohost: 0x40 } })),
      0x8000_0000,
    )
    expect([elf.entry, elf.segments[0]?.gpa, elf.symbol('tohost')]).toEqual([0x8000_0000, 0x8000_0000, 0x8000_0040])
  })

  it('may place what takes no bytes of the file behind its end', () => {
    const behind = BigInt(good.length) + 4096n
    const sections = Number(new DataView(good.buffer).getBigUint64(40, true))
    const elf = parseElf(
      changed((view) => {
        // The symbol table becomes .bss; the segment keeps its memory alone.
        view.setUint32(sections + 64 + 4, 8, true)
        view.setBigUint64(sections + 64 + 24, behind, true)
        view.setBigUint64(64 + 8, behind, true)
        view.setBigUint64(64 + 32, 0n, true)
      }),
    )
    expect(elf.segments).toEqual([{ gpa: 0x8000_0000, bytes: new Uint8Array(0), memoryBytes: 64 }])
    expect(elf.symbol('tohost')).toBeUndefined()
  })

  it('names what is wrong with its header', () => {
    const cases: [Uint8Array, RegExp][] = [
      [Uint8Array.of(1, 2, 3, 4), /magic 01 02 03 04/],
      [good.subarray(0, 20), /truncated header: 20 of 64/],
      [changed((view) => view.setUint8(4, 1)), /class 1 \(32-bit\)/],
      [changed((view) => view.setUint8(5, 2)), /big-endian/],
      [changed((view) => view.setUint16(18, 62, true)), /machine 62 \(x86-64\)/],
      [changed((view) => view.setUint16(56, 60000, true)), /truncated program header table/],
      [changed((view) => view.setUint16(54, 8, true)), /program header of 8 bytes/],
      [changed((view) => view.setBigUint64(64 + 32, 1n << 20n, true)), /truncated segment 0/],
      [changed((view) => view.setBigUint64(64 + 40, 1n, true)), /larger than its memory size 1/],
      [changed((view) => view.setBigUint64(64 + 24, (1n << 64n) - 1n, true)), /beyond 2\^53/],
    ]
    for (const [bytes, message] of cases) {
      expect(() => parseElf(bytes)).toThrow(message)
      expect(() => parseElf(bytes)).toThrow(VmHostError)
    }
  })

  it('never does anything but parse or refuse, whatever its bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 12 }), (edits) => {
        const bytes = good.slice()
        for (const [offset, value] of edits) bytes[offset] = value
        try {
          const elf = parseElf(bytes)
          for (const segment of elf.segments) expect(segment.bytes.length).toBeLessThanOrEqual(segment.memoryBytes)
          elf.symbol('tohost')
        } catch (error) {
          expect(error).toBeInstanceOf(VmHostError)
        }
      }),
      { seed: 7, numRuns: 2000 },
    )
  })

  it('names the host-target interface by its symbols', () => {
    expect(findHtif(parseElf(good))).toEqual({ tohost: 0x8000_1000, fromhost: 0x8000_1040 })
    const symbols = { tohost: 1, begin_signature: 16, end_signature: 32 }
    expect(findHtif(parseElf(elfFile({ symbols })))).toEqual({ tohost: 1, signature: { begin: 16, end: 32 } })
    expect(findHtif(parseElf(elfFile({ symbols: { fromhost: 8 } })))).toBeUndefined()
  })
})
