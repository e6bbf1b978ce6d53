/** From the queue of hot places to a module, and from the compiled module to regions that are entered. */
import { Guest, Hart, HotPlace, ListingEntry, Region, Trick, WINDOW_PAGES } from '../abi/layout.gen'
import { spansPay } from '../hart/span'
import { headerOf } from '../memory/decoded-header'
import { forgetSites } from './site'
import { findBlocks } from './blocks'
import {
  byte, close, fillUnsigned, i32Const, i64Const, isFull, localGet, localSet, op, Op, openUnlikely, reserveUnsigned, ValueType,
} from './code'
import { recordOf } from './discover'
import { getTargetAddress, writeFlow } from './flow'
import { gather } from './gather'
import { hotPlaceAt, takeHotPlaces } from '../memory/hot-places'
import { beginLeaving } from './leave'
import { beginModule, endModule } from './module'
import { BUDGET, declareLocals, declareLateLocals, forgetLateLocals, getAddress, PAGE_VA, readRegisters, readTlbs, TARGET } from './registers'
import { isCall } from './live'
import { lengthOf } from './record'
import { leave } from './types'
import { beginWordFlow, giveUpWordFlow, isNews } from './word-flow'
import { addHead, coverRegion, createRegion, discardRegions, installRegions, linkRegion, replaceRegion, translator } from '../memory/regions'
import {
  blockAt, coverAt, HEAD_OFFSET, HEAD_PAGE, headPosition, mapAt, NO_BLOCK, offsetOf, ownCover, PAGE_POSITIONS, recordAt, REGION_BYTES, replacedAt, WINDOW_POSITIONS,
  windowPage, work,
} from './work'

/** A region that has learnt nothing for good by then does without. */
const WORD_ROUNDS: u32 = 8

/** Writes a module with a function for each hot place that waits; its size, or 0 when there is nothing to compile. */
export function prepareBatch(): u32 {
  const it = translator()
  if (it.pending == 0 || it.batch != 0 || it.freedCount != 0) return 0
  it.batches += 1
  beginModule()
  let done: u32 = 0
  while (done < it.pending && work().cursor + REGION_BYTES < work().end) {
    translatePlace(hotPlaceAt(done))
    done++
  }
  // What did not fit waits for the next module.
  takeHotPlaces(done)
  it.listingEntries = work().listed
  if (work().functions == 0) return 0
  it.batch = it.batches
  endModule()
  return it.moduleBytes
}

export function installBatch(): void {
  const it = translator()
  installRegions(it.batch)
  it.batch = 0
}

export function discardBatch(): void {
  const it = translator()
  discardRegions(it.batch)
  it.batch = 0
}

function translatePlace(place: HotPlace): void {
  const it = work()
  it.guest = place.guest
  it.hart = place.hart
  chooseSpans(changetype<Hart>(<usize>place.hart))
  if (changetype<Hart>(<usize>place.hart).misalignedMask != 0 || !gather(place)) return
  findBlocks()
  it.farSpans = u32(calls())
  const start = it.cursor
  const hints = it.hints
  if (writeFunction() && keepRegion()) {
    it.functions += 1
    return
  }
  // The next function takes its place, and must not find its hints.
  it.cursor = start
  it.hints = hints
}

/** Regions do not know the mode that they will run in, so spans have to pay in all that were used. */
function chooseSpans(hart: Hart): void {
  const it = work()
  const isOffered = (translator().without & Trick.spans) == 0
  it.readSpans = u32(isOffered && spansPay(hart, false))
  it.writeSpans = u32(isOffered && spansPay(hart, true))
}

/** Does the region go on behind a call? */
function calls(): bool {
  for (let i: u32 = 0; i < work().blocks; i++) if (isCall(blockAt(i)) && blockAt(i).next != NO_BLOCK) return true
  return false
}

/** The function of the region that was discovered; false when it does not fit. */
function writeFunction(): bool {
  const it = work()
  const size = reserveUnsigned()
  it.body = it.cursor
  declareLocals()
  it.depth = 0
  findPage()
  checkEntryBudget()
  forgetSites()
  if (!writeBlocks() || isFull()) return false
  declareLateLocals()
  // Every way through the flow ends elsewhere.
  byte(0x00)
  byte(Op.end)
  fillUnsigned(size, it.cursor - <u32>size - 5)
  return true
}

/** Writes the blocks, again and again while they learn from each other what they need not do. */
function writeBlocks(): bool {
  const it = work()
  const start = it.cursor
  const hints = it.hints
  const arena = it.arena
  beginWordFlow()
  for (let round: u32 = 0; round <= WORD_ROUNDS; round++) {
    if (round == WORD_ROUNDS) giveUpWordFlow()
    it.cursor = start
    it.hints = hints
    it.arena = arena
    forgetLateLocals()
    readRegisters(it.entryX, it.entryF)
    readTlbs()
    if (!writeFlow() || isFull()) return false
    if (!isNews()) break
  }
  return true
}

/** The page told is that of the head by which the region is entered. */
function findPage(): void {
  if (isOnHeadPage()) return
  localGet(PAGE_VA)
  localGet(TARGET)
  i32Const(-(<i32>PAGE_POSITIONS))
  op(Op.i32And)
  op(Op.i64ExtendI32U)
  i64Const(1)
  op(Op.i64Shl)
  op(Op.i64Sub)
  i64Const(HEAD_OFFSET)
  op(Op.i64Add)
  localSet(PAGE_VA)
}

function isOnHeadPage(): bool {
  for (let i: u32 = 0; i < work().heads; i++) if (headPosition(i) >> 11 != HEAD_PAGE) return false
  return true
}

/** A region is not begun when its budget might end inside; nothing is changed then. */
function checkEntryBudget(): void {
  const it = work()
  localGet(BUDGET)
  i32Const(<i32>it.instructions)
  op(Op.i32LtS)
  openUnlikely(ValueType.empty)
  leaveUnread()
  close()
}

function leaveUnread(): void {
  beginLeaving(0)
  if (work().heads == 1) getAddress(offsetOf(headPosition(0)))
  else getTargetAddress()
  leave()
}

/** Enters the region in the cache and lists its instructions; false when the host has no memory. */
function keepRegion(): bool {
  const it = work()
  const guest = changetype<Guest>(<usize>it.guest)
  const region = createRegion(guest)
  if (region === null) return false
  for (let position: u32 = 0; position < WINDOW_POSITIONS; position++) {
    const number = load<u16>(mapAt(position))
    if (number == 0) continue
    const w = load<u64>(recordAt(number - 1))
    list(position, lengthOf(w))
  }
  coverRegion(region, coverAt(0), ownCover())
  for (let page: u32 = 0; page < WINDOW_PAGES; page++) if (windowPage(page) != 0) linkRegion(region, page, windowPage(page))
  for (let i: u32 = 0; i < it.heads; i++) addHead(region, recordOf(headPosition(i)))
  for (let i: u32 = 0; i < it.replaced; i++) replaceRegion(region, changetype<Region>(<usize>load<u32>(replacedAt(i))))
  region.isCut = it.isCut
  region.instructions = it.instructions
  store<u32>(translator().slots + (it.functions << 2), region.slot)
  guest.regionsMade += 1
  guest.regionInstructions += it.instructions
  return true
}

function list(position: u32, length: u32): void {
  const it = work()
  const entry = changetype<ListingEntry>(<usize>translator().listing + it.listed * offsetof<ListingEntry>())
  entry.pc = it.pageVa + <u64>offsetOf(position)
  entry.instruction = halfword(position) | (length == 2 ? halfword(position + 1) << 16 : 0)
  entry.function = it.functions
  it.listed += 1
}

function halfword(position: u32): u32 {
  return load<u16>(headerOf(windowPage(position >> 11)).frame + ((position & (PAGE_POSITIONS - 1)) << 1))
}
