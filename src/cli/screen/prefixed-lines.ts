/** The consoles of several guests as one stream of lines, each behind the name of its guest. */

/** A line that is longer is cut into several. */
const longestLine = 2 ** 16

export class PrefixedLines {
  readonly #prefix: string
  readonly #write: (text: string) => Promise<void>
  readonly #decoder = new TextDecoder()
  #rest = ''

  /** Names are padded to `width`, so that the lines stand in a column. */
  constructor({ name, width, write }: { name: string; width: number; write: (text: string) => Promise<void> }) {
    this.#prefix = `${name.padEnd(width)} | `
    this.#write = write
  }

  /** Whole lines are written at once; a carriage return at their end goes with the newline. */
  async push(bytes: Uint8Array): Promise<void> {
    const lines = `${this.#rest}${this.#decoder.decode(bytes, { stream: true })}`.split('\n')
    this.#rest = lines.pop() ?? ''
    for (; this.#rest.length > longestLine; this.#rest = this.#rest.slice(longestLine))
      lines.push(this.#rest.slice(0, longestLine))
    if (lines.length > 0) await this.#write(lines.map((line) => this.#line(line)).join(''))
  }

  /** What has no newline yet, such as a prompt. */
  async end(): Promise<void> {
    const rest = this.#rest
    this.#rest = ''
    if (rest !== '') await this.#write(this.#line(rest))
  }

  #line(text: string): string {
    return `${this.#prefix}${text.replace(/\r+$/, '')}\n`
  }
}
