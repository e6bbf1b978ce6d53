/** The device tree blob, written and read back. */
import { execFileSync } from 'node:child_process'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cells64, readFdt, writeFdt } from '../../../src/boot/fdt'
import { VmHostError } from '../../../src/error'

const tree = {
  name: '',
  properties: {
    flag: true,
    cell: 7,
    cells: [1, 0xffff_ffff],
    text: 'a',
    texts: ['b', 'cd'],
    raw: Uint8Array.of(1, 2, 3),
  } as const,
  children: [{ name: 'soc', properties: { cell: 8 }, children: [{ name: 'deep@1', properties: {}, children: [] }] }],
}
const blob = writeFdt(tree)

describe('a device tree blob', () => {
  it('reads back as it was written', () => {
    const root = readFdt(blob)
    expect([...root.properties.keys()]).toEqual(['flag', 'cell', 'cells', 'text', 'texts', 'raw'])
    expect(root.properties.get('flag')).toHaveLength(0)
    expect([...(root.properties.get('cells') ?? [])]).toEqual([0, 0, 0, 1, 255, 255, 255, 255])
    expect(new TextDecoder().decode(root.properties.get('texts'))).toBe('b\0cd\0')
    expect([...(root.properties.get('raw') ?? [])]).toEqual([1, 2, 3])
    expect(root.children[0]?.children[0]?.name).toBe('deep@1')
  })

  it('splits a 64-bit number into two cells', () => {
    expect(cells64(0x1_8000_0004)).toEqual([1, 0x8000_0004])
  })

  it('is what dtc understands, where there is one', ({ skip }) => {
    let source: string
    try {
      source = execFileSync('dtc', ['-I', 'dtb', '-O', 'dts'], {
        input: blob,
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'ignore'],
      })
    } catch {
      return skip('there is no dtc')
    }
    expect(source).toContain('cells = <0x01 0xffffffff>')
    expect(source).toContain('raw = [01 02 03]')
  })

  it('is refused when it is damaged, and never read beyond its end', () => {
    expect(() => readFdt(new Uint8Array(8))).toThrow(/8 bytes, expected at least 40/)
    expect(() => readFdt(new Uint8Array(64))).toThrow(/magic 0x0/)
    fc.assert(
      fc.property(fc.nat(blob.length - 1), fc.nat(255), fc.nat(blob.length), (offset, value, length) => {
        const bytes = blob.slice(0, length)
        bytes[offset] = value
        try {
          readFdt(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(VmHostError)
        }
      }),
      { seed: 3, numRuns: 2000 },
    )
  })
})
