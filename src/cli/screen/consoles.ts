/** The consoles of several guests on one terminal, one at a time, with a line that tells which; and a table over them. */
import process from 'node:process'
import type { Guest } from '../../guest/guest'
import type { HostStatsSample } from '../../host/statistics'
import { EscapeKey } from '../escape-key'
import { typeInto } from '../terminal'
import { TopView } from '../top/view'
import { GuestScreen, type ScreenSize } from './guest-screen'
import { type Canvas, Painter, type Picture } from './painter'
import { statusLine } from './status-line'

const commands = 'xnptk123456789'

export interface ConsolesOptions {
  guests: readonly Guest[]
  canvas: Canvas
  /** Begins with the table. */
  isTop: boolean
  /** Ctrl-A x. */
  onEnd(): void
}

export class Consoles {
  readonly #options: ConsolesOptions
  readonly #screens: GuestScreen[]
  readonly #painter: Painter
  readonly #escape = new EscapeKey(commands)
  readonly #top = new TopView()
  readonly #stops: (() => void)[] = []
  #shown = 0
  #isTop: boolean

  constructor(options: ConsolesOptions) {
    const { guests, canvas, isTop } = options
    this.#options = options
    this.#isTop = isTop
    this.#painter = new Painter(canvas, () => this.#picture())
    this.#screens = guests.map((guest) => new GuestScreen(this.#size, (bytes) => typeInto(guest, bytes)))
    guests.forEach((guest, index) => {
      this.#stops.push(
        guest.console.show(async (bytes) => {
          await this.#screens[index]?.write(bytes)
          if (index === this.#shown) this.#painter.changed()
        }),
        guest.on('state', () => this.#painter.changed()),
      )
    })
  }

  open(): Promise<void> {
    return this.#painter.open()
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop()
    for (const screen of this.#screens) screen.dispose()
    await this.#painter.close()
  }

  /** The terminal has another size. */
  resize(): void {
    for (const screen of this.#screens) screen.resize(this.#size)
    this.#painter.invalidate()
  }

  /** A new reading for the table. */
  sample(sample: HostStatsSample): void {
    this.#top.take(sample)
    if (this.#isTop) this.#painter.changed()
  }

  /** Keys go to the guest that is shown; Ctrl-A begins a command. */
  keys(keys: Uint8Array): void {
    for (const input of this.#escape.take(keys)) {
      if ('command' in input) this.#command(input.command)
      else if (this.#isTop) this.#topKeys(input.bytes)
      else if (this.#guest !== undefined) typeInto(this.#guest, input.bytes)
    }
  }

  #command(command: string): void {
    const count = this.#options.guests.length
    if (command === 'x') this.#options.onEnd()
    else if (command === 't') this.#isTop = !this.#isTop
    else if (command === 'k') void this.#guest?.stop()
    else if (command === 'n') this.#show((this.#shown + 1) % count)
    else if (command === 'p') this.#show((this.#shown + count - 1) % count)
    else this.#show(Number(command) - 1)
    this.#painter.changed()
  }

  #topKeys(bytes: Uint8Array): void {
    for (const key of bytes) this.#top.key(String.fromCharCode(key))
    this.#painter.changed()
  }

  #show(index: number): void {
    if (this.#options.guests[index] === undefined) return
    this.#shown = index
    this.#isTop = false
  }

  get #guest(): Guest | undefined {
    return this.#options.guests[this.#shown]
  }

  /** Without the status line. */
  get #size(): ScreenSize {
    const { columns, rows } = this.#options.canvas
    return { columns: Math.max(2, columns), rows: Math.max(1, rows - 1) }
  }

  #picture(): Picture {
    const { columns, rows } = this.#size
    const status = statusLine({ guests: this.#options.guests, shown: this.#shown, isTop: this.#isTop, columns })
    const screen = this.#screens[this.#shown]
    if (this.#isTop || screen === undefined) return { rows: [...padded(this.#top.rows({ columns, rows }), rows), status] }
    return { rows: [...padded(screen.rows(), rows), status], cursor: screen.cursor }
  }
}

const padded = (lines: readonly string[], rows: number): string[] => Array.from({ length: rows }, (_, row) => lines[row] ?? '')

/** This process's terminal. */
export const processCanvas: Canvas = {
  get columns() {
    return process.stdout.columns ?? 80
  },
  get rows() {
    return process.stdout.rows ?? 24
  },
  write: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
}
