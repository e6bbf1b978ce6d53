/** What can be plugged into a guest and taken out again. */
import * as v from 'valibot'
import { isNetwork, isPort } from '../hypervisor/network-plan'
import type { Network } from '../network/network'
import type { Port } from '../network/port'
import { PhysicalFunction } from '../nic/physical-function'
import { VirtualFunction } from '../nic/virtual-function'
import { strictObject } from '../options/check'

/** A network device, as its owner names it. */
export type AttachedNic = VirtualFunction | PhysicalFunction | Port | Network

export const attachedNic = v.custom<AttachedNic>(
  (value) => value instanceof VirtualFunction || value instanceof PhysicalFunction || isPort(value) || isNetwork(value),
  'a VirtualFunction, a PhysicalFunction, a port of a Network, or a Network',
)
/** `force`: under its driver. */
export const detachSchema = strictObject({ force: v.optional(v.boolean('true or false'), false) })
