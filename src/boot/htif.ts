// Host-target interface: the addresses that an ELF built for Spike names by symbols (riscv-isa-sim, `fesvr/htif`).
import type { Elf } from './elf'

export interface Htif {
  tohost: number
  /** Absent in programs that only report an exit code. */
  fromhost?: number
  /** The range that a conformance test leaves its results in. */
  signature?: { begin: number; end: number }
}

/** The addresses, or undefined when the program does not use the interface. */
export function findHtif(elf: Elf): Htif | undefined {
  const tohost = elf.symbol('tohost')
  if (tohost === undefined) return undefined
  const htif: Htif = { tohost }
  const fromhost = elf.symbol('fromhost')
  if (fromhost !== undefined) htif.fromhost = fromhost
  const begin = elf.symbol('begin_signature')
  const end = elf.symbol('end_signature')
  if (begin !== undefined && end !== undefined && begin <= end) htif.signature = { begin, end }
  return htif
}
