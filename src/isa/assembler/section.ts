/** A section under construction: bytes that grow, an alignment, a place. */

export class Section {
  readonly name: string
  /** Known once all sections have their size. */
  address = 0n
  alignment = 1
  #bytes = new Uint8Array(256)
  #length = 0

  constructor(name: string) {
    this.name = name
  }

  get length(): number {
    return this.#length
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  /** No contents in the image: only zeros are reserved. */
  get isZeroes(): boolean {
    return this.name === '.bss' || this.name.startsWith('.bss.') || this.name === '.sbss'
  }

  get isText(): boolean {
    return this.name === '.text' || this.name.startsWith('.text.') || this.name === '.init'
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.#bytes.set(bytes, this.#length - bytes.length)
  }

  reserve(count: number): void {
    const length = this.#length + count
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(length, this.#bytes.length * 2))
      grown.set(this.#bytes)
      this.#bytes = grown
    }
    this.#length = length
  }

  write(offset: number, value: bigint, size: number): void {
    for (let index = 0; index < size; index++) this.#bytes[offset + index] = Number(BigInt.asUintN(8, value >> BigInt(index * 8)))
  }
}
