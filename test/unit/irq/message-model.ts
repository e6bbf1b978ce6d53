/** What the AIA's chapters 3 and 4 say of interrupt files and APLIC domains, written per identity and per source: slow and plain. */

const IDENTITIES = 255
const SOURCES = 96
const D = 0x400
const DETACHED = 1
const RISING = 4
const FALLING = 5
const HIGH = 6
const LOW = 7

export type Level = 'machine' | 'supervisor'

/** Bits of a set's members from `first` on, as a register of `width` bits shows them. */
function word(members: ReadonlySet<number>, first: number, width: number): bigint {
  let bits = 0n
  for (const member of members) if (member >= first && member < first + width) bits |= 1n << BigInt(member - first)
  return bits
}

export class FileModel {
  delivery = 0n
  threshold = 0n
  readonly pending = new Set<number>()
  readonly enabled = new Set<number>()

  top(): number {
    const ready = [...this.pending].filter((identity) => this.enabled.has(identity))
    const least = Math.min(...ready)
    if (ready.length === 0 || (this.threshold !== 0n && BigInt(least) >= this.threshold)) return 0
    return least * 0x1_0001
  }

  claim(): number {
    const top = this.top()
    this.pending.delete(top & 0x7ff)
    return top
  }

  line(): boolean {
    return this.delivery === 1n && this.top() !== 0
  }

  send(identity: number): void {
    if (identity >= 1 && identity <= IDENTITIES) this.pending.add(identity)
  }

  get(select: number): bigint {
    if (select === 0x70) return this.delivery
    if (select === 0x72) return this.threshold
    return word(select < 0xc0 ? this.pending : this.enabled, (select & 0x3f) * 32, 64)
  }

  set(select: number, value: bigint): void {
    if (select === 0x70) this.delivery = value & 1n
    else if (select === 0x72) this.threshold = value & 0x7ffn
    else this.#setArray(select < 0xc0 ? this.pending : this.enabled, (select & 0x3f) * 32, value)
  }

  #setArray(members: Set<number>, first: number, value: bigint): void {
    for (let bit = 0; bit < 64; bit++) {
      const identity = first + bit
      if (identity < 1 || identity > IDENTITIES) continue
      if (((value >> BigInt(bit)) & 1n) === 1n) members.add(identity)
      else members.delete(identity)
    }
  }
}

type Send = (hart: number, identity: number) => void

export class DomainModel {
  readonly #level: Level
  readonly #send: Send
  readonly #child: DomainModel | undefined
  readonly #lines = new Set<number>()
  readonly #pending = new Set<number>()
  readonly #enabled = new Set<number>()
  readonly #sourcecfg: number[] = Array.from({ length: SOURCES + 1 }, () => 0)
  readonly #target: number[] = Array.from({ length: SOURCES + 1 }, () => 0)
  #enable = false
  #genmsi = 0
  /** Sources that this domain may have. */
  readonly owned = new Set<number>()

  constructor(level: Level, send: Send, child?: DomainModel) {
    this.#level = level
    this.#send = send
    this.#child = child
    if (child !== undefined) for (let source = 1; source <= SOURCES; source++) this.owned.add(source)
  }

  read(offset: number): bigint {
    if (offset === 0) return 0x8000_0004n | (this.#enable ? 0x100n : 0n)
    if (offset <= 4 * SOURCES) return BigInt(this.#sourcecfg[offset / 4] ?? 0)
    if (offset === 0x3000) return BigInt(this.#genmsi)
    if (offset > 0x3000 && offset <= 0x3000 + 4 * SOURCES) return BigInt(this.#target[(offset - 0x3000) / 4] ?? 0)
    const first = (offset & 0xff) * 8
    if (offset >> 8 === 0x1c) return word(this.#pending, first, 32)
    if (offset >> 8 === 0x1d) return word(this.#high(), first, 32)
    return offset >> 8 === 0x1e ? word(this.#enabled, first, 32) : 0n
  }

  write(offset: number, value: number): void {
    if (offset === 0) this.#enable = (value & 0x100) !== 0
    else if (offset <= 4 * SOURCES) this.#configure(offset / 4, value)
    else if (offset === 0x3000) this.#extempore(value)
    else if (offset > 0x3000 && offset <= 0x3000 + 4 * SOURCES) this.#aim((offset - 0x3000) / 4, value)
    else if (offset === 0x2000) this.#request(value)
    else if (offset === 0x2004) this.#request(Buffer.from(Uint32Array.of(value).buffer).readUInt32BE())
    else if (offset >= 0x1c00 && offset < 0x2000) this.#writeBits(offset, value)
    this.#forward()
  }

  drive(source: number, level: boolean): void {
    if (source < 1 || source > SOURCES) return
    const before = this.#isHigh(source)
    if (level) this.#lines.add(source)
    else this.#lines.delete(source)
    if (!before && this.#isHigh(source)) this.#pending.add(source)
    if (before && !this.#isHigh(source) && this.#isLevel(source)) this.#pending.delete(source)
    this.#forward()
    this.#child?.drive(source, level)
  }

  #configure(source: number, value: number): void {
    if (!this.owned.has(source)) return
    const delegates = (value & D) !== 0 && this.#child !== undefined
    const mode = (value & D) === 0 && [DETACHED, RISING, FALLING, HIGH, LOW].includes(value & 7) ? value & 7 : 0
    this.#sourcecfg[source] = delegates ? D : mode
    if (mode === 0) this.#silence(source)
    else if (this.#isHigh(source)) this.#pending.add(source)
    if (delegates) this.#child?.owned.add(source)
    else this.#child?.lose(source)
  }

  lose(source: number): void {
    this.owned.delete(source)
    this.#sourcecfg[source] = 0
    this.#silence(source)
  }

  #silence(source: number): void {
    this.#pending.delete(source)
    this.#enabled.delete(source)
  }

  #writeBits(offset: number, value: number): void {
    const kind = offset >> 8
    if ((offset & 0xff) === 0xdc) {
      this.#change(kind, value)
      return
    }
    for (let bit = 0; bit < 32; bit++) if (((value >>> bit) & 1) === 1) this.#change(kind, (offset & 0xff) * 8 + bit)
  }

  #change(kind: number, source: number): void {
    if (kind === 0x1c) this.#request(source)
    else if (kind === 0x1d) this.#pending.delete(source)
    else if (kind === 0x1f) this.#enabled.delete(source)
    else if (this.#isActive(source)) this.#enabled.add(source)
  }

  /** By software: a level that is low stays low. */
  #request(source: number): void {
    if (this.#isActive(source) && (!this.#isLevel(source) || this.#isHigh(source))) this.#pending.add(source)
  }

  /** In M-mode's domain the guest index does not exist. */
  #aim(source: number, value: number): void {
    this.#target[source] = (value & (this.#level === 'machine' ? 0xfffc_07ff : 0xffff_f7ff)) >>> 0
  }

  #extempore(value: number): void {
    this.#genmsi = (value & 0xfffc_07ff) >>> 0
    this.#send(value >>> 18, value & 0x7ff)
  }

  #forward(): void {
    if (!this.#enable) return
    for (const source of [...this.#pending].filter((pending) => this.#enabled.has(pending))) {
      this.#pending.delete(source)
      const target = this.#target[source] ?? 0
      if (((target >> 12) & 0x3f) === 0) this.#send(target >>> 18, target & 0x7ff)
    }
  }

  #isActive(source: number): boolean {
    return ![undefined, 0, D].includes(this.#sourcecfg[source])
  }

  #isLevel(source: number): boolean {
    return [HIGH, LOW].includes(this.#sourcecfg[source] ?? 0)
  }

  #high(): Set<number> {
    return new Set([...this.#sourcecfg.keys()].filter((source) => this.#isHigh(source)))
  }

  #isHigh(source: number): boolean {
    const mode = this.#sourcecfg[source] ?? 0
    if ([RISING, HIGH].includes(mode)) return this.#lines.has(source)
    return [FALLING, LOW].includes(mode) && !this.#lines.has(source)
  }
}
