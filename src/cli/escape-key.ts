/** Ctrl-A as in QEMU: `Ctrl-A` and a letter is a command, `Ctrl-A Ctrl-A` types a Ctrl-A. */
const controlA = 0x01

/** Keys for the guest, or a command. */
export type KeyInput = { bytes: Uint8Array } | { command: string }

export class EscapeKey {
  readonly #commands: string
  #isArmed = false

  /** Each character is a command. */
  constructor(commands = 'x') {
    this.#commands = commands
  }

  /** Takes keys, and splits them in their order. */
  take(keys: Uint8Array): KeyInput[] {
    const inputs: KeyInput[] = []
    let bytes: number[] = []
    const flush = (): void => {
      if (bytes.length > 0) inputs.push({ bytes: Uint8Array.from(bytes) })
      bytes = []
    }
    for (const key of keys) {
      const command = String.fromCharCode(key)
      if (this.#isArmed && this.#commands.includes(command)) {
        flush()
        inputs.push({ command })
      } else if (this.#isArmed || key !== controlA) bytes.push(key)
      else {
        this.#isArmed = true
        continue
      }
      this.#isArmed = false
    }
    flush()
    return inputs
  }
}
