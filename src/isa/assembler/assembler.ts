/** Two passes over the source: sizes and symbols first, then the words that depend on them. */
import { type DirectiveContext, directives, ignoredDirectives } from './directives'
import { evaluate } from './expression'
import { encodeCompressed, encodeInstruction, type Instruction, parseInstruction } from './instruction'
import type { Place } from './operands'
import { expandPseudo, loadImmediate } from './pseudo'
import { relocationPattern } from './relocation'
import { Section } from './section'
import { parseSource, type Statement } from './source'
import { atLine, problem } from './syntax-error'

export interface AssembleOptions {
  /** Address of the first byte; 0 when left out. */
  readonly base?: number | bigint
  /** Use compressed encodings where operands are constants; off when left out. */
  readonly compress?: boolean
}

/** Value known when all sections have their place. */
interface Fixup {
  readonly line: number
  readonly section: Section
  readonly offset: number
  readonly apply: (place: Place) => { value: bigint; bytes: number }
}

interface Label {
  readonly section: Section
  readonly offset: number
}

const sectionOrder = ['.text', '.rodata', '.data', '.bss']

const rank = (section: Section): number => {
  const index = sectionOrder.findIndex((name) => section.name === name || section.name.startsWith(`${name}.`))
  return index < 0 ? sectionOrder.length - 1.5 : index
}

export class Assembler {
  readonly #sections = new Map<string, Section>()
  readonly #labels = new Map<string, Label>()
  readonly #constants = new Map<string, string>()
  readonly #fixups: Fixup[] = []
  /** Targets of %pcrel_hi by the place of their auipc. */
  readonly #pcrel: { label: Label; text: string; line: number }[] = []
  readonly #options: AssembleOptions
  #section: Section
  #compress: boolean
  #compressStack: boolean[] = []
  #line = 0
  #pairs = 0

  constructor(options: AssembleOptions) {
    this.#options = options
    this.#compress = options.compress === true
    this.#section = this.#enter('.text')
  }

  read(source: string): void {
    for (const statement of parseSource(source)) {
      this.#line = statement.line
      atLine(statement.line, () => this.#statement(statement))
    }
  }

  /** Sections in their order, with addresses and contents. */
  finish(): readonly Section[] {
    const sections = [...this.#sections.values()].sort((one, other) => rank(one) - rank(other))
    let address = BigInt(this.#options.base ?? 0)
    for (const section of sections) {
      const alignment = BigInt(section.alignment)
      section.address = ((address + alignment - 1n) / alignment) * alignment
      address = section.address + BigInt(section.length)
    }
    const targets = this.#pcrelTargets()
    for (const fixup of this.#fixups) {
      atLine(fixup.line, () => {
        const { value, bytes } = fixup.apply(this.#place(fixup, targets))
        fixup.section.write(fixup.offset, value, bytes)
      })
    }
    return sections
  }

  /** Addresses of labels and values of constants. */
  symbols(): Map<string, bigint> {
    const result = new Map<string, bigint>()
    for (const [name, { section, offset }] of this.#labels) {
      if (!name.includes('$')) result.set(name, section.address + BigInt(offset))
    }
    for (const name of this.#constants.keys()) result.set(name, this.#symbol(name, undefined) ?? 0n)
    return result
  }

  #enter(name: string): Section {
    const section = this.#sections.get(name) ?? new Section(name)
    if (section.isText) section.alignment = Math.max(section.alignment, 4)
    this.#sections.set(name, section)
    return section
  }

  #here(): Label {
    return { section: this.#section, offset: this.#section.length }
  }

  #define(name: string, label: Label): void {
    if (this.#labels.has(name) || this.#constants.has(name)) throw problem(`symbol ${name} is defined twice`)
    this.#labels.set(name, label)
  }

  #symbol(name: string, here: Label | undefined, depth = 0): bigint | undefined {
    if (name === '.') return here === undefined ? undefined : here.section.address + BigInt(here.offset)
    const label = this.#labels.get(name)
    if (label !== undefined) return label.section.address + BigInt(label.offset)
    const text = this.#constants.get(name)
    if (text === undefined) return undefined
    if (depth > 64) throw problem(`symbol ${name} is defined by itself`)
    return evaluate(text, (inner) => this.#symbol(inner, here, depth + 1))
  }

  #place({ section, offset }: Label, targets: ReadonlyMap<bigint, bigint>): Place {
    const here = { section, offset }
    return {
      pc: section.address + BigInt(offset),
      lookup: (name) => this.#symbol(name, here),
      pcrelTarget: (address) => targets.get(address),
    }
  }

  #pcrelTargets(): Map<bigint, bigint> {
    const targets = new Map<bigint, bigint>()
    for (const { label, text, line } of this.#pcrel) {
      atLine(line, () =>
        targets.set(
          label.section.address + BigInt(label.offset),
          evaluate(text, (name) => this.#symbol(name, label)),
        ),
      )
    }
    return targets
  }

  #statement({ label, name, operands }: Statement): void {
    if (label !== undefined) this.#define(label, this.#here())
    if (name === undefined) return
    if (name.startsWith('.')) this.#directive(name, operands)
    else if (operands[0]?.startsWith('=') === true) this.#constants.set(name, this.#frozen(operands.join(',').slice(1)))
    else this.#instruction(name, operands)
  }

  #directive(name: string, operands: readonly string[]): void {
    if (ignoredDirectives.has(name)) return
    const [first = ''] = operands
    if (name === '.section') this.#section = this.#enter(first)
    else if (sectionOrder.includes(name)) this.#section = this.#enter(name)
    else if (name === '.equ' || name === '.set') this.#constants.set(first, this.#frozen(operands.slice(1).join(',')))
    else if (name === '.option') this.#option(first)
    else {
      const directive = directives.get(name)
      if (directive === undefined) throw problem(`no directive ${name}`)
      directive(this.#context(), operands)
    }
  }

  /** A constant is fixed where it is set when its symbols are known there. */
  #frozen(text: string): string {
    const here = this.#here()
    const label = `.Lequ$${this.#pairs++}`
    if (/(?<![\w.$])\.(?![\w.$])/.test(text)) this.#labels.set(label, here)
    const dotless = text.replace(/(?<![\w.$])\.(?![\w.$])/g, label)
    try {
      return this.#isAbsolute(dotless) ? `${evaluate(dotless, (name) => this.#symbol(name, here))}` : dotless
    } catch {
      return dotless
    }
  }

  /** True when the text names no label, whose address comes only at the end. */
  #isAbsolute(text: string): boolean {
    return (text.match(/[A-Za-z_.$][\w.$]*/g) ?? []).every(
      (name) => !this.#labels.has(name) && (this.#constants.get(name) ?? '0').match(/[A-Za-z_$]/) === null,
    )
  }

  #option(name: string): void {
    if (name === 'rvc') this.#compress = true
    else if (name === 'norvc') this.#compress = false
    else if (name === 'push') this.#compressStack.push(this.#compress)
    else if (name === 'pop') this.#compress = this.#compressStack.pop() ?? this.#compress
    else if (!['norelax', 'relax', 'pic', 'nopic'].includes(name) && !name.startsWith('arch')) throw problem(`no option ${name}`)
  }

  #context(): DirectiveContext {
    const section = this.#section
    return {
      constant: (text) => evaluate(text, (name) => this.#symbol(name, this.#here())),
      value: (text, size) => {
        this.#fixups.push({
          line: this.#line,
          ...this.#here(),
          apply: (place) => ({ value: checkedValue(text, size, place), bytes: size }),
        })
        section.reserve(size)
      },
      bytes: (bytes) => section.append(bytes),
      zeroes: (count) => section.reserve(count),
      align: (alignment, fill) => this.#align(alignment, fill),
      offset: () => section.length,
    }
  }

  #align(alignment: number, fill: number | undefined): void {
    const section = this.#section
    section.alignment = Math.max(section.alignment, alignment)
    const count = -section.length & (alignment - 1)
    if (!section.isText || fill !== undefined) {
      section.append(new Uint8Array(count).fill(fill ?? 0))
      return
    }
    const start = section.length
    section.reserve(count)
    // c.nop fills an odd halfword, nop the rest.
    if ((count & 2) !== 0) section.write(start + (count & 1), 0x0001n, 2)
    for (let at = start + (count & 3); at < start + count; at += 4) section.write(at, 0x13n, 4)
  }

  #instruction(name: string, operands: readonly string[]): void {
    if (name === 'li') this.#loadImmediate(operands)
    else this.#plainOrPair(name, operands)
  }

  #plainOrPair(name: string, operands: readonly string[]): void {
    const pair = `.Lpair$${this.#pairs}`
    const lines = expandPseudo(name, operands, pair)
    if (lines === undefined) {
      this.#emit(parseInstruction(name, operands))
      return
    }
    this.#pairs++
    this.#labels.set(pair, this.#here())
    for (const each of lines) this.#emit(parseInstruction(each.name, each.operands), true)
  }

  #loadImmediate(operands: readonly string[]): void {
    const [rd = '', text = ''] = operands
    if (operands.length !== 2) throw problem(`li ${operands.join(', ')}: expected li rd, constant`)
    if (!this.#isAbsolute(text)) throw problem(`li ${rd}, ${text}: expected a constant; la loads an address`)
    const value = evaluate(text, (name) => this.#symbol(name, undefined))
    if (value < -(1n << 63n) || value >= 1n << 64n) throw problem(`li ${rd}, ${text}: expected a value of 64 bits`)
    for (const line of loadImmediate(rd, value)) this.#emit(parseInstruction(line.name, line.operands))
  }

  /** Reserves the instruction's bytes; a constant one may be compressed. */
  #emit(instruction: Instruction, isFixedSize = false): void {
    const here = this.#here()
    const upper = relocationPattern.exec(instruction.bound.get('upper') ?? '')
    if (upper?.[1] === 'pcrel_hi') this.#pcrel.push({ label: here, text: upper[2] ?? '', line: this.#line })
    const small = this.#compress && !isFixedSize ? this.#compressed(instruction, here) : undefined
    if (small !== undefined) {
      this.#section.reserve(2)
      here.section.write(here.offset, BigInt(small), 2)
      return
    }
    const { length } = instruction.form.row.encoding
    this.#fixups.push({
      line: this.#line,
      ...here,
      apply: (place) => ({ value: BigInt(encodeInstruction(instruction, place).word), bytes: length }),
    })
    this.#section.reserve(length)
  }

  #compressed(instruction: Instruction, here: Label): number | undefined {
    const isConstant = [...instruction.bound].every(
      ([word, text]) => word.startsWith('r') || word.startsWith('f') || this.#isAbsolute(text),
    )
    if (!isConstant) return undefined
    try {
      return encodeCompressed(instruction, this.#place(here, new Map()))?.word
    } catch {
      // Not known yet or out of range: the full encoding says so at the end.
      return undefined
    }
  }
}

function checkedValue(text: string, size: number, place: Place): bigint {
  const value = evaluate(text, place.lookup)
  const bits = BigInt(size * 8)
  if (value < -(1n << (bits - 1n)) || value >= 1n << bits) throw problem(`${text} is ${value}, expected a value of ${size} bytes`)
  return value
}
