/** Prepared answers on a console. */
import { describe, expect, it } from 'vitest'
import { Typist } from '../../../src/console/typist'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('the typist', () => {
  it('types when the prompt appears, and only then', () => {
    const typist = new Typist({ type: [{ text: 'root\n', after: 'login: ' }] })
    expect(typist.observe(bytes('Debian log'))).toEqual({ input: '', isDone: false })
    expect(typist.observe(bytes('in: '))).toEqual({ input: 'root\n', isDone: false })
    expect(typist.observe(bytes('login: '))).toEqual({ input: '', isDone: false })
  })

  it('takes its rules in order, each behind the match of the one before', () => {
    const type = ['1', '2', '3'].map((text) => ({ text, after: '# ' }))
    const typist = new Typist({ type })
    expect(typist.observe(bytes('# # ')).input).toBe('12')
    expect(typist.observe(bytes('x')).input).toBe('')
    expect(typist.observe(bytes('# ')).input).toBe('3')
  })

  it('sees a prompt whose characters arrive byte by byte', () => {
    const typist = new Typist({ type: [{ text: 'ja', after: 'größer? ' }] })
    const inputs = [...bytes('größer? ')].map((byte) => typist.observe(Uint8Array.of(byte)).input)
    expect(inputs.join('|')).toBe('|||||||||ja')
  })

  it('knows regular expressions, and the text to stop at', () => {
    const typist = new Typist({ type: [{ text: 'y', after: /\[y\/n\]\s$/ }], until: 'bye' })
    expect(typist.observe(bytes('sure [y/n] '))).toEqual({ input: 'y', isDone: false })
    expect(typist.observe(bytes('goodbye'))).toEqual({ input: '', isDone: true })
  })

  it('forgets old output but not its place', () => {
    const typist = new Typist({
      type: [
        { text: 'a', after: 'one' },
        { text: 'b', after: 'two' },
      ],
    })
    expect(typist.observe(bytes(`one${'.'.repeat(200_000)}`)).input).toBe('a')
    expect(typist.observe(bytes('one')).input).toBe('')
    expect(typist.observe(bytes('two')).input).toBe('b')
  })
})
