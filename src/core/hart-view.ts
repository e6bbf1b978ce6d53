/** Registers and statistics of a guest's harts, read from their structs. */
import { type CsrName, csrNames, type Registers } from '../guest/registers'
import { exceptionNames, interruptNames } from '../guest/statistics'
import type { Core } from './core'
import { Attention, GUEST_HARTS, HART_BLOCK_BYTES, HartLayout } from './layout.gen'
import { StructView } from './struct-view'

type HartView = StructView<typeof HartLayout>

export function hartView(core: Core, guest: number, hart: number): HartView {
  return new StructView(core, HartLayout, guest + GUEST_HARTS + hart * HART_BLOCK_BYTES)
}

const privileges: Readonly<Record<number, Registers['privilege']>> = { 0: 'U', 1: 'S', 3: 'M' }

export function readRegisters(hart: HartView): Registers {
  return {
    pc: hart.get('pc'),
    privilege: privileges[hart.get('privilege')] ?? 'M',
    x: hart.list('x').slice(0, 32),
    f: hart.list('f'),
    fcsr: (hart.get('frm') << 5) | hart.get('fflags'),
    csr: Object.fromEntries(csrNames.map((name) => [name, hart.get(name)])) as Record<CsrName, bigint>,
  }
}

export interface HartCounts {
  retired: number
  tlbMisses: number
  exceptions: Partial<Record<string, number>>
  interrupts: Partial<Record<string, number>>
  exits: Partial<Record<string, number>>
  modeInstructions: number[]
}

const exitNames = Object.fromEntries(Object.entries(Attention).map(([name, reason]) => [reason, name]))

/** Call guestAccount before: the core books instructions by mode when the mode changes. */
export function readCounts(hart: HartView): HartCounts {
  return {
    retired: Number(hart.get('retired')),
    tlbMisses: Number(hart.get('tlbMisses')),
    exceptions: named(hart.list('exceptions'), exceptionNames),
    interrupts: named(hart.list('interrupts'), interruptNames),
    exits: named(hart.list('exits'), exitNames),
    modeInstructions: hart.list('modeInstructions').map(Number),
  }
}

/** The counts that are not zero, under their names. */
function named(counts: readonly bigint[], names: Readonly<Record<number, string>>): Record<string, number> {
  return Object.fromEntries(
    counts.flatMap((count, index) => (count === 0n ? [] : [[names[index] ?? `cause-${index}`, Number(count)] as const])),
  )
}
