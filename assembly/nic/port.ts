/** Adapters and their ports: made, found, and set as the administrator wants them. */
import { Guest, LinkState, Nic, NIC_BYTES, NIC_OUTBOX_BYTES, NIC_PORT_BYTES, NicPort, NicPortKind, PortOwner, VirtioDevice } from '../abi/layout.gen'
import { codeCache } from '../memory/code-cache'
import { allocateExtent, freeExtent } from '../memory/extents'
import { deviceOf } from '../virtio/device'

// @ts-ignore: decorator
@inline export const UPLINK: u32 = 0
// @ts-ignore: decorator
@inline export const PHYSICAL: u32 = 1
// @ts-ignore: decorator
@inline export const FIRST_VIRTUAL: u32 = 2
// @ts-ignore: decorator
@inline export const NEVER: u64 = u64.MAX_VALUE
/** Of senders to a receiver that has not taken a frame yet. */
// @ts-ignore: decorator
@inline const FIRST_PATIENCE_NS: u64 = 10_000_000
// @ts-ignore: decorator
@inline const TYPE_8021Q: u32 = 0x8100

/** An adapter with `ports` ports; 0 when the host has no room. */
export function createNic(ports: u32): usize {
  const bytes = NIC_BYTES + ports * NIC_PORT_BYTES
  const extent = allocateExtent(bytes)
  if (extent == 0) return 0
  const nic = changetype<Nic>(extent)
  nic.outbox = <u32>allocateExtent(NIC_OUTBOX_BYTES)
  if (nic.outbox == 0) {
    freeExtent(extent, bytes)
    return 0
  }
  nic.ports = ports
  nic.extentBytes = bytes
  nic.generation = 1
  for (let index: u32 = 0; index < ports; index++) resetPort(nic, portAt(nic, index), index)
  return extent
}

export function destroyNic(nic: Nic): void {
  freeExtent(nic.outbox, NIC_OUTBOX_BYTES)
  freeExtent(changetype<usize>(nic), nic.extentBytes)
}

function resetPort(nic: Nic, port: NicPort, index: u32): void {
  port.kind = index == UPLINK ? NicPortKind.uplink : index == PHYSICAL ? NicPortKind.physical : NicPortKind.virtual
  port.index = index
  port.nic = <u32>changetype<usize>(nic)
  port.owner = index < FIRST_VIRTUAL ? PortOwner.outside : PortOwner.nobody
  port.vlanProto = TYPE_8021Q
  port.wakeNs = NEVER
  port.congestedNs = NEVER
  port.patienceNs = FIRST_PATIENCE_NS
  port.isUp = index < FIRST_VIRTUAL ? 1 : 0
}

// @ts-ignore: decorator
@inline
export function portAt(nic: Nic, index: u32): NicPort {
  return changetype<NicPort>(changetype<usize>(nic) + NIC_BYTES + index * NIC_PORT_BYTES)
}

// @ts-ignore: decorator
@inline
export function nicOf(port: NicPort): Nic {
  return changetype<Nic>(<usize>port.nic)
}

// @ts-ignore: decorator
@inline
export function guestOf(port: NicPort): Guest {
  return changetype<Guest>(<usize>port.guest)
}

// @ts-ignore: decorator
@inline
export function deviceAtPort(port: NicPort): VirtioDevice {
  return deviceOf(guestOf(port), port.slot)
}

/** Is the link of a port up, as the administrator and the cable have it? */
export function linkOf(nic: Nic, port: NicPort): u32 {
  if (port.kind == NicPortKind.uplink) return port.linkState == LinkState.disable ? 0 : 1
  if (port.linkState == LinkState.enable) return 1
  if (port.linkState == LinkState.disable) return 0
  return portAt(nic, UPLINK).isUp
}

/** The port of the physical function is the host's until a guest gets it. */
export function isFree(port: NicPort): bool {
  return port.owner == (port.kind == NicPortKind.physical ? PortOwner.outside : PortOwner.nobody)
}

/** What was looked up before is void. */
export function nicChanged(nic: Nic): void {
  nic.generation += 1
}

/** There is something to tell the outside. */
export function nicEvent(nic: Nic): void {
  nic.events += 1
  codeCache().hasNews = 1
}
