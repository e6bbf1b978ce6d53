/** Prints docs/instructions.md: every row with its operands and encoding, by extension. */
import { aliases } from '../isa/aliases'
import type { Row } from '../isa/dsl'
import { extensions } from '../isa/extensions'
import { rows } from '../isa/index'

const cell = (text: string): string => text.replaceAll('|', '\\|')

const operands = (syntax: string): string => (syntax === '' ? '' : `\`${syntax.replaceAll(',', ', ')}\``)

const availability = (row: Row): string => row.extensions.map((set) => set.join(' and ')).join(' or ')

function effect(row: Row): string {
  if (row.hintOf !== undefined) return `hint (${row.hintOf})`
  if (row.expansion === undefined) return flagText(row)
  const filled = Object.entries(row.expansion.operands).map(([name, source]) => (name === source ? name : `${name}=${source}`))
  return [`\`${row.expansion.to}\``, filled.join(' ')].filter((part) => part !== '').join(': ')
}

function flagText({ flags }: Row): string {
  const names: [boolean, string][] = [
    [flags.readsMemory, 'reads memory'],
    [flags.writesMemory, 'writes memory'],
    [flags.endsBlock, 'changes the flow'],
    [flags.writesFloatState, 'floating-point state'],
  ]
  return names
    .filter(([isSet]) => isSet)
    .map(([, name]) => name)
    .join(', ')
}

const tableHead = '| instruction | operands | encoding, bit 31 or 15 first | needs | what it is |\n|---|---|---|---|---|\n'

const rowLine = (row: Row): string =>
  `| \`${row.name}\` | ${operands(row.syntax)} | \`${cell(row.pattern)}\` | ${availability(row)} | ${effect(row)} |\n`

/** A row is listed under the first extension that it needs. */
function section(name: string, title: string): string {
  const own = rows.filter((row) => row.extensions[0]?.[0] === name)
  return own.length === 0 ? '' : `## ${title}\n\n${tableHead}${own.map(rowLine).join('')}\n`
}

const aliasLines = aliases.map(({ name, syntax, of, fixed, isInputOnly }) => {
  const fixedText = Object.entries(fixed)
    .map(([field, value]) => `${field}=${value}`)
    .join(' ')
  return `| \`${name}\` | ${operands(syntax)} | \`${of}\` | ${fixedText} | ${isInputOnly ? 'assembler' : 'both'} |\n`
})

export function printReference(): string {
  const sections = extensions.map(({ name, description }) => section(name, `${name}: ${description}`)).join('')
  return `<!-- Generated from src/spec/isa by src/spec/generate.ts. Do not edit. -->

# Instructions

The ${rows.length} rows from which the decoder, the interpreter, the disassembler and the assembler are made. Encodings are written as in
the RISC-V manuals; \`!=\` and \`<=\` mark values that are reserved or belong to another row, and compressed registers (\`rd'\`) are x8 to x15.

${sections}## Other spellings

| spelling | operands | instruction | fixed | used by |
|---|---|---|---|---|
${aliasLines.join('')}`
}
