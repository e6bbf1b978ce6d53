/** A console as the embedding program uses it. */
import { describe, expect, it } from 'vitest'
import { GuestConsole } from '../../../src/console/console'
import { OutputLog } from '../../../src/console/output-log'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

function setUp() {
  const log = new OutputLog()
  const written: Uint8Array[] = []
  const input = { write: async (chunk: Uint8Array) => void written.push(chunk), type: async () => {} }
  return { log, console: new GuestConsole(log, input), written: () => new TextDecoder().decode(Buffer.concat(written)) }
}

describe('a console', () => {
  it('resolves waitFor with the text since the last match', async () => {
    const { log, console } = setUp()
    void log.push(bytes('boot\nlogin: '))
    expect(await console.waitFor('login: ')).toBe('boot\nlogin: ')
    const shell = console.waitFor(/[$#] $/)
    void log.push(bytes('root\n~ # '))
    expect(await shell).toBe('root\n~ # ')
  })

  it('serves several waiters in their order', async () => {
    const { log, console } = setUp()
    const both = Promise.all([console.waitFor('> '), console.waitFor('> ')])
    void log.push(bytes('1> 2> '))
    expect(await both).toEqual(['1> ', '2> '])
  })

  it('says what it showed when the time is over, and goes on', async () => {
    const { log, console } = setUp()
    void log.push(bytes('Kernel panic'))
    await expect(console.waitFor('login: ', { timeoutMs: 5 })).rejects.toMatchObject({
      code: 'ERR_TIMEOUT',
      message: expect.stringMatching(/"login: ".*5 ms.*Kernel panic/),
    })
    expect(await console.waitFor('panic')).toBe('Kernel panic')
  })

  it('gives up waiting when it is told to, and when the guest ends', async () => {
    const { log, console } = setUp()
    await expect(console.waitFor('x', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ERR_ABORTED' })
    const waiting = console.waitFor('login: ')
    log.end('the guest ended (crash)')
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_INVALID_STATE', message: expect.stringContaining('crash') })
  })

  it('gives lines without their ends, across chunks, until the guest ends', async () => {
    const { log, console } = setUp()
    void log.push(bytes('one\r\ntw'))
    const lines: string[] = []
    const reading = (async () => {
      for await (const line of console.lines()) lines.push(line)
    })()
    void log.push(bytes('o\nthree'))
    log.end('done')
    await reading
    expect(lines).toEqual(['one', 'two', 'three'])
  })

  it('holds the guest back while nobody reads its stream', async () => {
    const { log, console } = setUp()
    const reader = console.readable.getReader()
    let isThrough = false
    const pushed = log.push(new Uint8Array(3 * 2 ** 20)).then(() => (isThrough = true))
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(isThrough).toBe(false)
    await reader.read()
    await pushed
    expect(isThrough).toBe(true)
  })

  it('types text and bytes, also through its writable stream', async () => {
    const { console, written } = setUp()
    await console.write('é')
    const writer = console.writable.getWriter()
    await writer.write('a')
    await writer.write(Uint8Array.of(0x62))
    expect(written()).toBe('éab')
  })
})
