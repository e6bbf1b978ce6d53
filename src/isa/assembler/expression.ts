/** Integer expressions with symbols, as in C; `.` is the current address. */
import { problem } from './syntax-error'

/** Value of a symbol; undefined when it has none yet. */
export type SymbolLookup = (name: string) => bigint | undefined

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  '0': '\0',
  '\\': '\\',
  '"': '"',
  "'": "'",
}

/** The text between quotes with C's escapes resolved, as bytes. */
export function unescapeString(quoted: string): Uint8Array {
  if (!/^"(?:\\.|[^"\\])*"$/s.test(quoted)) throw problem(`${quoted}: expected a string in double quotes`)
  const bytes: number[] = []
  for (const [, octal, hex, letter, plain] of quoted.slice(1, -1).matchAll(/\\([0-7]{1,3})|\\x([\da-fA-F]+)|\\(.)|([^\\]+)/gs)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 0xff)
    else if (hex !== undefined) bytes.push(Number.parseInt(hex, 16) & 0xff)
    else bytes.push(...new TextEncoder().encode(plain ?? escapes[letter ?? ''] ?? letter ?? ''))
  }
  return Uint8Array.from(bytes)
}

const tokenPattern =
  /\s*(0[xX][\da-fA-F]+|0[bB][01]+|\d+|'(?:\\.|[^'\\])'?|[A-Za-z_.$][\w.$]*|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^~!()<>])/y

function tokenize(text: string): string[] {
  const tokens: string[] = []
  tokenPattern.lastIndex = 0
  while (tokenPattern.lastIndex < text.length) {
    const at = tokenPattern.lastIndex
    const match = tokenPattern.exec(text)
    if (match?.[1] === undefined) {
      if (text.slice(at).trim() === '') break
      throw problem(`expression ${text}: unexpected ${text.slice(at).trim()}`)
    }
    tokens.push(match[1])
  }
  return tokens
}

const truth = (value: boolean): bigint => (value ? -1n : 0n)

/** Precedence as in C; a comparison that holds is -1, as in GNU as. */
const levels: readonly Readonly<Record<string, (a: bigint, b: bigint) => bigint>>[] = [
  { '||': (a, b) => (a !== 0n || b !== 0n ? 1n : 0n) },
  { '&&': (a, b) => (a !== 0n && b !== 0n ? 1n : 0n) },
  { '|': (a, b) => a | b },
  { '^': (a, b) => a ^ b },
  { '&': (a, b) => a & b },
  { '==': (a, b) => truth(a === b), '!=': (a, b) => truth(a !== b) },
  { '<': (a, b) => truth(a < b), '>': (a, b) => truth(a > b), '<=': (a, b) => truth(a <= b), '>=': (a, b) => truth(a >= b) },
  { '<<': (a, b) => a << b, '>>': (a, b) => a >> b },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => divide(a, b, (x, y) => x / y), '%': (a, b) => divide(a, b, (x, y) => x % y) },
]

function divide(a: bigint, b: bigint, operation: (a: bigint, b: bigint) => bigint): bigint {
  if (b === 0n) throw problem('division by zero')
  return operation(a, b)
}

class Parser {
  readonly #tokens: string[]
  readonly #lookup: SymbolLookup
  #at = 0

  constructor(text: string, lookup: SymbolLookup) {
    this.#tokens = tokenize(text)
    this.#lookup = lookup
  }

  parse(text: string): bigint {
    const value = this.#binary(0)
    if (this.#at < this.#tokens.length) throw problem(`expression ${text}: unexpected ${this.#tokens[this.#at]}`)
    return value
  }

  #binary(level: number): bigint {
    const operators = levels[level]
    if (operators === undefined) return this.#unary()
    let value = this.#binary(level + 1)
    for (
      let operator = operators[this.#tokens[this.#at] ?? ''];
      operator !== undefined;
      operator = operators[this.#tokens[this.#at] ?? '']
    ) {
      this.#at++
      value = operator(value, this.#binary(level + 1))
    }
    return value
  }

  #unary(): bigint {
    const token = this.#tokens[this.#at++]
    if (token === '-') return -this.#unary()
    if (token === '+') return this.#unary()
    if (token === '~') return ~this.#unary()
    if (token === '!') return this.#unary() === 0n ? 1n : 0n
    if (token !== '(') return this.#primary(token)
    const value = this.#binary(0)
    if (this.#tokens[this.#at++] !== ')') throw problem('expected )')
    return value
  }

  #primary(token: string | undefined): bigint {
    if (token === undefined) throw problem('expected a value')
    if (/^0[xXbB]/.test(token)) return BigInt(token)
    if (/^0\d/.test(token)) return BigInt(`0o${token}`)
    if (/^\d/.test(token)) return BigInt(token)
    if (token.startsWith("'"))
      return BigInt(unescapeString(`"${token.slice(1).replace(/(.)'$/s, '$1').replace(/^"$/, '\\"')}"`)[0] ?? 0)
    if (!/^[A-Za-z_.$]/.test(token)) throw problem(`unexpected ${token}`)
    const value = this.#lookup(token)
    if (value === undefined) throw problem(`symbol ${token} is not defined`)
    return value
  }
}

export function evaluate(text: string, lookup: SymbolLookup): bigint {
  return new Parser(text, lookup).parse(text)
}
