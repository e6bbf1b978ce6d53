/** Ctrl-A as in QEMU: `Ctrl-A x` ends the guest, `Ctrl-A Ctrl-A` types a Ctrl-A. */
const controlA = 0x01
const lowerX = 0x78

export class EscapeKey {
  #isArmed = false

  /** Takes keys; gives those that are the guest's, and whether the end was asked for. */
  take(keys: Uint8Array): { bytes: Uint8Array; isEnd: boolean } {
    const bytes: number[] = []
    for (const key of keys) {
      if (this.#isArmed && key === lowerX) return { bytes: Uint8Array.from(bytes), isEnd: true }
      if (!this.#isArmed && key === controlA) {
        this.#isArmed = true
        continue
      }
      this.#isArmed = false
      bytes.push(key)
    }
    return { bytes: Uint8Array.from(bytes), isEnd: false }
  }
}
