/** What an instruction does: statements over expressions of WebAssembly operators and named helper calls. */
import { type Helper, helpers } from './helpers'
import { type Operator, operators, type Type } from './operators'

export type XField = 'rd' | 'rs1' | 'rs2'
export type FField = 'fd' | 'fs1' | 'fs2' | 'fs3'

export type Expression =
  | { readonly kind: 'operator'; readonly operator: Operator; readonly operands: readonly Expression[]; readonly type: Type }
  | { readonly kind: 'call'; readonly helper: Helper; readonly operands: readonly Expression[]; readonly type: Type }
  | { readonly kind: 'x'; readonly field: XField; readonly type: 'i64' }
  | { readonly kind: 'f'; readonly field: FField; readonly type: 'i64' }
  | { readonly kind: 'constant'; readonly value: bigint; readonly type: Type }
  /** Sign-extended immediate, address of this instruction, rounding-mode field, decoded record. */
  | { readonly kind: 'imm' | 'pc' | 'record'; readonly type: 'i64' }
  | { readonly kind: 'rm'; readonly type: 'i32' }

export type Statement =
  | { readonly kind: 'set'; readonly field: 'rd' | 'fd'; readonly value: Expression }
  /** Loads into x are extended; loads into f are NaN-boxed. */
  | {
      readonly kind: 'load'
      readonly field: 'rd' | 'fd'
      readonly bytes: number
      readonly signed: boolean
      readonly address: Expression
    }
  | { readonly kind: 'store'; readonly bytes: number; readonly address: Expression; readonly value: Expression }
  /** To pc + imm when the condition is not zero. */
  | { readonly kind: 'branch'; readonly condition: Expression }
  /** Links rd; to pc + imm. */
  | { readonly kind: 'jump' }
  /** Links rd after the target is known. */
  | { readonly kind: 'jumpIndirect'; readonly target: Expression }
  | { readonly kind: 'run'; readonly call: Expression }

function operation(name: string): (...operands: Expression[]) => Expression {
  const operator = operators.get(name)
  if (operator === undefined) throw new Error(`no WebAssembly operator ${name}`)
  return (...operands) => {
    const given = operands.map((operand) => operand.type).join()
    if (given !== operator.parameters.join()) throw new Error(`${name}(${given}): expected (${operator.parameters.join()})`)
    return { kind: 'operator', operator, operands, type: operator.result }
  }
}

export const add = operation('i64.add')
export const sub = operation('i64.sub')
export const mul = operation('i64.mul')
export const and = operation('i64.and')
export const or = operation('i64.or')
export const xor = operation('i64.xor')
export const shl = operation('i64.shl')
export const shrS = operation('i64.shr_s')
export const shrU = operation('i64.shr_u')
export const rotl = operation('i64.rotl')
export const rotr = operation('i64.rotr')
export const clz = operation('i64.clz')
export const ctz = operation('i64.ctz')
export const popcnt = operation('i64.popcnt')
export const eqz = operation('i64.eqz')
export const eq = operation('i64.eq')
export const ne = operation('i64.ne')
export const ltS = operation('i64.lt_s')
export const ltU = operation('i64.lt_u')
export const geS = operation('i64.ge_s')
export const geU = operation('i64.ge_u')
export const shl32 = operation('i32.shl')
export const shrS32 = operation('i32.shr_s')
export const shrU32 = operation('i32.shr_u')
export const rotl32 = operation('i32.rotl')
export const rotr32 = operation('i32.rotr')
export const clz32 = operation('i32.clz')
export const ctz32 = operation('i32.ctz')
export const popcnt32 = operation('i32.popcnt')
export const wrap = operation('i32.wrap_i64')
export const extendS = operation('i64.extend_i32_s')
export const extendU = operation('i64.extend_i32_u')
export const sext8 = operation('i64.extend8_s')
export const sext16 = operation('i64.extend16_s')
export const sext32 = operation('i64.extend32_s')
export const select = operation('select')

const x = (field: XField): Expression => ({ kind: 'x', field, type: 'i64' })
const f = (field: FField): Expression => ({ kind: 'f', field, type: 'i64' })
export const rs1 = x('rs1')
export const rs2 = x('rs2')
/** rd as a source: compare-and-swap reads the register that it writes. */
export const rdValue = x('rd')
export const fs1 = f('fs1')
export const fs2 = f('fs2')
export const fs3 = f('fs3')
export const imm: Expression = { kind: 'imm', type: 'i64' }
export const pc: Expression = { kind: 'pc', type: 'i64' }
export const rm: Expression = { kind: 'rm', type: 'i32' }
export const record: Expression = { kind: 'record', type: 'i64' }
export const constant = (value: bigint | number): Expression => ({ kind: 'constant', value: BigInt(value), type: 'i64' })
export const constant32 = (value: number): Expression => ({ kind: 'constant', value: BigInt(value), type: 'i32' })
export const not = (value: Expression): Expression => xor(value, constant(-1))
/** A comparison's 0 or 1 as a register value. */
export const bool = (comparison: Expression): Expression => extendU(comparison)

/** The low `bits` of a value, NaN-boxed: all ones above (unprivileged manual, "NaN Boxing of Narrower Values"). */
export const boxed = (value: Expression, bits: number): Expression => or(value, constant(-(2n ** BigInt(bits))))

export function call(name: string, ...operands: Expression[]): Expression {
  const helper = helpers.get(name)
  if (helper === undefined) throw new Error(`no helper ${name}`)
  const given = operands.map((operand) => operand.type).join()
  if (given !== helper.parameters.join()) throw new Error(`${name}(${given}): expected (${helper.parameters.join()})`)
  return { kind: 'call', helper, operands, type: helper.result ?? 'i64' }
}

export const rd = (value: Expression): Statement => ({ kind: 'set', field: 'rd', value })
export const fd = (value: Expression): Statement => ({ kind: 'set', field: 'fd', value })
export const run = (name: string, ...operands: Expression[]): Statement => ({ kind: 'run', call: call(name, ...operands) })
export const branch = (condition: Expression): Statement => ({ kind: 'branch', condition })
export const jump: Statement = { kind: 'jump' }
export const jumpIndirect = (target: Expression): Statement => ({ kind: 'jumpIndirect', target })

const effectiveAddress = add(rs1, imm)
export const loadS = (bytes: number): Statement => ({ kind: 'load', field: 'rd', bytes, signed: true, address: effectiveAddress })
export const loadU = (bytes: number): Statement => ({
  kind: 'load',
  field: 'rd',
  bytes,
  signed: false,
  address: effectiveAddress,
})
export const loadF = (bytes: number): Statement => ({
  kind: 'load',
  field: 'fd',
  bytes,
  signed: false,
  address: effectiveAddress,
})
export const store = (bytes: number): Statement => ({ kind: 'store', bytes, address: effectiveAddress, value: rs2 })
export const storeF = (bytes: number): Statement => ({ kind: 'store', bytes, address: effectiveAddress, value: fs2 })

/** Expressions that a statement evaluates directly. */
export function expressionsOf(statement: Statement): Expression[] {
  switch (statement.kind) {
    case 'set':
      return [statement.value]
    case 'load':
      return [statement.address]
    case 'store':
      return [statement.address, statement.value]
    case 'branch':
      return [statement.condition]
    case 'jump':
      return []
    case 'jumpIndirect':
      return [statement.target]
    case 'run':
      return [statement.call]
  }
}

/** The expression and everything below it. */
export function subexpressions(expression: Expression): Expression[] {
  const operands = expression.kind === 'operator' || expression.kind === 'call' ? expression.operands : []
  return [expression, ...operands.flatMap(subexpressions)]
}

export const everyExpression = (semantics: readonly Statement[]): Expression[] =>
  semantics.flatMap(expressionsOf).flatMap(subexpressions)
