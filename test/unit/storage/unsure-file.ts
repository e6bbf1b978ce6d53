/** The file under an image on a disk that fails, and loses its power: what was not flushed is there, or not, sector by sector. */
import type { GrowableFile } from '../../../src/storage/qcow2/storage'
import type { Random } from '../../support/random'

export const sectorBytes = 512

/** What happens at the step with that number; steps are writes and flushes. */
export interface Mishap {
  step: number
  /** An error, after which all goes on; or the end of everything. */
  kind: 'error' | 'power cut'
}

interface Write {
  offset: number
  content: Uint8Array
}

class Bytes {
  length: number
  #room: Uint8Array

  constructor(content: Uint8Array) {
    this.#room = new Uint8Array(content)
    this.length = content.length
  }

  get all(): Uint8Array {
    return this.#room.subarray(0, this.length)
  }

  put({ offset, content }: Write): void {
    this.length = Math.max(this.length, offset + content.length)
    if (this.length > this.#room.length) {
      const larger = new Uint8Array(2 * this.length)
      larger.set(this.#room)
      this.#room = larger
    }
    this.#room.set(content, offset)
  }
}

export class UnsureFile implements GrowableFile {
  /** Writes and flushes so far. */
  steps = 0
  readonly #random: Random
  readonly #mishap: Mishap | undefined
  readonly #content: Bytes
  readonly #durable: Bytes
  #pending: Write[] = []

  constructor(content: Uint8Array, options: { random: Random; mishap?: Mishap | undefined }) {
    this.#content = new Bytes(content)
    this.#durable = new Bytes(content)
    this.#random = options.random
    this.#mishap = options.mishap
  }

  get bytes(): number {
    return this.#content.length
  }

  get isOff(): boolean {
    return this.#mishap?.kind === 'power cut' && this.steps >= this.#mishap.step
  }

  read(offset: number, into: Uint8Array): undefined {
    if (this.isOff) throw new Error('power cut')
    into.fill(0).set(this.#content.all.subarray(offset, offset + into.length))
  }

  /** One that fails has written some of its sectors. */
  write(offset: number, from: Uint8Array): undefined {
    if (!this.#goesWrong()) return this.#put(offset, from)
    const first = sectorBytes - (offset % sectorBytes)
    const whole = Math.max(0, Math.floor((from.length - first) / sectorBytes) + 1)
    const count = this.#random.below(whole + 1)
    if (count > 0) this.#put(offset, from.subarray(0, first + (count - 1) * sectorBytes))
    throw new Error(this.isOff ? 'power cut' : 'ENOSPC')
  }

  flush(): undefined {
    if (this.#goesWrong()) throw new Error(this.isOff ? 'power cut' : 'EIO')
    for (const write of this.#pending) this.#durable.put(write)
    this.#pending = []
  }

  close(): undefined {}

  /** What is on the disk when there is power again: of every sector, what it was at some moment since the last flush. */
  afterPowerCut(): Uint8Array {
    const ofSector = new Map<number, Write[]>()
    for (const { offset, content } of this.#pending) {
      for (let at = 0; at < content.length; ) {
        const sector = Math.floor((offset + at) / sectorBytes)
        const bytes = Math.min(content.length - at, (sector + 1) * sectorBytes - offset - at)
        const part = { offset: offset + at, content: content.subarray(at, at + bytes) }
        ofSector.set(sector, [...(ofSector.get(sector) ?? []), part])
        at += bytes
      }
    }
    const kept = [...ofSector.values()].flatMap((parts) => parts.slice(0, this.#random.below(parts.length + 1)))
    const image = new Bytes(this.#durable.all)
    for (const write of kept) image.put(write)
    return image.all
  }

  #goesWrong(): boolean {
    this.steps++
    return this.isOff || this.steps === this.#mishap?.step
  }

  #put(offset: number, from: Uint8Array): undefined {
    const write = { offset, content: from.slice() }
    this.#content.put(write)
    this.#pending.push(write)
  }
}
