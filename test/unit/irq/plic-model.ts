/** What the PLIC specification says of gateways, priorities and claims, written per source and per context: slow and plain. */

const SOURCES = 95

export class PlicModel {
  readonly #contexts: number
  readonly #levels = new Set<number>()
  readonly #pending = new Set<number>()
  readonly #claimed = new Set<number>()
  readonly #priority = new Map<number, number>()
  readonly #threshold = new Map<number, number>()
  readonly #enabled: readonly Set<number>[]

  constructor(contexts: number) {
    this.#contexts = contexts
    this.#enabled = Array.from({ length: contexts }, () => new Set<number>())
  }

  /** Whether the context's external interrupt is up. */
  line(context: number): boolean {
    return this.#best(context) !== 0
  }

  drive(source: number, level: boolean): void {
    if (!isSource(source)) return
    if (level) this.#levels.add(source)
    else this.#levels.delete(source)
    this.#gateway(source)
  }

  /** A read of the claim register claims. */
  read(offset: number): bigint {
    const context = (offset - 0x20_0000) >> 12
    if (offset < 0x1000) return BigInt(this.#priority.get(offset / 4) ?? 0)
    if (offset < 0x2000) return word(this.#pending, (offset - 0x1000) * 8)
    if (offset < 0x20_0000) return word(this.#enabled[(offset - 0x2000) >> 7] ?? new Set(), (offset & 0x7f) * 8)
    if ((offset & 0xfff) === 0) return BigInt(this.#threshold.get(context) ?? 0)
    return (offset & 0xfff) === 4 ? BigInt(this.#claim(context)) : 0n
  }

  write(offset: number, value: number): void {
    const context = (offset - 0x20_0000) >> 12
    if (offset < 0x1000) this.#setPriority(offset / 4, value & 7)
    else if (offset >= 0x2000 && offset < 0x20_0000) this.#enable((offset - 0x2000) >> 7, (offset & 0x7f) * 8, value)
    else if (offset < 0x20_0000 || context >= this.#contexts) return
    else if ((offset & 0xfff) === 0) this.#threshold.set(context, value & 7)
    else if ((offset & 0xfff) === 4) this.#complete(value)
  }

  #setPriority(source: number, priority: number): void {
    if (isSource(source)) this.#priority.set(source, priority)
  }

  #enable(context: number, first: number, value: number): void {
    const enabled = this.#enabled[context]
    for (let bit = 0; bit < 32; bit++) {
      const source = first + bit
      if (enabled === undefined || source === 0 || source >= 96) continue
      if (((value >>> bit) & 1) === 1) enabled.add(source)
      else enabled.delete(source)
    }
  }

  #claim(context: number): number {
    const source = this.#best(context)
    if (source === 0) return 0
    this.#pending.delete(source)
    this.#claimed.add(source)
    return source
  }

  #complete(source: number): void {
    if (this.#claimed.delete(source)) this.#gateway(source)
  }

  #gateway(source: number): void {
    if (this.#claimed.has(source)) return
    if (this.#levels.has(source)) this.#pending.add(source)
    else this.#pending.delete(source)
  }

  #best(context: number): number {
    const rank = (source: number): number => this.#priority.get(source) ?? 0
    const ready = [...this.#pending].filter(
      (source) => this.#enabled[context]?.has(source) && rank(source) > (this.#threshold.get(context) ?? 0),
    )
    return ready.sort((a, b) => rank(b) - rank(a) || a - b)[0] ?? 0
  }
}

function isSource(source: number): boolean {
  return source >= 1 && source <= SOURCES
}

function word(members: ReadonlySet<number>, first: number): bigint {
  let bits = 0n
  for (const member of members) if (member >= first && member < first + 32) bits |= 1n << BigInt(member - first)
  return bits
}
