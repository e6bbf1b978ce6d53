/** Labels: which Wasm block or loop a branch to a block of the region leads to. */
import { countOf, has } from './block-set'
import { branchTo, close, i32Const, localSet, Op, open, unsigned } from './code'
import { TARGET } from './registers'
import { blockAt, LABEL_BYTES, labelAt, work } from './work'

@unmanaged
export class Label {
  /** Block depth when it was opened. */
  level: u32
  /** 1 when several blocks are reached by it, so that TARGET says which. */
  isShared: u32
}

export function openLabel(code: u32, entries: usize): void {
  const it = work()
  const label = changetype<Label>(labelAt(it.labels))
  label.level = it.depth
  label.isShared = u32(countOf(entries) > 1)
  memory.copy(labelAt(it.labels) + 8, entries, LABEL_BYTES - 8)
  it.labels += 1
  open(code)
}

export function closeLabel(): void {
  work().labels -= 1
  close()
}

export function writeDepth(level: u32): void {
  unsigned(work().depth - 1 - level)
}

function labelFor(block: u32): Label {
  let index = work().labels
  while (index > 0) {
    index--
    if (has(labelAt(index) + 8, block)) return changetype<Label>(labelAt(index))
  }
  unreachable()
  return changetype<Label>(0)
}

/** Does a jump to the block need more than a branch? */
export function isPlain(block: u32): bool {
  return labelFor(block).isShared == 0
}

/** Goes to a block of the region. */
export function goTo(block: u32): void {
  const label = labelFor(block)
  if (label.isShared != 0) {
    i32Const(<i32>blockAt(block).start)
    localSet(TARGET)
  }
  branchTo(Op.br, label.level)
}

/** Goes to a block, with a condition on the stack, that needs no more than a branch. */
export function goToIf(block: u32): void {
  branchTo(Op.brIf, labelFor(block).level)
}

/** Depth, for a table, of the label that leads to a block; TARGET is set. */
export function writeLabelDepth(block: u32): void {
  writeDepth(labelFor(block).level)
}
