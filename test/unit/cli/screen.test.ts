/** Consoles on one terminal: what is painted is what another terminal shows then. */
import headless from '@xterm/headless'
import { afterEach, describe, expect, it } from 'vitest'
import { GuestScreen } from '../../../src/cli/screen/guest-screen'
import { type Canvas, Painter, type Picture } from '../../../src/cli/screen/painter'
import { PrefixedLines } from '../../../src/cli/screen/prefixed-lines'
import { statusLine } from '../../../src/cli/screen/status-line'

/** A terminal of the kind that people have, as the oracle. */
class RealTerminal implements Canvas {
  readonly terminal = new headless.Terminal({ cols: 20, rows: 4, allowProposedApi: true })
  readonly columns = 20
  readonly rows = 4
  raw = ''

  write(text: string): Promise<void> {
    this.raw += text
    return new Promise((resolve) => this.terminal.write(text, resolve))
  }

  get lines(): string[] {
    const { active } = this.terminal.buffer
    return Array.from({ length: 4 }, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '')
  }

  cell(row: number, column: number) {
    return this.terminal.buffer.active.getLine(row)?.getCell(column)
  }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const size = { columns: 20, rows: 3 }

let painter: Painter
afterEach(() => painter?.close())

async function paint(picture: () => Picture): Promise<RealTerminal> {
  const real = new RealTerminal()
  painter = new Painter(real, picture)
  await painter.open()
  return real
}

describe('a console on the screen', () => {
  it('shows what a guest wrote, with its colours, its wide characters and its cursor', async () => {
    const screen = new GuestScreen(size, () => {})
    await screen.write(bytes('one\r\n\x1b[1;31mred\x1b[0m \x1b[48;2;1;2;3mbg\x1b[0m 日本\r\n> '))
    const real = await paint(() => ({ rows: [...screen.rows(), 'status'], cursor: screen.cursor }))
    await expect.poll(() => real.lines).toEqual(['one', 'red bg 日本', '>', 'status'])
    const [red, plain, background] = [real.cell(1, 0), real.cell(1, 3), real.cell(1, 4)]
    expect([red?.getFgColor(), red?.isBold() !== 0, plain?.isFgDefault(), background?.getBgColor()]).toEqual([
      1,
      true,
      true,
      0x010203,
    ])
    expect([real.terminal.buffer.active.cursorX, real.terminal.buffer.active.cursorY]).toEqual([2, 2])
    await screen.write(bytes('typed\x1b[H\x1b[2Kzero'))
    painter.changed()
    await expect.poll(() => real.lines).toEqual(['zero', 'red bg 日本', '> typed', 'status'])
  })

  it('keeps what a guest does to its terminal from the real one', async () => {
    const screen = new GuestScreen(size, () => {})
    const hostile = '\x1b]0;title\x07\x1b]52;c;aGk=\x07\x1b[?1000h\x1b[?1049h\x1b[2J\x1b[Halt'
    await screen.write(bytes(hostile))
    const real = await paint(() => ({ rows: [...screen.rows(), 'status'] }))
    await expect.poll(() => real.lines).toEqual(['alt', '', '', 'status'])
    expect(real.raw).not.toMatch(/\]0;|\]52;|1000h/)
  })

  it('answers a guest that asks where its cursor is', async () => {
    const replies: string[] = []
    const screen = new GuestScreen(size, (reply) => replies.push(new TextDecoder().decode(reply)))
    await screen.write(bytes('ab\x1b[6n'))
    expect(replies).toEqual(['\x1b[1;3R'])
  })

  it('tells in its last row which guest is shown, and keeps that one in sight', () => {
    const guests = Array.from({ length: 9 }, (_, index) => ({ name: `guest${index}`, state: 'running' as const }))
    const line = (shown: number, columns: number): string => statusLine({ guests, shown, isTop: false, columns }).slice(4, -4)
    expect(line(1, 200)).toMatch(/^ 1:guest0 \[2:guest1\].*Ctrl-A n/)
    for (const shown of [0, 4, 8]) expect(line(shown, 30)).toContain(`[${shown + 1}:guest${shown}]`)
    expect(line(8, 30)).toHaveLength(30)
    expect(statusLine({ guests: [{ name: 'a', state: 'crashed' }], shown: 0, isTop: false, columns: 60 })).toContain(
      '1:a crashed',
    )
  })
})

describe('consoles in a pipe', () => {
  it('are lines behind the names of their guests, whole whatever the pieces', async () => {
    let text = ''
    const write = async (more: string): Promise<void> => {
      text += more
    }
    const lines = new PrefixedLines({ name: 'a', width: 3, write })
    for (const piece of ['on', 'e\r', '\ntwo\nth', 'ree']) await lines.push(bytes(piece))
    expect(text).toBe('a   | one\na   | two\n')
    await lines.end()
    await lines.end()
    expect(text).toBe('a   | one\na   | two\na   | three\n')
  })

  it('hold no more than 64 KiB of a line that never ends', async () => {
    let length = 0
    const write = async (more: string): Promise<void> => {
      length += more.length
    }
    const lines = new PrefixedLines({ name: 'a', width: 1, write })
    for (let piece = 0; piece < 100; piece++) await lines.push(new Uint8Array(10_000).fill(0x41))
    expect(length).toBeGreaterThan(1_000_000 - 2 ** 16)
  })
})
