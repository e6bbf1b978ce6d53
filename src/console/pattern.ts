/** Looks for a text or a regular expression in console output. */
export type Pattern = string | RegExp

/** Where `pattern` first ends in `text` at or after `from`; -1 when it is not there. */
export function endOfMatch(pattern: Pattern, text: string, from: number): number {
  if (typeof pattern === 'string') {
    const at = text.indexOf(pattern, from)
    return at < 0 ? -1 : at + pattern.length
  }
  const search = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '').concat('g'))
  search.lastIndex = from
  const match = search.exec(text)
  return match === null ? -1 : match.index + match[0].length
}

/** How a pattern is shown in messages. */
export function showPattern(pattern: Pattern): string {
  return typeof pattern === 'string' ? JSON.stringify(pattern) : String(pattern)
}
