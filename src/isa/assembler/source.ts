/** Splits assembly source into labels and statements: comments, strings, `;`, numeric labels. */
import { atLine, problem } from './syntax-error'

export interface Statement {
  readonly line: number
  readonly label?: string
  /** Lower-case mnemonic or directive. */
  readonly name?: string
  readonly operands: readonly string[]
}

const stringOrComment = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])'?|\/\*[\s\S]*?\*\/|\/\/[^\n]*|#[^\n]*/g

/** Comments out, strings and newlines kept. */
const withoutComments = (source: string): string =>
  source.replace(stringOrComment, (text) => (text.startsWith('"') || text.startsWith("'") ? text : text.replace(/[^\n]+/g, ' ')))

/** Splits at `separator` outside strings, character constants and parentheses. */
export function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = ['']
  let depth = 0
  for (const token of text.match(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])'?|[\s\S]/g) ?? []) {
    if (token === '(') depth++
    if (token === ')') depth--
    if (token === separator && depth === 0) parts.push('')
    else parts[parts.length - 1] += token
  }
  return parts.map((part) => part.trim())
}

/** Counts numeric labels, so that `1b` and `1f` become names of their own. */
class NumericLabels {
  readonly #seen = new Map<string, number>()

  define(label: string): string {
    const count = (this.#seen.get(label) ?? 0) + 1
    this.#seen.set(label, count)
    return this.#name(label, count)
  }

  resolve(text: string): string {
    return text.replace(
      /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])'?|(?<![\w.$])(\d+)([bf])(?![\w.$])/g,
      (whole, digits?: string, direction?: string) => {
        if (digits === undefined) return whole
        const count = this.#seen.get(digits) ?? 0
        if (direction === 'b' && count === 0) throw problem(`label ${digits} is not defined before`)
        return this.#name(digits, direction === 'b' ? count : count + 1)
      },
    )
  }

  #name(label: string, count: number): string {
    return `.L${label}$${count}`
  }
}

function parseStatement(text: string, line: number): Statement[] {
  const [, name = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? []
  if (name === '') return []
  return [{ line, name: name.toLowerCase(), operands: rest === '' ? [] : splitOutside(rest, ',') }]
}

export function parseSource(source: string): Statement[] {
  const labels = new NumericLabels()
  const statements: Statement[] = []
  for (const [index, text] of withoutComments(source).split('\n').entries()) {
    const line = index + 1
    atLine(line, () => {
      for (const part of splitOutside(text, ';')) {
        let rest = part
        for (let label = /^([\w.$]+)\s*:/.exec(rest); label !== null; label = /^([\w.$]+)\s*:/.exec(rest)) {
          const name = label[1] ?? ''
          statements.push({ line, label: /^\d+$/.test(name) ? labels.define(name) : name, operands: [] })
          rest = rest.slice(label[0].length).trim()
        }
        statements.push(...parseStatement(labels.resolve(rest), line))
      }
    })
  }
  return statements
}
