// What a kernel, a firmware or a bare-metal program is made of, told from its first bytes.
import { VmHostError } from '../error'
import { type Elf, isElf, parseElf, typeExecutable, typePositionIndependent } from './elf'
import { isLinuxImage, type LinuxImage, parseLinuxImage } from './linux-image'

export type Kernel =
  | { kind: 'image'; bytes: Uint8Array; image: LinuxImage }
  | { kind: 'elf'; bytes: Uint8Array; elf: Elf }
  | { kind: 'flat'; bytes: Uint8Array }

/** Classifies `bytes`; what has no known header is a flat binary. `what` names it in errors ("kernel"). */
export function classifyKernel(bytes: Uint8Array, what: string): Kernel {
  if (bytes.length === 0) throw new VmHostError('ERR_IMAGE_FORMAT', `${what}: the image is empty`)
  refuseKnownMistakes(bytes, what)
  if (isElf(bytes)) return { kind: 'elf', bytes, elf: executable(parseElf(bytes), what) }
  if (isLinuxImage(bytes)) return { kind: 'image', bytes, image: parseLinuxImage(bytes) }
  return { kind: 'flat', bytes }
}

function executable(elf: Elf, what: string): Elf {
  if (elf.type !== typeExecutable && elf.type !== typePositionIndependent) {
    throw new VmHostError('ERR_IMAGE_FORMAT', `${what}: ELF file of type ${elf.type}, expected an executable (${typeExecutable})`)
  }
  if (elf.segments.length === 0) throw new VmHostError('ERR_IMAGE_FORMAT', `${what}: ELF file without a loadable segment`)
  return elf
}

/** Files that would run as a flat binary and crash at their first instruction, with the way out. */
const mistakes: readonly { offset: number; magic: readonly number[]; name: string }[] = [
  { offset: 4, magic: [0x7a, 0x69, 0x6d, 0x67], name: 'a compressed EFI zboot kernel, expected the uncompressed Image' },
  { offset: 0, magic: [0x42, 0x5a, 0x68], name: 'a bzip2 file, expected it decompressed' },
  { offset: 0, magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], name: 'an xz file, expected it decompressed' },
  { offset: 0, magic: [0x50, 0x4b, 0x03, 0x04], name: 'a zip file, expected it decompressed' },
  { offset: 0x38, magic: [0x41, 0x52, 0x4d, 0x64], name: 'an AArch64 Image, expected RISC-V' },
]

function refuseKnownMistakes(bytes: Uint8Array, what: string): void {
  for (const { offset, magic, name } of mistakes) {
    if (magic.every((byte, index) => bytes[offset + index] === byte)) {
      throw new VmHostError('ERR_IMAGE_FORMAT', `${what}: ${name}`)
    }
  }
}
