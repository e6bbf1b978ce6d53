/** Words on a command line that its command does not know: a misspelt option must not be ignored, nor a second file. */
import { invalidOption } from '../options/check'

/** A command's arguments as citty has them. */
export type KnownArguments = Readonly<Record<string, { readonly type?: string | undefined; readonly alias?: unknown }>>

/** Refuses options and further words that the command does not have; `words` are those without a dash before them. */
export function checkWords(rawArgs: readonly string[], known: KnownArguments, words: readonly string[] = []): void {
  const options = Object.entries(known).filter(([, { type }]) => type !== 'positional')
  let isValue = false
  for (const word of rawArgs) {
    const isOfOption = isValue
    isValue = false
    const name = /^--(?:no-)?([^=]+)/.exec(word)?.[1] ?? /^-([a-z])/i.exec(word)?.[1]
    if (isOfOption || name === undefined) continue
    const found = options.find(([own, { alias }]) => own === name || alias === name)
    if (found === undefined) throw unknownOption(name, word, options)
    isValue = found[1].type === 'string' && !word.includes('=')
  }
  const most = Object.keys(known).length - options.length
  const extra = words[most]
  if (extra === undefined) return
  const expected = most === 0 ? 'options alone' : `${most === 1 ? 'one such word' : `${most} such words`} at most`
  throw invalidOption(`argument ${most + 1}`, { field: 'arguments', value: extra, expected })
}

function unknownOption(name: string, value: string, options: readonly (readonly [string, unknown])[]): Error {
  const names = options.map(([own]) => `--${own}`).join(', ')
  return invalidOption(`option ${name.length === 1 ? '-' : '--'}${name}`, {
    field: name,
    value,
    expected: names === '' ? 'none' : `one of ${names}`,
  })
}
