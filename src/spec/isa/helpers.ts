/** Functions of the core that instruction rows call, with their signatures. */
import type { Type } from './operators'

export interface Helper {
  readonly name: string
  /** Module under assembly/hart. */
  readonly module: string
  /** Parameters after the hart. */
  readonly parameters: readonly Type[]
  readonly result: Type | undefined
  /** Takes the hart first. */
  readonly takesHart: boolean
  /** May set `hart.attention`: the instruction is then not completed here. */
  readonly mayLeave: boolean
  /** May raise floating-point exception flags. */
  readonly raisesFlags: boolean
  /** Frequent enough to be called from the main loop. */
  readonly isHot: boolean
}

const types = (letters: string): Type[] => [...letters].map((letter) => (letter === 'l' ? 'i64' : 'i32'))

interface Shape {
  module: string
  /** l is an i64, i an i32; `>` comes before the result. */
  signature: string
  takesHart?: boolean
  mayLeave?: boolean
  raisesFlags?: boolean
  isHot?: boolean
}

function define(names: string, shape: Shape): Helper[] {
  const [parameters = '', result] = shape.signature.split('>')
  return names.split(' ').map((name) => ({
    name,
    module: shape.module,
    parameters: types(parameters),
    result: result === undefined || result === '' ? undefined : types(result)[0],
    takesHart: shape.takesHart ?? false,
    mayLeave: shape.mayLeave ?? false,
    raisesFlags: shape.raisesFlags ?? false,
    isHot: shape.isHot ?? false,
  }))
}

const system = (names: string, signature: string): Helper[] =>
  define(names, { module: 'system', signature, takesHart: true, mayLeave: true })

type FloatShape = Partial<Shape> & { signature: string }

/** One function per format; those that round refuse a reserved dynamic mode. */
const float = (names: string, { module, ...shape }: FloatShape & { module: string }, formats = 's d h'): Helper[] =>
  formats.split(' ').flatMap((format) => define(names.replaceAll('*', format), { module: `float/${module}`, ...shape }))

const rounding = { takesHart: true, mayLeave: true, raisesFlags: true } as const
const raising = { takesHart: true, raisesFlags: true } as const
const fusedNames = 'fmadd_* fmsub_* fnmsub_* fnmadd_*'
const binaryNames = 'fadd_* fsub_* fmul_* fdiv_*'

const all: readonly Helper[] = [
  ...define('mulh mulhsu mulhu', { module: 'integer/multiply', signature: 'll>l', isHot: true }),
  ...define('div divu rem remu divw divuw remw remuw', { module: 'integer/divide', signature: 'll>l', isHot: true }),
  ...define('clmul clmulh clmulr', { module: 'integer/carryless', signature: 'll>l' }),
  ...define('rev8 brev8', { module: 'integer/reverse', signature: 'l>l' }),
  ...define('xperm4 xperm8', { module: 'integer/crossbar', signature: 'll>l' }),
  ...define('aes64es aes64esm aes64ds aes64dsm aes64ks1i aes64ks2', { module: 'integer/aes', signature: 'll>l' }),
  ...define('aes64im', { module: 'integer/aes', signature: 'l>l' }),
  ...float(binaryNames, { module: 'arithmetic', signature: 'lli>l', ...rounding, isHot: true }, 's d'),
  ...float(binaryNames, { module: 'arithmetic', signature: 'lli>l', ...rounding }, 'h'),
  ...float('fsqrt_*', { module: 'arithmetic', signature: 'li>l', ...rounding }),
  ...float(fusedNames, { module: 'fused', signature: 'llli>l', ...rounding, isHot: true }, 's d'),
  ...float(fusedNames, { module: 'fused', signature: 'llli>l', ...rounding }, 'h'),
  ...float('fsgnj_* fsgnjn_* fsgnjx_*', { module: 'sign', signature: 'll>l', isHot: true }, 's d'),
  ...float('fsgnj_* fsgnjn_* fsgnjx_*', { module: 'sign', signature: 'll>l' }, 'h'),
  ...float('feq_* flt_* fle_*', { module: 'compare', signature: 'll>l', ...raising, isHot: true }, 's d'),
  ...float('feq_* flt_* fle_*', { module: 'compare', signature: 'll>l', ...raising }, 'h'),
  ...float('fmin_* fmax_* fminm_* fmaxm_* fleq_* fltq_*', { module: 'compare', signature: 'll>l', ...raising }),
  ...float('fclass_*', { module: 'compare', signature: 'l>l' }),
  ...float('fli_*', { module: 'constants', signature: 'i>l' }),
  ...float('fround_* froundnx_*', { module: 'integral', signature: 'li>l', ...rounding }),
  ...float('fcvt_w_* fcvt_wu_* fcvt_l_* fcvt_lu_* fcvt_*_w fcvt_*_wu fcvt_*_l fcvt_*_lu', {
    module: 'convert-integer',
    signature: 'li>l',
    ...rounding,
  }),
  ...float('fcvtmod_w_*', { module: 'convert-integer', signature: 'l>l', ...raising }, 'd'),
  ...float(
    'fcvt_s_d fcvt_d_s fcvt_s_h fcvt_h_s fcvt_d_h fcvt_h_d',
    { module: 'convert-format', signature: 'li>l', ...rounding },
    '*',
  ),
  ...define('lrW lrD', { module: 'atomic', signature: 'l>l', takesHart: true, mayLeave: true }),
  ...define('scW scD', { module: 'atomic', signature: 'll>l', takesHart: true, mayLeave: true }),
  ...define('amoW amoD', { module: 'atomic', signature: 'lli>l', takesHart: true, mayLeave: true }),
  ...define('amocasW amocasD', { module: 'atomic', signature: 'lll>l', takesHart: true, mayLeave: true }),
  ...define('amocasQ', { module: 'atomic', signature: 'l', takesHart: true, mayLeave: true }),
  ...define('fence', { module: 'fence', signature: '', takesHart: true, isHot: true }),
  ...define('csrrw csrrs csrrc csrrwi csrrsi csrrci', { module: 'csr', signature: 'l', takesHart: true, mayLeave: true }),
  ...system('ecall ebreak mret sret wfi wrsNto wrsSto fenceI sfenceWInval sfenceInvalIr', ''),
  ...system('sfenceVma sinvalVma', 'l'),
  ...define('cboZero', { module: 'cache-block', signature: 'l', takesHart: true, mayLeave: true }),
  ...define('cboManagement', { module: 'cache-block', signature: 'li', takesHart: true, mayLeave: true }),
]

export const helpers: ReadonlyMap<string, Helper> = new Map(all.map((helper) => [helper.name, helper]))
