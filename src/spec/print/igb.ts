/** Prints docs/intel-82576.md, the registers of both kinds of functions; and the tables that the core answers a physical one's by. */
import type { Output } from '../generate'
import { type IgbPfRegister, igbNvm, igbPfKeptRanges, igbPfRegisters, igbPfSizes, igbPhy } from '../nic/igb-pf-registers'
import { type IgbRegister, igbVfRegisters } from '../nic/igb-registers'
import { banner } from './text'

const access: Readonly<Record<IgbRegister['access'], string>> = {
  rw: 'read, write',
  ro: 'read',
  wo: 'write',
  rc: 'read clears',
}

const hexadecimal = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`

function place({ offset, count, stride }: Pick<IgbRegister, 'offset' | 'count' | 'stride'>): string {
  return count === undefined || count === 1 || stride === undefined
    ? hexadecimal(offset)
    : `${hexadecimal(offset)} + ${hexadecimal(stride)} x (0 to ${count - 1})`
}

const line = (it: IgbRegister): string => `| \`${it.datasheet}\` | ${place(it)} | ${access[it.access]} | ${it.doc} |\n`

const pfLine = (it: IgbPfRegister): string => `| \`${it.datasheet}\` | ${place(it)} | ${it.doc} |\n`

export function outputs(): Output[] {
  const sorted = <Row extends { offset: number }>(rows: readonly Row[]): Row[] => [...rows].sort((a, b) => a.offset - b.offset)
  const text =
    '<!-- Printed from src/spec/nic/igb-registers.ts and igb-pf-registers.ts; `npm run generate` repeats it. -->\n' +
    '# The virtual function of an Intel 82576\n\n' +
    "A function of an adapter with `model: 'igb'` is PCI device 8086:10ca. Its registers are words in BAR 0, its MSI-X table with three\n" +
    'vectors is in BAR 3. What is not listed reads zero and ignores writes.\n\n' +
    '| register | offset | access | what it is |\n|---|---|---|---|\n' +
    sorted(igbVfRegisters).map(line).join('') +
    '\n# The physical function\n\n' +
    'Given whole to a guest it is PCI device 8086:10c9, with up to 8 virtual functions that the guest makes itself. Its registers are words in BAR 0, its\n' +
    `MSI-X table with ${igbPfSizes.vectors} vectors is in BAR 3. The ${igbPfSizes.queues} queues of each kind have the registers of above at 0xc000 and 0xe000, 0x40 apart, and\n` +
    'the first four at 0x2800 and 0x3800, too. What is not listed reads zero and ignores writes.\n\n' +
    '| register | offset | what it is |\n|---|---|---|\n' +
    sorted(igbPfRegisters).map(pfLine).join('')
  return [
    { path: 'docs/intel-82576.md', text },
    { path: 'assembly/devices/igb/tables.gen.ts', text: `${banner('src/spec/nic')}${tables()}` },
  ]
}

function tables(): string {
  const ranges = igbPfKeptRanges.flatMap(([offset, words, reset]) => [offset, words, reset >>> 0])
  const nvm = Array.from({ length: igbPfSizes.nvmWords }, (_, index) => igbNvm[index] ?? 0)
  return (
    '/** Registers of a physical function that keep what is written: offset, words, value after a reset. */\n' +
    `export const KEPT_RANGES = memory.data<u32>([${ranges.join(', ')}])\n` +
    `// @ts-ignore: decorator\n@inline export const KEPT_ROWS: u32 = ${igbPfKeptRanges.length}\n` +
    `/** Words of the NVM, without address and checksum. */\nexport const NVM = memory.data<u16>([${nvm.join(', ')}])\n` +
    `/** Registers of the PHY after a reset. */\nexport const PHY = memory.data<u16>([${igbPhy.join(', ')}])\n`
  )
}
