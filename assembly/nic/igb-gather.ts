/** The descriptors of one frame, as a chain of buffers of the guest; contexts on the way are kept (§7.2.2). */
import { Guest, IgbQueue, IgbTransmit, IgbVf, VirtioViolation } from '../abi/layout.gen'
import { contextOf } from './igb-offload'
import { nextPlace, readDescriptor } from '../devices/igb/ring'
import { chainAdd, chainClear, readChain } from '../virtio/chain'

export const enum Gathered {
  /** The end of the packet is not there yet. */
  partial = 0,
  frame = 1,
  /** Descriptors without a byte. */
  empty = 2,
  /** vf.frameReason tells why. */
  malformed = 3,
}

/** Reads from the head of the ring on; vf.frameEnd is behind what was read. */
export function gatherFrame(guest: Guest, vf: IgbVf, ring: IgbQueue): Gathered {
  const chain = readChain(guest)
  chainClear(chain, ring.head)
  chain.flags = 0
  vf.frameReason = VirtioViolation.none
  let isFirst = true
  for (let index = ring.head; index != ring.tail; ) {
    readDescriptor(guest, vf, ring, index)
    const command = <u32>vf.descriptorHigh
    index = nextPlace(ring, index)
    vf.frameEnd = index
    if (isContext(command)) {
      if (!isFirst || !keepContext(vf, ring)) return malformed(vf, VirtioViolation.request)
      /* A context is a descriptor of its own: nothing waits for the frame behind it. */
      return Gathered.empty
    }
    if (!isData(command)) return malformed(vf, VirtioViolation.request)
    chain.gpa = vf.descriptor
    chain.length = command & IgbTransmit.lengthMask
    const reason: u32 = chain.length == 0 ? <u32>VirtioViolation.none : chainAdd(guest, chain)
    if (reason != VirtioViolation.none) return malformed(vf, reason)
    /* What holds for the frame is in the first advanced descriptor, or in the last legacy one. */
    if (isFirst || (command & IgbTransmit.isAdvanced) == 0) {
      vf.frameCommand = command
      vf.frameOptions = <u32>(vf.descriptorHigh >> 32)
    }
    isFirst = false
    if ((command & IgbTransmit.endOfPacket) != 0) return chain.readBytes == 0 ? Gathered.empty : Gathered.frame
  }
  return Gathered.partial
}

function malformed(vf: IgbVf, reason: u32): Gathered {
  vf.frameReason = reason
  return Gathered.malformed
}

// @ts-ignore: decorator
@inline
function typeOf(command: u32): u32 {
  return (command >> IgbTransmit.typeShift) & IgbTransmit.typeMask
}

// @ts-ignore: decorator
@inline
function isContext(command: u32): bool {
  return (command & IgbTransmit.isAdvanced) != 0 && typeOf(command) == IgbTransmit.typeContext
}

// @ts-ignore: decorator
@inline
function isData(command: u32): bool {
  return (command & IgbTransmit.isAdvanced) == 0 || typeOf(command) == IgbTransmit.typeData
}

function keepContext(vf: IgbVf, ring: IgbQueue): bool {
  const context = contextOf(ring, <u32>(vf.descriptorHigh >> 32))
  if (context == 0) return false
  store<u64>(context, vf.descriptor)
  store<u64>(context, vf.descriptorHigh, 8)
  return true
}
