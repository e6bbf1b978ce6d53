/** What a fork is told, and how it comes to disks of its own. */
import type { DeviceFacts, ForkPlan, GuestState, MachineRoom } from '../host/protocol'
import { plugOptions } from '../hypervisor/plug-plan'
import type { Network } from '../network/network'
import type { Port } from '../network/port'
import type { VirtualFunction } from '../nic/virtual-function'
import { optionalName, strictObject } from '../options/check'
import { type ForkDisk, forkDisks, reserveDisks } from './fork-disks'
import { type Identity, identityOption } from './identity'

export interface ForkOptions {
  /** Default: the guest's own name, `-fork-` and a number. */
  name?: string
  /** Whom the fork thinks that it is. Default `new`. */
  identity?: Identity
  /**
   * What its network devices are plugged into, in their order: virtual functions where the guest has such, ports where it has ports. One that gets
   * none has its link down. Default: no virtual functions, and a port of its own on each network that the guest was given by `networks`.
   */
  nics?: readonly (VirtualFunction | Port)[]
  networks?: readonly Network[]
  /**
   * Where its disks keep what differs from this guest's, in their order: each a volume that is made in a pool, over the disk of this guest, and
   * stays there. Default: in memory, and gone with the fork.
   */
  disks?: readonly (ForkDisk | undefined)[]
}

export const forkSchema = strictObject({ name: optionalName, identity: identityOption, ...plugOptions, disks: forkDisks })

/** Forks a guest, with its disks in the pools that they are to be in. */
export async function forkOnto(
  { room, guest, disks }: { room: MachineRoom; guest: number; disks: readonly (ForkDisk | undefined)[] },
  plan: Omit<ForkPlan, 'disks'>,
): Promise<{ id: number; state: GuestState; devices: readonly DeviceFacts[] }> {
  const reserved = reserveDisks(disks)
  try {
    const { volumes, ...fork } = await room.forkGuest(guest, { ...plan, disks: reserved.plans })
    reserved.adopt(volumes)
    return fork
  } finally {
    reserved.release()
  }
}
