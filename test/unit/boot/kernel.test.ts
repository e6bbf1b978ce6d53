/** Kernels told apart by their first bytes. */
import { describe, expect, it } from 'vitest'
import { classifyKernel } from '../../../src/boot/kernel'
import { elfFile, linuxImage } from './elf-file'

const segment = { gpa: 0x8000_0000, bytes: new Uint8Array(4) }

describe('a kernel', () => {
  it('is told by its first bytes', () => {
    expect(classifyKernel(linuxImage({ bytes: 128 }), 'kernel').kind).toBe('image')
    expect(classifyKernel(elfFile({ segments: [segment] }), 'kernel').kind).toBe('elf')
    expect(classifyKernel(new Uint8Array(128), 'kernel').kind).toBe('flat')
  })

  it('has the offset and size that its Image header says, and at least its own bytes', () => {
    expect(classifyKernel(linuxImage({ bytes: 128, imageBytes: 4096 }), 'kernel')).toMatchObject({
      image: { textOffset: 0x20_0000, imageBytes: 4096 },
    })
    expect(classifyKernel(linuxImage({ bytes: 128, imageBytes: 0 }), 'kernel')).toMatchObject({ image: { imageBytes: 128 } })
  })

  it('is refused when it cannot run, with the reason', () => {
    const cases: [Uint8Array, RegExp][] = [
      [new Uint8Array(0), /kernel: the image is empty/],
      [linuxImage({ bytes: 128, flags: 1n }), /big-endian kernel/],
      [linuxImage({ bytes: 128, imageBytes: 2 ** 50 }), /image_size/],
      [linuxImage({ bytes: 128 }).subarray(0, 61), /truncated header/],
      [elfFile({ type: 1, segments: [segment] }), /type 1, expected an executable/],
      [elfFile({}), /without a loadable segment/],
      [Uint8Array.of(0x4d, 0x5a, 0, 0, 0x7a, 0x69, 0x6d, 0x67), /zboot/],
      [Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0), /xz file/],
    ]
    for (const [bytes, message] of cases) expect(() => classifyKernel(bytes, 'kernel')).toThrow(message)
  })
})
