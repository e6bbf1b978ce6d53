/** Runs a few assembled instructions on the interpreter alone: registers in, registers out. */
import { assemble } from '../../src/isa/assembler/index'
import { xNumbers } from '../../src/isa/names'
import { extensionBits, extensions } from '../../src/spec/isa/extensions'
import { compileAssembly } from '../support/assembly'

interface Exports {
  prepare(hart: number): void
  put(insn: number, offset: number, extensions: bigint): void
  run(hart: number, count: number): number
  x(hart: number, index: number): bigint
  setX(hart: number, index: number, value: bigint): void
}

const HART = 0x10000
const NOP = 0x13
/** Memory that programs may use: loads and stores go to the same address of the piece's memory. */
export const DATA = 0x60000

const source = `
import { Hart, HART_X } from './assembly/abi/layout.gen'
import { decode } from './assembly/hart/decode.gen'
import { execute } from './assembly/hart/execute.gen'
const RECORDS: usize = 0x20000
export function prepare(hart: Hart): void {
  memory.fill(changetype<usize>(hart), 0, 4096)
  memory.fill(0x40000, 0xff, 0x10000)
  hart.readTlb = 0x40000
  hart.writeTlb = 0x44000
  hart.mstatus = 0x6000
}
export function put(insn: u32, offset: u32, extensions: u64): void {
  store<u64>(RECORDS + (<usize>offset << 2), decode(insn, offset, extensions))
}
export function run(hart: Hart, count: u32): u32 {
  hart.codePage = <u32>RECORDS
  hart.codePtr = <u32>RECORDS
  hart.limit = hart.retired + count
  execute(hart)
  return hart.attention
}
export function x(hart: usize, index: u32): u64 { return load<u64>(hart + (index << 3), HART_X) }
export function setX(hart: usize, index: u32, value: u64): void { store<u64>(hart + (index << 3), value, HART_X) }
`

const nothing = (name: string, parameters: string, result = 'void', body = ''): string =>
  `export function ${name}(${parameters}): ${result} { ${body} }\n`

const hart = 'hart: Hart'
const imports = `import { Hart } from '../abi/layout.gen'\n`
const recordHelpers = (names: string): string =>
  names
    .split(' ')
    .map((name) => nothing(name, `${hart}, w: u64`))
    .join('')
const plainHelpers = (names: string): string =>
  names
    .split(' ')
    .map((name) => nothing(name, hart))
    .join('')

const heats = 'export const TURN_HEAT: u32 = 0\nexport const CALL_HEAT: u32 = 0\n'

const stubs = {
  'assembly/hart/fetch.ts':
    imports +
    nothing('decodeAt', `${hart}, p: usize`, 'u64', 'hart.attention = 1; return 0') +
    nothing('decodeUnder', `${hart}, p: usize`, 'u64', 'return 0') +
    nothing('fetchStraddle', `${hart}, p: usize`, 'u64', 'return 0') +
    nothing('jump', `${hart}, target: u64`, 'bool', 'return false') +
    nothing('nextPage', hart, 'bool', 'return false'),
  'assembly/hart/heat.ts':
    imports +
    nothing('heatCounters', '', 'usize', 'return 0') +
    heats +
    nothing('warm', `${hart}, heat: usize, limit: u32, p: usize, added: u32`),
  'assembly/hart/targets.ts': nothing('learnTarget', 'site: usize, offset: u32'),
  'assembly/hart/memory.ts':
    imports +
    nothing(
      'loadSlow',
      `${hart}, gva: u64, bytes: u32`,
      'u64',
      'return load<u64>(<usize>gva) & (bytes == 8 ? ~<u64>0 : (<u64>1 << (bytes << 3)) - 1)',
    ) +
    nothing('storeSlow', `${hart}, gva: u64, value: u64, bytes: u32`, 'void', 'memory.copy(<usize>gva, store64(value), bytes)') +
    'function store64(value: u64): usize { store<u64>(0x70000, value); return 0x70000 }\n',
  'assembly/hart/csr.ts': imports + recordHelpers('csrrw csrrs csrrc csrrwi csrrsi csrrci'),
  'assembly/hart/system.ts':
    imports +
    plainHelpers('ecall ebreak mret sret wfi wrsNto wrsSto fenceI sfenceWInval sfenceInvalIr') +
    recordHelpers('sfenceVma sinvalVma') +
    nothing('illegalInstruction', `${hart}, insn: u32`, 'void', 'hart.attention = 1'),
  'assembly/hart/trap.ts': imports + nothing('raiseIllegalInstruction', hart, 'void', 'hart.attention = 1'),
  'assembly/hart/cache-block.ts':
    imports + nothing('cboZero', `${hart}, ea: u64`) + nothing('cboManagement', `${hart}, ea: u64, kind: u32`),
  'assembly/hart/atomic.ts':
    imports +
    ['lrW', 'lrD'].map((name) => nothing(name, `${hart}, ea: u64`, 'u64', 'return 0')).join('') +
    ['scW', 'scD'].map((name) => nothing(name, `${hart}, ea: u64, value: u64`, 'u64', 'return 0')).join('') +
    ['amoW', 'amoD'].map((name) => nothing(name, `${hart}, ea: u64, value: u64, op: u32`, 'u64', 'return 0')).join('') +
    ['amocasW', 'amocasD']
      .map((name) => nothing(name, `${hart}, ea: u64, expected: u64, value: u64`, 'u64', 'return 0'))
      .join('') +
    nothing('amocasQ', `${hart}, w: u64`),
}

export type Registers = Readonly<Record<string, bigint>>

export interface Subject {
  /** Executes the program from its first instruction to its last and reads a register. */
  run(program: string, registers: Registers, result?: string): bigint
}

export async function prepareSubject(): Promise<Subject> {
  const { exports } = await compileAssembly<Exports>('assembly/hart/execute.gen.ts', { source, stubs })
  const all = extensionBits(extensions.map((extension) => extension.name))
  const number = (name: string): number => xNumbers.get(name) ?? 0
  return {
    run(program, registers, result = 'a0') {
      const { bytes } = assemble(program)
      const view = new DataView(bytes.buffer)
      exports.prepare(HART)
      for (const [name, value] of Object.entries(registers)) exports.setX(HART, number(name), value)
      let count = 0
      for (let offset = 0; offset < bytes.length; count++) {
        const low = view.getUint16(offset, true)
        exports.put((low & 3) === 3 ? view.getUint32(offset, true) : low, offset, all)
        offset += (low & 3) === 3 ? 4 : 2
      }
      // A taken branch leaves instructions over.
      for (let offset = bytes.length; offset < bytes.length + 64; offset += 4) exports.put(NOP, offset, all)
      const attention = exports.run(HART, count)
      if (attention !== 0) throw new Error(`${program}: refused`)
      return BigInt.asUintN(64, exports.x(HART, number(result)))
    },
  }
}
