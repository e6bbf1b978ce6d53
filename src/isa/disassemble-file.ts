/** A listing of a program file: the executable sections of an ELF, or a flat binary from its first byte. */
import { type ElfSection, isElf, parseElf } from '../boot/elf'
import { disassemble } from './disassemble'

export interface ListingLine {
  readonly address: bigint
  /** The instruction's bits. */
  readonly word: number
  readonly bytes: 2 | 4
  readonly text: string
}

export interface Listing {
  /** Section name, or `binary`. */
  readonly name: string
  readonly lines: Iterable<ListingLine>
}

export interface ListingOptions {
  /** Address of a flat binary's first byte; 0 when left out. */
  readonly base?: bigint
  readonly noAliases?: boolean
}

function* linesOf(bytes: Uint8Array, address: bigint, noAliases: boolean): Generator<ListingLine> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let offset = 0; offset + 2 <= bytes.length; ) {
    const low = view.getUint16(offset, true)
    const isWhole = (low & 3) !== 3 || offset + 4 <= bytes.length
    const word = (low & 3) === 3 && isWhole ? view.getUint32(offset, true) : low
    const pc = address + BigInt(offset)
    if (!isWhole) {
      yield { address: pc, word, bytes: 2, text: `.2byte\t0x${word.toString(16)}` }
      return
    }
    const { text, bytes: length } = disassemble(word, pc, { noAliases })
    yield { address: pc, word, bytes: length, text }
    offset += length
  }
}

/** ELF specification, section header: sh_flags SHF_EXECINSTR. */
const isExecutable = (section: ElfSection): boolean => (section.flags & 4) !== 0

export function listFile(file: Uint8Array, options: ListingOptions = {}): Listing[] {
  const noAliases = options.noAliases === true
  if (!isElf(file)) return [{ name: 'binary', lines: linesOf(file, options.base ?? 0n, noAliases) }]
  return parseElf(file)
    .sections()
    .filter((section) => isExecutable(section) && section.bytes.length > 0)
    .map((section) => ({ name: section.name, lines: linesOf(section.bytes, section.address, noAliases) }))
}

/** A line as objdump writes it. */
export function formatLine({ address, word, bytes, text }: ListingLine): string {
  const bits = word.toString(16).padStart(bytes * 2, '0')
  return `${address.toString(16).padStart(8)}:\t${bits.padEnd(16)}\t${text}`
}
