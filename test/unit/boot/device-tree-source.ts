// Prints a tree as device tree source, for golden files that people can read.
import type { FdtNode, FdtValue } from '../../../src/boot/fdt'

export function printDeviceTree(root: FdtNode): string {
  return `/dts-v1/;\n\n${printNode({ ...root, name: '/' }, '')}`
}

function printNode(node: FdtNode, indent: string): string {
  const inner = `${indent}\t`
  const properties = Object.entries(node.properties).map(([name, value]) => `${inner}${name}${printValue(value)};\n`)
  const children = node.children.map((child) => `\n${printNode(child, inner)}`)
  return `${indent}${node.name} {\n${properties.join('')}${children.join('')}${indent}};\n`
}

function printValue(value: FdtValue): string {
  if (value === true) return ''
  if (value instanceof Uint8Array) return ` = [${[...value].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}]`
  const list: readonly (string | number)[] = typeof value === 'string' || typeof value === 'number' ? [value] : value
  if (typeof list[0] === 'string') return ` = ${list.map((item) => JSON.stringify(item)).join(', ')}`
  return ` = <${list.map((item) => (typeof item === 'number' && item > 9 ? `0x${item.toString(16)}` : item)).join(' ')}>`
}
