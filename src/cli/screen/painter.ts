/** Paints rows of text on a terminal, and only those that changed. */
import ansi from 'ansi-escapes'

/** What is painted on. */
export interface Canvas {
  readonly columns: number
  readonly rows: number
  /** Resolves when the terminal took it. */
  write(text: string): Promise<void>
}

export interface Picture {
  /** From the top; what is missing is empty. */
  rows: readonly string[]
  /** Hidden when left out. */
  cursor?: { column: number; row: number }
}

/** Pictures a second at most. */
const frameMs = 33

export class Painter {
  readonly #canvas: Canvas
  readonly #picture: () => Picture
  #shown: string[] = []
  #isDue = false
  #isPainting = false
  #isOpen = false

  /** `picture` is asked when it is time to paint. */
  constructor(canvas: Canvas, picture: () => Picture) {
    this.#canvas = canvas
    this.#picture = picture
  }

  /** Takes the screen over. */
  async open(): Promise<void> {
    this.#isOpen = true
    await this.#canvas.write(`${ansi.enterAlternativeScreen}${ansi.clearScreen}`)
    this.#request()
  }

  /** Gives the screen back as it was. */
  async close(): Promise<void> {
    this.#isOpen = false
    await this.#canvas.write(`\x1b[0m${ansi.cursorShow}${ansi.exitAlternativeScreen}`)
  }

  /** Something changed. */
  changed(): void {
    this.#request()
  }

  /** Everything is painted anew: the size is another. */
  invalidate(): void {
    this.#shown = []
    this.#request()
  }

  #request(): void {
    if (this.#isDue || !this.#isOpen) return
    this.#isDue = true
    if (!this.#isPainting) setTimeout(() => void this.#paint(), frameMs)
  }

  async #paint(): Promise<void> {
    this.#isPainting = true
    while (this.#isDue && this.#isOpen) {
      this.#isDue = false
      await this.#canvas.write(this.#difference(this.#picture()))
      await new Promise((resolve) => setTimeout(resolve, frameMs))
    }
    this.#isPainting = false
  }

  #difference({ rows, cursor }: Picture): string {
    let text = ansi.cursorHide
    if (this.#shown.length === 0) text += ansi.clearScreen
    const next = Array.from({ length: this.#canvas.rows }, (_, row) => rows[row] ?? '')
    next.forEach((row, index) => {
      if (row !== (this.#shown[index] ?? '')) text += `${ansi.cursorTo(0, index)}\x1b[0m${ansi.eraseEndLine}${row}`
    })
    this.#shown = next
    return cursor === undefined ? text : `${text}${ansi.cursorTo(cursor.column, cursor.row)}${ansi.cursorShow}`
  }
}
