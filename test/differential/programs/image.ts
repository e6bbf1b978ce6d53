/** Programs as a memory image: the monitor, then a slot for each. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Random } from '../../support/random'
import { assemble } from '../program'
import { encode } from '../random-instruction'
import { randomScratch } from '../state'
import { REGISTER, seenAddress } from './context'
import { type Program, startRegisters, textCapacity } from './generate'
import { satpOf, supervisorWindow, writePageTables } from './pages'
import { write } from './piece'
import { writeFunction } from './pieces/calls'
import { TWIN_ENTRIES } from './pieces/paging'
import {
  CONTROL,
  FIRST_SLOT,
  HEADER,
  HEADER_FIELD,
  offsetOf,
  PAGE,
  PART,
  prelude,
  RAM_BASE,
  SLOT_BYTES,
  TABLE_BIAS,
  WINDOW_BYTES,
} from './slot'
import { type Far, Text } from './text'

export const slotAddress = (index: number): number => FIRST_SLOT + index * SLOT_BYTES

/** Number of the slot that an address lies in. */
export const slotAt = (address: number): number => Math.floor((address - FIRST_SLOT) / SLOT_BYTES)

export interface WrittenProgram {
  readonly text: Text
  /** Address of the last ecall. */
  readonly end: bigint
}

/** What was written last of a program, and the slot that it is for: whoever makes sure that it fits writes it, and whoever builds an image. */
const written = new WeakMap<Program, { readonly slot: number; readonly code: WrittenProgram }>()

/** The program's code and tables, as it sees itself. */
export function writeProgram(program: Program, slot: number): WrittenProgram {
  const known = written.get(program)
  if (known?.slot === slot) return known.code
  const code = writeCode(program, slot)
  written.set(program, { slot, code })
  return code
}

function writeCode(program: Program, slot: number): WrittenProgram {
  const far: Far = new Set()
  for (;;) {
    const text = new Text({
      base: seenAddress(program.setting, slot, offsetOf('text')),
      capacity: textCapacity,
      slot,
      gp: seenAddress(program.setting, slot, offsetOf('table') + TABLE_BIAS),
      far,
    })
    text.functions.push(...program.functions.map(() => text.label()))
    write(text, program.main)
    const end = text.address
    text.emit('ecall')
    for (const [index, each] of program.functions.entries()) writeFunction(text, index, each)
    if (text.finish()) return { text, end }
  }
}

const parts = new Map<string, Uint8Array>()

/** An .S file of this folder as it lies in memory. */
function assembled(name: string): Uint8Array {
  const known = parts.get(name)
  if (known !== undefined) return known
  const bytes = assemble(prelude() + readFileSync(join(import.meta.dirname, name), 'utf8'))
  parts.set(name, bytes)
  return bytes
}

/** What the two pages differ in are constants; the instruction across their border has its second half from either. */
function writeTwins(random: Random, slot: Uint8Array): void {
  const view = new DataView(slot.buffer, slot.byteOffset)
  const ret = encode('jalr', { rd: 0, rs1: REGISTER.ra, imm: 0 }).bits
  const add = (): number => encode('addi', { rd: 12, rs1: 12, imm: random.between(-2048, 2047) }).bits
  for (let page = 0; page < PART.twins.pages; page++) {
    const at = offsetOf('twins') + page * PAGE
    const words = (offset: number, list: readonly number[]): void => {
      for (const [index, word] of list.entries()) view.setUint32(at + offset + 4 * index, word, true)
    }
    words(TWIN_ENTRIES[0], [add(), encode('xori', { rd: 13, rs1: 12, imm: random.between(0, 2047) }).bits, add(), ret])
    words(TWIN_ENTRIES[1], [add(), add(), add()])
    const across = add()
    view.setUint16(at + PAGE - 2, across & 0xffff, true)
    view.setUint16(at, across >>> 16, true)
    words(2, [add(), add(), ret])
  }
}

function writeControl(program: Program, end: bigint, { slot, bytes }: Place): void {
  const { setting } = program
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const word = (offset: number, value: bigint | number): void =>
    view.setBigUint64(offset, BigInt.asUintN(64, BigInt(value)), true)
  const supervisor = setting.window + BigInt(supervisorWindow(setting) * WINDOW_BYTES)
  word(CONTROL.entry, seenAddress(setting, slot, offsetOf('text')))
  word(CONTROL.end, end)
  word(CONTROL.mstatus, program.mstatus)
  word(CONTROL.fcsr, setting.fcsr)
  word(CONTROL.satp, setting.isPaged ? satpOf(setting, slot, false) : 0n)
  word(CONTROL.medeleg, setting.medeleg)
  word(CONTROL.menvcfg, setting.menvcfg)
  word(CONTROL.stvec, supervisor + BigInt(offsetOf('supervisor')))
  word(CONTROL.sscratch, supervisor + BigInt(offsetOf('table')))
  word(CONTROL.mie, setting.hasTimer ? 1 : 0)
  word(CONTROL.window, setting.window)
  word(CONTROL.interval, program.contents)
  for (const [index, value] of startRegisters(program, slot).entries()) word(CONTROL.startX + 8 * index, value)
  for (const [index, value] of program.f.entries()) word(CONTROL.startF + 8 * index, value)
}

/** A slot's address and its part of the image. */
interface Place {
  readonly slot: number
  readonly bytes: Uint8Array
}

function writeSlot(program: Program, { slot, bytes }: Place): void {
  const { text, end } = writeProgram(program, slot)
  const random = new Random(program.contents)
  bytes.set(randomScratch(random, PART.data.pages * PAGE), offsetOf('data'))
  bytes.set(text.bytes, offsetOf('text'))
  bytes.set(text.table, offsetOf('table'))
  bytes.set(assembled('supervisor.S'), offsetOf('supervisor'))
  writeTwins(random, bytes)
  if (program.setting.isPaged) writePageTables(random, program.setting, slot, bytes)
  writeControl(program, end, { slot, bytes })
}

/** The whole memory from RAM_BASE on; the programs lie in the slots from number `first` on. */
export function buildProgramImage(programs: readonly Program[], first = 0): Uint8Array {
  const end = slotAddress(first + programs.length)
  const image = new Uint8Array(end - RAM_BASE)
  const view = new DataView(image.buffer)
  const monitor = assembled('monitor.S')
  if (monitor.length > HEADER - RAM_BASE)
    throw new Error(`the monitor takes ${monitor.length} bytes, expected at most ${HEADER - RAM_BASE}`)
  image.set(monitor)
  view.setBigUint64(HEADER - RAM_BASE + HEADER_FIELD.start, BigInt(slotAddress(first)), true)
  view.setBigUint64(HEADER - RAM_BASE + HEADER_FIELD.end, BigInt(end), true)
  for (const [index, program] of programs.entries()) {
    const slot = slotAddress(first + index)
    writeSlot(program, { slot, bytes: image.subarray(slot - RAM_BASE, slot - RAM_BASE + SLOT_BYTES) })
  }
  return image
}
