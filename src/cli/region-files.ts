/** `--dump-regions`: a file for each translated region, its guest code beside its WebAssembly text. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TranslatedModule } from '../translator/batch'
import { regionPc, regionText } from '../translator/region-text'
import { regionFunctionTexts } from './wasm-text'

export class RegionFiles {
  readonly #folder: string
  /** Regions of an address so far: code that is translated again, or entered elsewhere, gets a file of its own. */
  readonly #counts = new Map<string, number>()
  #written: Promise<void>

  constructor(folder: string) {
    this.#folder = folder
    this.#written = mkdir(folder, { recursive: true }).then(() => {})
    // Told by finish(); until then it is no unhandled rejection.
    this.#written.catch(() => {})
  }

  add(module: TranslatedModule): void {
    this.#written = this.#written.then(() => this.#write(module))
    this.#written.catch(() => {})
  }

  /** Waits until everything is written; rejects when something could not be. */
  finish(): Promise<void> {
    return this.#written
  }

  async #write({ bytes, regions }: TranslatedModule): Promise<void> {
    const texts = await regionFunctionTexts(bytes)
    for (const region of regions) {
      const text = regionText(region, texts[region.function] ?? '')
      await writeFile(join(this.#folder, this.#name(regionPc(region))), text)
    }
  }

  /** As `00000000802000a4.wat`, and then `00000000802000a4-2.wat`: listings sort them by address. */
  #name(pc: bigint): string {
    const address = pc.toString(16).padStart(16, '0')
    const count = (this.#counts.get(address) ?? 0) + 1
    this.#counts.set(address, count)
    return count === 1 ? `${address}.wat` : `${address}-${count}.wat`
  }
}
