/** Prints docs/intel-82576.md: the registers of a virtual function. */
import type { Output } from '../generate'
import { type IgbRegister, igbVfRegisters } from '../nic/igb-registers'

const access: Readonly<Record<IgbRegister['access'], string>> = {
  rw: 'read, write',
  ro: 'read',
  wo: 'write',
  rc: 'read clears',
}

const hexadecimal = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`

function place({ offset, count, stride }: IgbRegister): string {
  return count === undefined || stride === undefined
    ? hexadecimal(offset)
    : `${hexadecimal(offset)} + ${hexadecimal(stride)} x (0 to ${count - 1})`
}

const line = (it: IgbRegister): string => `| \`${it.datasheet}\` | ${place(it)} | ${access[it.access]} | ${it.doc} |\n`

export function outputs(): Output[] {
  const text =
    '<!-- Printed from src/spec/nic/igb-registers.ts; `npm run generate` repeats it. -->\n' +
    '# The virtual function of an Intel 82576\n\n' +
    "A function of an adapter with `model: 'igb'` is PCI device 8086:10ca. Its registers are words in BAR 0, its MSI-X table with three\n" +
    'vectors is in BAR 3. What is not listed reads zero and ignores writes.\n\n' +
    '| register | offset | access | what it is |\n|---|---|---|---|\n' +
    [...igbVfRegisters]
      .sort((a, b) => a.offset - b.offset)
      .map(line)
      .join('')
  return [{ path: 'docs/intel-82576.md', text }]
}
