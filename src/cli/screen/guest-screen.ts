/**
 * What a guest's console shows: a terminal of its own interprets its bytes, so that the real one can show another guest meanwhile, and so
 * that no escape sequence of a guest reaches the operator's.
 */
import headless, { type IBufferCell, type Terminal } from '@xterm/headless'

export interface ScreenSize {
  columns: number
  rows: number
}

export class GuestScreen {
  readonly #terminal: Terminal

  /** `onReply` gets what a terminal answers, as when a program asks where the cursor is. */
  constructor({ columns, rows }: ScreenSize, onReply: (bytes: Uint8Array) => void) {
    this.#terminal = new headless.Terminal({ cols: columns, rows, scrollback: 0, allowProposedApi: true })
    this.#terminal.onData((text) => onReply(new TextEncoder().encode(text)))
  }

  /** Resolves when the bytes are on the screen. */
  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(bytes, resolve))
  }

  resize({ columns, rows }: ScreenSize): void {
    this.#terminal.resize(columns, rows)
  }

  get cursor(): { column: number; row: number } {
    const { cursorX, cursorY } = this.#terminal.buffer.active
    return { column: Math.min(cursorX, this.#terminal.cols - 1), row: cursorY }
  }

  /** Each row with its colours, none of which lasts beyond the row. */
  rows(): string[] {
    return Array.from({ length: this.#terminal.rows }, (_, row) => this.#row(row))
  }

  dispose(): void {
    this.#terminal.dispose()
  }

  #row(row: number): string {
    const { active } = this.#terminal.buffer
    const line = active.getLine(active.baseY + row)
    if (line === undefined) return ''
    let text = ''
    let pen = ''
    for (let column = 0; column < this.#terminal.cols; column++) {
      const cell = line.getCell(column)
      // The right half of a wide character is a cell without width.
      if (cell === undefined || cell.getWidth() === 0) continue
      const style = styleOf(cell)
      if (style !== pen) text += `\x1b[0${style}m`
      pen = style
      text += cell.getChars() || ' '
    }
    return pen === '' ? text.trimEnd() : `${text}\x1b[0m`
  }
}

const attributes = [
  ['isBold', 1],
  ['isDim', 2],
  ['isItalic', 3],
  ['isUnderline', 4],
  ['isBlink', 5],
  ['isInverse', 7],
  ['isInvisible', 8],
  ['isStrikethrough', 9],
] as const

/** Parameters of SGR (ECMA-48 8.3.117), each behind a semicolon. */
function styleOf(cell: IBufferCell): string {
  const parameters: number[] = attributes.flatMap(([test, code]) => (cell[test]() === 0 ? [] : [code]))
  if (cell.isFgRGB()) parameters.push(38, 2, ...rgb(cell.getFgColor()))
  else if (cell.isFgPalette()) parameters.push(38, 5, cell.getFgColor())
  if (cell.isBgRGB()) parameters.push(48, 2, ...rgb(cell.getBgColor()))
  else if (cell.isBgPalette()) parameters.push(48, 5, cell.getBgColor())
  return parameters.map((parameter) => `;${parameter}`).join('')
}

const rgb = (color: number): number[] => [(color >> 16) & 0xff, (color >> 8) & 0xff, color & 0xff]
