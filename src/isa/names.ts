/** Names of registers, rounding modes and constants as assembly shows them (RISC-V ABI; GNU assembler). */
import { csrs } from '../spec/csr/csrs'

const temporaries = (prefix: string, from: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${from + index}`)

export const xNames: readonly string[] = [
  'zero',
  'ra',
  'sp',
  'gp',
  'tp',
  ...temporaries('t', 0, 3),
  ...temporaries('s', 0, 2),
  ...temporaries('a', 0, 8),
  ...temporaries('s', 2, 10),
  ...temporaries('t', 3, 4),
]

export const fNames: readonly string[] = [
  ...temporaries('ft', 0, 8),
  ...temporaries('fs', 0, 2),
  ...temporaries('fa', 0, 8),
  ...temporaries('fs', 2, 10),
  ...temporaries('ft', 8, 4),
]

export const roundingModes: readonly string[] = ['rne', 'rtz', 'rdn', 'rup', 'rmm', 'unknown', 'unknown', 'dyn']

const numbers = (names: readonly string[], letter: string): Map<string, number> =>
  new Map(
    names.flatMap((name, index): [string, number][] => [
      [name, index],
      [`${letter}${index}`, index],
    ]),
  )

export const xNumbers: ReadonlyMap<string, number> = numbers(xNames, 'x').set('fp', 8)
export const fNumbers: ReadonlyMap<string, number> = numbers(fNames, 'f')
export const csrNames: ReadonlyMap<number, string> = new Map(csrs.map(({ number, name }) => [number, name]))
export const csrNumbers: ReadonlyMap<string, number> = new Map(csrs.map(({ number, name }) => [name, number]))

/** Values of fli, by index (Zfa, "Load-Immediate Instructions"), in C's hexadecimal notation. */
export const fliConstants: readonly string[] = [
  '-0x1p+0',
  'min',
  '0x1p-16',
  '0x1p-15',
  '0x1p-8',
  '0x1p-7',
  '0x1p-4',
  '0x1p-3',
  '0x1p-2',
  '0x1.4p-2',
  '0x1.8p-2',
  '0x1.cp-2',
  '0x1p-1',
  '0x1.4p-1',
  '0x1.8p-1',
  '0x1.cp-1',
  '0x1p+0',
  '0x1.4p+0',
  '0x1.8p+0',
  '0x1.cp+0',
  '0x1p+1',
  '0x1.4p+1',
  '0x1.8p+1',
  '0x1p+2',
  '0x1p+3',
  '0x1p+4',
  '0x1p+7',
  '0x1p+8',
  '0x1p+15',
  '0x1p+16',
  'inf',
  'nan',
]

/** Sets of a fence: i, o, r, w from the highest bit down. */
export const fenceSet = (bits: number): string =>
  [...'iorw'].filter((_, index) => (bits & (8 >> index)) !== 0).join('') || 'unknown'
