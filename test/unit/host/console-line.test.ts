/** The serial line between a guest's rings and everybody outside. */
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../src/core/core'
import { GUEST_CONSOLE_IN, GUEST_CONSOLE_OUT, RING_DATA_BYTES, RingLayout } from '../../../src/core/layout.gen'
import { Ring } from '../../../src/core/ring'
import { ConsoleLine, type ConsoleLineOptions } from '../../../src/host/console-line'

function setUp(options: Partial<ConsoleLineOptions> = {}) {
  const buffer = new ArrayBuffer(Math.max(GUEST_CONSOLE_IN, GUEST_CONSOLE_OUT) + RingLayout.bytes)
  const exports = { consoleInputArrived: () => {}, consoleOutputDrained: () => {} }
  const core = { bytes: new Uint8Array(buffer), view: new DataView(buffer), exports } as unknown as Core
  const line = new ConsoleLine({
    core,
    guest: 0,
    rules: {},
    mayHoldBack: true,
    send: async () => {},
    onRoom: () => {},
    ...options,
  })
  // The guest's ends of both rings.
  return { line, input: new Ring(core, GUEST_CONSOLE_IN), output: new Ring(core, GUEST_CONSOLE_OUT) }
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

describe('a serial line', () => {
  it('loses nothing of an input that is larger than its ring', () => {
    const { line, input } = setUp()
    const sent = Uint8Array.from({ length: 3 * RING_DATA_BYTES + 7 }, (_, index) => (index * 31) & 0xff)
    line.write(sent)
    const arrived: Uint8Array[] = []
    for (let chunk = input.drain(); chunk.length > 0; chunk = input.drain()) {
      arrived.push(chunk)
      line.exchange()
    }
    expect(Buffer.concat(arrived).equals(sent)).toBe(true)
  })

  it('types prepared answers when their prompts were written, and says that input arrived', () => {
    const { line, input, output } = setUp({ rules: { type: [{ text: 'root\n', after: 'login: ' }], until: '# ' } })
    expect(line.exchange()).toEqual({ hasInput: false, isDone: false })
    output.fill(new TextEncoder().encode('login: '))
    expect(line.exchange()).toEqual({ hasInput: true, isDone: false })
    expect(new TextDecoder().decode(input.drain())).toBe('root\n')
    output.fill(new TextEncoder().encode('# '))
    expect(line.exchange()).toEqual({ hasInput: false, isDone: true })
  })

  it.each([
    [true, 'leaves output in the ring while listeners have no room', 8],
    [false, 'takes all output under the virtual clock', 20],
  ])('holds back %s: %s', async (mayHoldBack, _what, taken) => {
    let release = (): void => {}
    const blocked = new Promise<void>((resolve) => {
      release = resolve
    })
    let sends = 0
    let rooms = 0
    const send = (): Promise<void> => {
      sends++
      return blocked
    }
    const { line, output } = setUp({ mayHoldBack, send, onRoom: () => rooms++ })
    for (let round = 0; round < 20; round++) {
      output.fill(new Uint8Array(RING_DATA_BYTES))
      line.exchange()
    }
    expect(sends).toBe(taken)
    release()
    await settle()
    expect(rooms).toBeGreaterThan(0)
    line.exchange()
    expect(output.drain()).toHaveLength(0)
  })

  it('forgets what was typed before a reset', () => {
    const { line, input } = setUp()
    line.write(new Uint8Array(RING_DATA_BYTES + 5))
    input.drain()
    line.reset()
    line.exchange()
    expect(input.drain()).toHaveLength(0)
  })
})
