/** An xterm.js addon that connects a terminal to a guest's console. */
import type { Guest } from './guest/guest'

/** The part of xterm.js's `Terminal` that is used; a `Terminal` fits. */
export interface XtermTerminal {
  write(data: Uint8Array, callback?: () => void): void
  onData(listener: (data: string) => void): { dispose(): void }
  onBinary(listener: (data: string) => void): { dispose(): void }
}

/**
 * Shows the console of `guest` and types into it:
 *
 *     terminal.loadAddon(new GuestConsoleAddon(guest))
 */
export class GuestConsoleAddon {
  readonly #guest: Guest
  readonly #disposals: (() => void)[] = []

  constructor(guest: Guest) {
    this.#guest = guest
  }

  activate(terminal: XtermTerminal): void {
    const { console } = this.#guest
    const write = (bytes: Uint8Array): void => void console.write(bytes).catch(() => {})
    const data = terminal.onData((text) => write(new TextEncoder().encode(text)))
    const binary = terminal.onBinary((text) => write(Uint8Array.from(text, (character) => character.charCodeAt(0))))
    const stopShowing = console.show((bytes) => new Promise<void>((resolve) => terminal.write(bytes, resolve)))
    this.#disposals.push(
      () => data.dispose(),
      () => binary.dispose(),
      stopShowing,
    )
  }

  dispose(): void {
    for (const dispose of this.#disposals.splice(0)) dispose()
  }
}
