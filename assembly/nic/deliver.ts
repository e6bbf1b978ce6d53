/** A frame goes to one port, and what its receiver does not do itself is done for it: a checksum is completed, a large frame is cut. */
import { Nic, NIC_HEADER_BYTES, NicPort, PortOwner, VirtioNetFeature, VirtioNetHeader } from '../abi/layout.gen'
import { netOf } from '../devices/net/index'
import { complement, sumFrame } from './checksum'
import { emit } from './emit'
import { ADDRESSES, frameCopy, headerOf, TAG_BYTES } from './frame'
import { deviceAtPort } from './port'
import { Delivery } from './receiver'
import { deliverSegments } from './segment'

export function deliver(nic: Nic, port: NicPort): Delivery {
  if (port.owner == PortOwner.nobody) return Delivery.refused
  const offloads: u64 = port.owner == PortOwner.virtioNet ? netOf(deviceAtPort(port)).offloads : 0
  const takesPartial = (offloads & (1 << VirtioNetFeature.guestCsum)) != 0
  if (nic.frameGso != 0 && !(takesPartial && takesGso(nic, offloads))) return deliverSegments(nic, port, takesPartial)
  if ((nic.frameFlags & VirtioNetHeader.needsCsum) != 0 && !takesPartial) return deliverChecked(nic, port)
  const header = ADDRESSES + (nic.frameTag != 0 ? TAG_BYTES : 0)
  return emit(nic, port, headerOf(nic), header, header, nic.frameBytes - header, nic.frameFlags, nic.frameGso)
}

function takesGso(nic: Nic, offloads: u64): bool {
  if ((nic.frameGso & VirtioNetHeader.gsoEcn) != 0 && (offloads & (1 << VirtioNetFeature.guestEcn)) == 0) return false
  const isTcp4 = (nic.frameGso & ~(<u32>VirtioNetHeader.gsoEcn)) == VirtioNetHeader.gsoTcp4
  return (offloads & (1 << (isTcp4 ? VirtioNetFeature.guestTso4 : VirtioNetFeature.guestTso6))) != 0
}

/** With the checksum completed in a copy of the headers. */
function deliverChecked(nic: Nic, port: NicPort): Delivery {
  const end = nic.frameCsumStart + nic.frameCsumOffset + 2
  if (end > NIC_HEADER_BYTES || end < ADDRESSES + TAG_BYTES) return Delivery.refused
  const header = headerOf(nic)
  frameCopy(nic, ADDRESSES, header + ADDRESSES, end - ADDRESSES)
  const sum = sumFrame(nic, 0, nic.frameCsumStart, nic.frameBytes - nic.frameCsumStart)
  store<u16>(header + end - 2, <u16>complement(sum))
  return emit(nic, port, header, end, end, nic.frameBytes - end, 0, 0)
}
