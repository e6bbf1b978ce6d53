/** Pseudo-instructions of more than one instruction, and `li` of any constant. */
import { xNumbers } from '../names'
import { problem } from './syntax-error'

export interface Line {
  readonly name: string
  readonly operands: readonly string[]
}

const line = (name: string, ...operands: string[]): Line => ({ name, operands })

/** lui and addiw for 32 bits; what is above comes first, shifted past the trailing zeros. */
export function loadImmediate(rd: string, value: bigint): Line[] {
  const signed = BigInt.asIntN(64, value)
  if (signed >= -0x800n && signed < 0x800n) return [line('addi', rd, 'zero', `${signed}`)]
  if (signed === BigInt.asIntN(32, signed)) return loadWord(rd, signed)
  const low = BigInt.asIntN(12, signed)
  let rest = BigInt.asIntN(64, signed - low) >> 12n
  let shift = 12
  while ((rest & 1n) === 0n) {
    rest >>= 1n
    shift++
  }
  const tail = low === 0n ? [] : [line('addi', rd, rd, `${low}`)]
  return [...loadImmediate(rd, rest), line('slli', rd, rd, `${shift}`), ...tail]
}

function loadWord(rd: string, value: bigint): Line[] {
  const low = BigInt.asIntN(12, value)
  const high = BigInt.asUintN(20, (value - low) >> 12n)
  const upper = line('lui', rd, `0x${high.toString(16)}`)
  return low === 0n ? [upper] : [upper, line('addiw', rd, rd, `${low}`)]
}

/** Operands of a pair that reaches `target` from the current address: `.` is where the pair begins. */
const high = (target: string): string => `%pcrel_hi(${target})`
const low = (label: string): string => `%pcrel_lo(${label})`

const loads = new Set(['lb', 'lh', 'lw', 'ld', 'lbu', 'lhu', 'lwu'])
const floatLoads = new Set(['flh', 'flw', 'fld'])
const stores = new Set(['sb', 'sh', 'sw', 'sd'])
const floatStores = new Set(['fsh', 'fsw', 'fsd'])

function expect(operands: readonly string[], count: number, form: string): string[] {
  if (operands.length !== count) throw problem(`expected ${form}`)
  return [...operands]
}

/**
 * The instructions that stand for a pseudo-instruction, or undefined when it is none.
 * `here` names a label at the first of them.
 */
export function expandPseudo(name: string, operands: readonly string[], here: string): Line[] | undefined {
  if (['la', 'lla', 'lga'].includes(name)) {
    const [rd = '', target = ''] = expect(operands, 2, `${name} rd, symbol`)
    return [line('auipc', rd, high(target)), line('addi', rd, rd, low(here))]
  }
  if (name === 'call' || name === 'tail' || name === 'jump') return jumpFar(name, operands, here)
  const isMemory = operands.at(-1)?.trimEnd().endsWith(')') === true
  if ((loads.has(name) || floatLoads.has(name)) && !isMemory) {
    const scratch = floatLoads.has(name)
      ? (expect(operands, 3, `${name} fd, symbol, rt`)[2] ?? '')
      : (expect(operands, 2, `${name} rd, symbol`)[0] ?? '')
    return [line('auipc', scratch, high(operands[1] ?? '')), line(name, operands[0] ?? '', `${low(here)}(${scratch})`)]
  }
  if ((stores.has(name) || floatStores.has(name)) && !isMemory) {
    const [source = '', target = '', scratch = ''] = expect(operands, 3, `${name} rs, symbol, rt`)
    return [line('auipc', scratch, high(target)), line(name, source, `${low(here)}(${scratch})`)]
  }
  return undefined
}

function jumpFar(name: string, operands: readonly string[], here: string): Line[] {
  const isExplicit = name === 'jump' || (name === 'call' && operands.length === 2)
  const [first = '', second = ''] = expect(operands, isExplicit ? 2 : 1, name === 'jump' ? 'jump symbol, rt' : `${name} symbol`)
  const target = name === 'call' && isExplicit ? second : first
  const link = name === 'call' ? (isExplicit ? first : 'ra') : 'zero'
  const scratch = name === 'call' ? link : name === 'tail' ? 't1' : second
  if (!xNumbers.has(link) || !xNumbers.has(scratch)) throw problem(`${name} ${operands.join(', ')}: expected a register`)
  return [line('auipc', scratch, high(target)), line('jalr', link, `${low(here)}(${scratch})`)]
}
