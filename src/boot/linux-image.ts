// The header of a RISC-V Linux `Image` (Documentation/arch/riscv/boot-image-header.rst).
import { VmHostError } from '../error'

//  0 code0, code1 | 8 text_offset | 16 image_size | 24 flags | 32 version, res1 | 40 res2 | 48 magic "RISCV" | 56 magic2 "RSC\x05" | 60 res3
const headerBytes = 64
const magicOffset = 48
const magic2Offset = 56
const magic = 'RISCV\0\0\0'
const magic2 = 'RSC\x05'
const flagBigEndian = 1n
/** The kernel maps itself with 2 MiB pages, so its load address is `text_offset` above a multiple of this. */
export const imageAlignment = 0x20_0000

export interface LinuxImage {
  /** Offset of the load address from the start of RAM. */
  textOffset: number
  /** Memory that the kernel occupies from its load address on, bss included. */
  imageBytes: number
}

/** Says whether `bytes` carry one of the two magics of an `Image`. */
export function isLinuxImage(bytes: Uint8Array): boolean {
  return hasText(bytes, magic2Offset, magic2) || hasText(bytes, magicOffset, magic)
}

/** Reads the header; throws ERR_IMAGE_FORMAT when it makes no sense. */
export function parseLinuxImage(bytes: Uint8Array): LinuxImage {
  if (bytes.length < headerBytes) throw malformed(`truncated header: ${bytes.length} of ${headerBytes} bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if ((view.getBigUint64(24, true) & flagBigEndian) !== 0n) throw malformed('a big-endian kernel, expected little-endian')
  const textOffset = view.getBigUint64(8, true)
  const imageBytes = view.getBigUint64(16, true)
  const limit = 1n << 40n
  if (textOffset > limit) throw malformed(`text_offset 0x${textOffset.toString(16)}, expected at most 0x${limit.toString(16)}`)
  if (imageBytes > limit) throw malformed(`image_size 0x${imageBytes.toString(16)}, expected at most 0x${limit.toString(16)}`)
  return { textOffset: Number(textOffset), imageBytes: Math.max(Number(imageBytes), bytes.length) }
}

function hasText(bytes: Uint8Array, offset: number, text: string): boolean {
  return bytes.length >= offset + text.length && [...text].every((char, index) => bytes[offset + index] === char.charCodeAt(0))
}

function malformed(what: string): VmHostError {
  return new VmHostError('ERR_IMAGE_FORMAT', `Linux Image: ${what}`)
}
