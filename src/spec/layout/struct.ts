/** Describes a record in Wasm memory once, so that both languages read it at the same offsets. */
export type Scalar = 'u8' | 'u16' | 'u32' | 'u64' | 'i64' | 'f64'

export interface Field {
  readonly name: string
  readonly type: Scalar
  /** Elements: 1 for a scalar, more for a trailing array. */
  readonly count: number
  readonly doc: string
  readonly domain?: Domain | undefined
}

/**
 * Values that the core relies on, where it does not look: what comes from outside, in a snapshot, is held to them.
 * `fixed` as in a new guest of the same plan, for good; `most` at most that; `of` one of these.
 */
export type Domain = 'fixed' | { readonly most: number | bigint } | { readonly of: readonly number[] }

export interface Struct {
  readonly name: string
  readonly doc: string
  readonly fields: readonly PlacedField[]
  /** Size in bytes, a multiple of `align`. */
  readonly bytes: number
  readonly align: number
}

export interface PlacedField extends Field {
  readonly offset: number
}

export const scalarBytes: Readonly<Record<Scalar, number>> = { u8: 1, u16: 2, u32: 4, u64: 8, i64: 8, f64: 8 }

const scalar =
  (type: Scalar) =>
  (name: string, doc: string, domain?: Domain): Field => ({ name, type, count: 1, doc, domain })
export const u8 = scalar('u8')
export const u16 = scalar('u16')
export const u32 = scalar('u32')
export const u64 = scalar('u64')
export const i64 = scalar('i64')

/** An array of `count` elements; arrays follow the scalars of their struct. */
export const array = (type: Scalar, name: string, count: number, doc: string, domain?: Domain): Field => ({
  name,
  type,
  count,
  doc,
  domain,
})

/** Lays the fields out in order with natural alignment and rounds the size up to `align` bytes. */
export function struct(name: string, doc: string, fields: readonly Field[], align = 16): Struct {
  let offset = 0
  let sawArray = false
  const names = new Set<string>()
  const placed = fields.map((field) => {
    if (names.has(field.name)) throw new Error(`${name}.${field.name} is declared twice`)
    names.add(field.name)
    if (field.count > 1) sawArray = true
    else if (sawArray) throw new Error(`${name}.${field.name}: scalars come before arrays`)
    const size = scalarBytes[field.type]
    offset = roundUp(offset, field.count > 1 ? 8 : size)
    const here = { ...field, offset }
    offset += size * field.count
    return here
  })
  return { name, doc, fields: placed, bytes: roundUp(offset, align), align }
}

export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step
}
