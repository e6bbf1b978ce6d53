/** Prints the register numbers, groups and fields for the core. */

import { type CsrGroup, csrGroups, groupMembers, implementedCsrs } from '../csr/csrs'
import { csrFields } from '../csr/fields'
import type { Output } from '../generate'
import { banner } from './text'

/** A byte of the core's table: group (1 on) in bits 7:5, member of the group's enum in bits 4:0; 0 when there is no such register. */
const memberBits = 5

export function outputs(): Output[] {
  return [
    { path: 'assembly/hart/csr/table.gen.ts', text: `${banner('src/spec/csr')}${table()}${enums()}` },
    { path: 'assembly/hart/csr/fields.gen.ts', text: `${banner('src/spec/csr/fields.ts')}${fields()}` },
  ]
}

function table(): string {
  const bytes = new Array<number>(4096).fill(0)
  for (const csr of implementedCsrs)
    bytes[csr.number] = ((csrGroups.indexOf(csr.group) + 1) << memberBits) | memberIndex(csr.group, csr.member)
  const lines = Array.from({ length: 128 }, (_, row) => `  ${bytes.slice(row * 32, row * 32 + 32).join(', ')},\n`)
  return (
    `/** Per CSR number: group in bits 7:5, register of the group in bits 4:0; 0 when not implemented. */\n` +
    `const entries = memory.data<u8>([\n${lines.join('')}])\n\n` +
    `// @ts-ignore: decorator\n@inline export function csrEntry(number: u32): u32 {\n  return load<u8>(entries + number)\n}\n\n`
  )
}

function memberIndex(group: CsrGroup, member: string): number {
  const index = (groupMembers.get(group) ?? []).indexOf(member)
  if (index < 0 || index >= 1 << memberBits)
    throw new RangeError(`CSR ${member}: group ${group} holds ${1 << memberBits} registers`)
  return index
}

function enums(): string {
  const groups = constEnum('CsrGroup', ['none', ...csrGroups])
  return (
    groups +
    csrGroups.map((group) => constEnum(`${group[0]?.toUpperCase()}${group.slice(1)}Csr`, groupMembers.get(group) ?? [])).join('')
  )
}

function constEnum(name: string, members: readonly string[]): string {
  return `export const enum ${name} {\n${members.map((member, index) => `  ${member} = ${index},\n`).join('')}}\n`
}

function fields(): string {
  return csrFields
    .map(({ name, mask, shift }) => constant(name, `0x${mask.toString(16)}`) + constant(`${name}_SHIFT`, String(shift)))
    .join('')
}

function constant(name: string, value: string): string {
  return `// @ts-ignore: decorator\n@inline export const ${name}: u64 = ${value}\n`
}
