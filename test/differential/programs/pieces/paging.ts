/** Page tables that change under running code: data and code that move, permissions that go away, the same code somewhere else. */
import { CSR } from '../../csr-list'
import { PTE } from '../../page-tables'
import { encode } from '../../random-instruction'
import { MSTATUS } from '../../sequence'
import { type Context, inside, REGISTER, type Setting } from '../context'
import { entryFor, leafIndex, pagesOf, SUPERPAGE, superDistance, superEntry, superIndex, windowPrivilege } from '../pages'
import { costOf, instruction, leaf, type Piece, write } from '../piece'
import { offsetOf, PAGE, SERVICE, SERVICES, TABLE_BIAS, WINDOW_BYTES } from '../slot'
import { accesses, straight } from '../straight'
import type { Text } from '../text'
import { countedLoop } from './flow'

const { ra, sp, gp, base, s0, s1, a0, a1, a2, a6, a7 } = REGISTER
const tableToLeaf = offsetOf('leaf') - offsetOf('table') - TABLE_BIAS

/** Asks the monitor for something; a0 and a1 are set already. No later ecall asks again. */
export const ask = (text: Text, service: number): Text =>
  text.constant(a7, SERVICE).constant(a6, service).emit('ecall').constant(a7, 0)

/** Only the supervisor in its own window reaches the tables. */
const isOwnWay = ({ setting, isAway }: Context): boolean => setting.privilege === 1 && !isAway

interface Change {
  readonly index: number
  /** What the entry will say: the frame of a page of the slot, and flags. */
  readonly frame: number
  readonly flags: bigint
  readonly isOwn: boolean
  readonly fence: Fence
}

/** How a change is made known: to all, of an address only, with its ASID or for every, or by what Svinval has in its place. */
interface Fence {
  readonly address: number | undefined
  readonly hasAsid: boolean
  readonly isSplit: boolean
}

const randomFence = ({ random }: Context, address: number): Fence => ({
  address: random.oneIn(2) ? address : undefined,
  hasAsid: random.oneIn(3),
  isSplit: random.oneIn(4),
})

/** The address is one from gp, which lies in the first window. */
function writeFence(text: Text, { address, hasAsid, isSplit }: Fence): void {
  if (address !== undefined) text.constant(30, address).short('add', { rd: 30, rs1: 30, rs2: gp })
  if (hasAsid) {
    text.emit('csrrs', { rd: 31, rs1: 0, csr: CSR.satp }).emit('slli', { rd: 31, rs1: 31, shamt: 4 })
    text.emit('srli', { rd: 31, rs1: 31, shamt: 48 })
  }
  const operands = { rs1: address === undefined ? 0 : 30, rs2: hasAsid ? 31 : 0 }
  if (!isSplit) text.emit('sfence.vma', operands)
  else text.emit('sfence.w.inval').emit('sinval.vma', operands).emit('sfence.inval.ir')
}

function writeChange(text: Text, { index, frame, flags, isOwn, fence }: Change): void {
  const entry = entryFor(text.options.slot, frame, flags)
  if (!isOwn) {
    text.constant(a0, offsetOf('leaf') + 8 * index).constant(a1, Number(entry))
    if (fence.address !== undefined) text.constant(a2, fence.address).short('add', { rd: a2, rs1: a2, rs2: gp })
    ask(text, fence.address === undefined ? SERVICES.poke : SERVICES.pokeEntry)
    return
  }
  text
    .constant(30, tableToLeaf + 8 * index)
    .short('add', { rd: 30, rs1: 30, rs2: gp })
    .constant(31, Number(entry))
  text.emit('sd', { rs2: 31, rs1: 30, imm: 0 })
  writeFence(text, fence)
}

const pageFromGp = (window: number, page: number): number => window * WINDOW_BYTES + page * PAGE - offsetOf('table') - TABLE_BIAS

/** Nearly always everything, so that most accesses find their page. */
function randomFlags(context: Context, window: number): bigint {
  const { random, setting } = context
  const user = windowPrivilege(setting, window) === 0 ? PTE.U : 0n
  const taken = random.oneIn(3) ? random.pick([PTE.V, PTE.R | PTE.W, PTE.W, PTE.D, PTE.A, PTE.X]) : 0n
  return (PTE.V | PTE.R | PTE.W | PTE.X | PTE.A | PTE.D | user) & ~taken
}

/** W without R is reserved. */
const legal = (flags: bigint): bigint => ((flags & PTE.R) === 0n ? flags & ~PTE.W : flags)

function change(context: Context, page: number, frames: readonly number[]): Piece {
  const { random } = context
  const described: Change = {
    index: leafIndex(2, page),
    frame: random.pick(frames),
    flags: legal(randomFlags(context, 2)),
    isOwn: isOwnWay(context),
    fence: randomFence(context, pageFromGp(2, page)),
  }
  return leaf('page table entry', described.isOwn ? 12 : 60, (text) => writeChange(text, described))
}

/** A pointer into the third window. */
const pointAt = (page: number, offset: number): Piece =>
  leaf('pointer', 3, (text) => text.constant(base, pageFromGp(2, page) + offset).short('add', { rd: base, rs1: base, rs2: gp }))

/** Accesses to a page that moves between frames, and whose permissions come and go. */
export function movingData(context: Context): Piece[] {
  const { random, budget, setting, isAway } = context
  if (setting.privilege === 3 || isAway) return accesses(context, 3)
  const pages = pagesOf('data').slice(0, -1)
  const page = random.pick(pages)
  const pointed = inside(context, { bases: [base], depth: context.depth + 1 })
  const body = [
    pointAt(page, random.pick([2048, 2048, 4096, 4090, 100])),
    ...accesses(pointed, random.between(1, 5)),
    change(context, page, pagesOf('data')),
    ...accesses(pointed, random.between(1, 5)),
    change(context, page, random.oneIn(4) ? pagesOf('stack') : [page]),
    ...accesses(pointed, random.between(0, 3)),
  ]
  const most = Math.floor(budget / costOf(body))
  return countedLoop(context, Math.max(2, Math.min(random.pick([2, 6, 20]), most)), body)
}

/** Accesses through a superpage, whose permissions come and go; pages of the windows have the same frames. */
export function superpage(context: Context): Piece[] {
  const { random, budget, setting, isAway } = context
  if (setting.privilege === 3 || isAway) return accesses(context, 3)
  const page = random.pick(pagesOf('data').slice(1, -2))
  const offset = page * PAGE + random.pick([2048, 2048, 4096, 4090])
  const pointed = inside(context, { bases: random.oneIn(3) ? [base, s0] : [base], depth: context.depth + 1 })
  const placeIn = (slot: number): bigint => BigInt(slot) % SUPERPAGE
  const pointer = leaf('pointer', 8, (text) => {
    const distance = superDistance(setting) + placeIn(text.options.slot) - BigInt(offsetOf('table') + TABLE_BIAS)
    wide(text, base, distance + BigInt(offset))
    text.short('add', { rd: base, rs1: base, rs2: gp })
  })
  const changed = (): Piece => {
    const taken = random.oneIn(2) ? random.pick([PTE.R | PTE.W, PTE.W, PTE.D, PTE.A, PTE.V]) : 0n
    const isExact = random.oneIn(2)
    return leaf('superpage entry', 60, (text) => {
      const which = Number((placeIn(text.options.slot) + BigInt(offset)) / SUPERPAGE)
      const entry = superEntry(setting, text.options.slot, which, PTE.R | PTE.W | PTE.X | PTE.A | PTE.D) & ~taken
      text.constant(a0, offsetOf('middle') + 8 * (superIndex(setting) + which)).constant(a1, Number(legal(entry)))
      if (isExact) text.short('addi', { rd: a2, rs1: base, imm: 0 })
      ask(text, isExact ? SERVICES.pokeEntry : SERVICES.poke)
    })
  }
  const body = [
    pointer,
    ...accesses(pointed, random.between(1, 5)),
    ...(random.oneIn(2) ? [changed(), ...accesses(pointed, random.between(1, 4))] : []),
    ...(setting.privilege === 1 && random.oneIn(3) ? [instruction(encode('sfence.vma', { rs1: base, rs2: 0 }))] : []),
    ...accesses(pointed, random.between(1, 3)),
  ]
  return countedLoop(context, Math.max(2, Math.min(random.pick([2, 6, 20]), Math.floor(budget / costOf(body)))), body)
}

/** Where the twins' functions begin: inside, and before the end of the first, to run on into the second. */
export const TWIN_ENTRIES = [0x800, 0xff2, 0xffe] as const

/** Calls of code whose page is now one, now the other of two copies. */
export function movingCode(context: Context): Piece[] {
  const { random, budget, setting, isLeaf, isAway } = context
  if (isLeaf || isAway) return straight(context, 2)
  const twins = pagesOf('twins')
  const pages = random.oneIn(2) ? twins : twins.slice(0, 1)
  const entry = random.pick(TWIN_ENTRIES)
  // In the first window they always are where they were; its pages share TLB entries with those of the third.
  const callTwin = (): Piece => {
    const window = setting.privilege === 3 || random.oneIn(3) ? 0 : 2
    return leaf('call of a twin', 20, (text) =>
      text
        .constant(5, pageFromGp(window, twins[0] ?? 0) + entry)
        .short('add', { rd: 5, rs1: 5, rs2: gp })
        .short('jalr', { rd: ra, rs1: 5, imm: 0 }),
    )
  }
  const body = pages.flatMap((page) => [
    ...(setting.privilege === 3 ? [] : [change(context, page, twins)]),
    ...Array.from({ length: random.between(1, 4) }, callTwin),
  ])
  const most = Math.floor(budget / costOf(body))
  return countedLoop(context, Math.max(2, Math.min(random.pick([2, 6, 20]), most)), body)
}

/** Moves pc, stack and bases by a distance. */
function moveBases(text: Text, distance: number): void {
  text.constant(base, distance)
  for (const register of [sp, gp, s0, s1]) text.short('add', { rd: register, rs1: register, rs2: base })
}

/** The pieces inside run at another address, in the second window in the other of U and S. */
export function elsewhere(context: Context): Piece[] {
  const { random, setting, isAway, budget } = context
  if (setting.privilege === 3 || isAway) return straight(context, 2)
  const window = random.pick(setting.hasUsers ? [1, 2] : [2])
  const away = inside(context, { isAway: true, budget: budget - 20 })
  const body = context.block(away)
  const go = (text: Text, privilege: number, distance: number): void => {
    if (window === 1) {
      text.constant(a0, privilege).constant(a1, distance)
      ask(text, SERVICES.privilege)
    } else {
      const there = text.label()
      text.load(5, there).constant(6, distance).short('add', { rd: 5, rs1: 5, rs2: 6 }).short('jalr', { rd: 0, rs1: 5, imm: 0 })
      text.bind(there)
    }
    moveBases(text, distance)
  }
  return [
    {
      name: `window ${window}`,
      parts: [body],
      cost: 40 + costOf(body),
      emit(text, [list]) {
        go(text, windowPrivilege(setting, window), window * WINDOW_BYTES)
        write(text, list)
        go(text, windowPrivilege(setting, 0), -window * WINDOW_BYTES)
      },
    },
  ]
}

const accessorBits = (setting: Setting): number => (setting.privilege === 3 ? CSR.mstatus : CSR.sstatus)

/** Accesses with a privilege that is lent: SUM and MXR for supervisors, MPRV for machine mode. */
export function lentPrivilege(context: Context): Piece[] {
  const { random, setting, isAway, budget } = context
  if (!setting.isPaged || setting.privilege === 0 || isAway) return straight(context, 2)
  const isMachine = setting.privilege === 3
  const bits = isMachine
    ? MSTATUS.MPRV | (BigInt(random.pick(setting.hasUsers ? [0, 1, 1] : [1])) << 11n)
    : random.pick([MSTATUS.SUM, MSTATUS.SUM, MSTATUS.MXR, MSTATUS.SUM | MSTATUS.MXR])
  const page = random.pick(pagesOf('data').slice(1, -1))
  const pointed = inside(context, { bases: [base], depth: context.depth + 1 })
  const csr = accessorBits(setting)
  const [within, behind] = [accesses(pointed, random.between(1, 5)), isMachine ? [] : accesses(pointed, random.below(3))]
  const body: Piece = {
    name: 'lent privilege',
    parts: [within, behind],
    cost: 12 + within.length + behind.length,
    emit(text, [first, second]) {
      const distance = isMachine ? setting.window - BigInt(text.options.slot) : BigInt(WINDOW_BYTES)
      const here = BigInt(page * PAGE + 2048 - offsetOf('table') - TABLE_BIAS)
      wide(text, base, distance + here)
      text.short('add', { rd: base, rs1: base, rs2: gp })
      wide(text, 31, bits)
      if (isMachine) {
        wide(text, 30, MSTATUS.MPP)
        text.emit('csrrc', { rd: 0, rs1: 30, csr })
      }
      text.emit('csrrs', { rd: 0, rs1: 31, csr })
      write(text, first)
      wide(text, 31, bits)
      text.emit('csrrc', { rd: 0, rs1: 31, csr })
      write(text, second)
    },
  }
  return countedLoop(context, Math.max(2, Math.min(random.pick([2, 5, 15]), Math.floor(budget / body.cost))), [body])
}

/** Any constant: 11 bits at a time behind the first 32. */
export function wide(text: Text, rd: number, value: bigint): void {
  const signed = BigInt.asIntN(64, value)
  if (signed === BigInt.asIntN(32, signed)) return void text.constant(rd, Number(signed))
  wide(text, rd, signed >> 11n)
  text.short('slli', { rd, rs1: rd, shamt: 11 }).short('addi', { rd, rs1: rd, imm: Number(signed & 0x7ffn) })
}

export function translationFence(context: Context): Piece[] {
  if (context.setting.privilege === 0 || context.isAway) return straight(context, 1)
  return [instruction(encode('sfence.vma', { rs1: context.random.oneIn(2) ? 0 : s0, rs2: 0 }))]
}
