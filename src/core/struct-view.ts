/** Reads and writes the fields of a struct in the core's memory, by their generated layout. */
import type { Core } from './core'

interface Field {
  readonly offset: number
  readonly type: string
  readonly count: number
  readonly bytes: number
}

/** Names of a layout's fields (everything but its size). */
type FieldName<Layout> = Exclude<keyof Layout, 'bytes'>
type Wide = 'u64' | 'i64'
export type FieldValue<Layout, Name extends keyof Layout> = Layout[Name] extends { type: Wide } ? bigint : number

export class StructView<Layout extends { readonly bytes: number }> {
  constructor(
    private readonly core: Pick<Core, 'view'>,
    private readonly layout: Layout,
    readonly pointer: number,
  ) {}

  get<Name extends FieldName<Layout>>(name: Name): FieldValue<Layout, Name> {
    return this.#read(this.#field(name), 0) as FieldValue<Layout, Name>
  }

  /** All the elements of an array field. */
  list<Name extends FieldName<Layout>>(name: Name): FieldValue<Layout, Name>[] {
    const field = this.#field(name)
    return Array.from({ length: field.count }, (_, index) => this.#read(field, index) as FieldValue<Layout, Name>)
  }

  set<Name extends FieldName<Layout>>(name: Name, value: FieldValue<Layout, Name>): void {
    const field = this.#field(name)
    const at = this.pointer + field.offset
    const { view } = this.core
    if (field.bytes === 8) view.setBigUint64(at, BigInt(value), true)
    else if (field.bytes === 4) view.setUint32(at, Number(value), true)
    else if (field.bytes === 2) view.setUint16(at, Number(value), true)
    else view.setUint8(at, Number(value))
  }

  #field(name: FieldName<Layout>): Field {
    return this.layout[name] as Field
  }

  #read({ offset, type, bytes }: Field, index: number): number | bigint {
    const at = this.pointer + offset + index * bytes
    const { view } = this.core
    if (type === 'u64') return view.getBigUint64(at, true)
    if (type === 'i64') return view.getBigInt64(at, true)
    if (type === 'u32') return view.getUint32(at, true)
    return type === 'u16' ? view.getUint16(at, true) : view.getUint8(at)
  }
}
