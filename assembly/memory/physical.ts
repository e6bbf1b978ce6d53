/** Guest-physical memory as devices, the hypervisor and page-table walks reach it: checked, and code-coherent. */
import { Guest, Stage2 } from '../abi/layout.gen'
import { allocationOf } from './allocation'
import { publishCodeStore } from './code-inbox'
import { isCode } from './code-table'
import { forgetRecords } from './decoded'
import { host } from './host'
import { PAGE_BYTES, PAGE_MASK } from './page'
import { frameOf, isRam, readablePage, stage2Word, writablePage } from './stage2'

/** Is the whole of [gpa, gpa + bytes) guest RAM? */
// @ts-ignore: decorator
@inline
export function guestIsRam(guest: Guest, gpa: u64, bytes: u64): bool {
  return isRam(guest, gpa, bytes)
}

/**
 * Host pointer to `gpa`, which must be RAM, for reading up to the end of its page. A page that cannot come back from swap reads as zeros,
 * and its guest is stopped as soon as its turn ends.
 */
export function readPointer(guest: Guest, gpa: u64): usize {
  let page = readablePage(guest, gpa)
  if (page == 0) {
    allocationOf(guest).isLost = 1
    page = host().zeroPage
  }
  return page + (<usize>gpa & PAGE_MASK)
}

/** Host pointer to `gpa` for writing `bytes` inside its page; 0 when the host has no frame left. */
export function writePointer(guest: Guest, gpa: u64, bytes: u32): usize {
  const page = writablePage(guest, gpa)
  if (page == 0) return 0
  const offset = <u32>gpa & PAGE_MASK
  if (isCode(page)) {
    forgetRecords(page, offset, bytes)
    publishCodeStore(page + offset, bytes)
  }
  return page + offset
}

/** Has code of the page run? Then each store to it has to be seen. */
export function holdsCode(guest: Guest, gpa: u64): bool {
  const word = load<u32>(stage2Word(guest, gpa))
  return (word & Stage2.present) != 0 && isCode(frameOf(word))
}

/** Copies guest memory to the host pointer `destination`; false outside RAM, with nothing copied, and when a page cannot come back from swap. */
export function guestRead(guest: Guest, gpa: u64, destination: usize, bytes: u32): bool {
  if (!isRam(guest, gpa, bytes)) return false
  let done: u32 = 0
  while (done < bytes) {
    const part = partOfPage(gpa + done, bytes - done)
    const page = readablePage(guest, gpa + done)
    if (page == 0) return false
    memory.copy(destination + done, page + (<usize>(gpa + done) & PAGE_MASK), part)
    done += part
  }
  return true
}

/** Copies `bytes` from the host pointer `source` into guest memory; false outside RAM, with nothing written, and when the host has no frame. */
export function guestWrite(guest: Guest, gpa: u64, source: usize, bytes: u32): bool {
  if (!isRam(guest, gpa, bytes)) return false
  let done: u32 = 0
  while (done < bytes) {
    const part = partOfPage(gpa + done, bytes - done)
    const target = writePointer(guest, gpa + done, part)
    if (target == 0) return false
    memory.copy(target, source + done, part)
    done += part
  }
  return true
}

function partOfPage(gpa: u64, bytes: u32): u32 {
  return min<u32>(bytes, PAGE_BYTES - (<u32>gpa & PAGE_MASK))
}
