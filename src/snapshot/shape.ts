/** What a guest was built with, which no state that is put into its region may say otherwise: the core and the devices' drivers rely on it. */
import {
  BlkConfigLayout,
  BlkLayout,
  GUEST_HARTS,
  GUEST_IO,
  GuestLayout,
  HART_BLOCK_BYTES,
  HartLayout,
  IO_SLOTS,
  IoRequestLayout,
  IoTableLayout,
  PCI_FUNCTION_BLOCK_BYTES,
  PciFunctionLayout,
  VIRTIO_SLOT_BYTES,
  VirtioDeviceLayout,
  VirtioKind,
  VirtqueueLayout,
} from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import { damaged } from './format'
import type { Region } from './state'

/** By name, as texts that are equal when the things are. */
type Shape = ReadonlyMap<string, string>

const guestFields = [
  'harts',
  'ramPages',
  'virtioSlots',
  'pciFunctions',
  'interruptController',
  'start',
  'clock',
  'sbi',
  'paging',
] as const
const deviceFields = ['kind', 'deviceId', 'transport', 'slot', 'queues', 'configBytes', 'configWritable', 'pciFunction'] as const
const functionFields = [
  'kind',
  'slot',
  'bridge',
  'devfn',
  'msixVectors',
  'interruptPin',
  'physicalFunction',
  'vfIndex',
  'totalVfs',
  'device',
] as const

export function readShape(region: Region): Shape {
  const { core, guest, harts } = region
  const shape = new Map<string, string>()
  const note = <Layout extends { readonly bytes: number }>(
    what: string,
    struct: StructView<Layout>,
    fields: readonly Exclude<keyof Layout, 'bytes'>[],
  ): void => {
    for (const field of fields) shape.set(`${what}${String(field)}`, String(struct.get(field)))
  }
  note('', new StructView(core, GuestLayout, guest), guestFields)
  for (let hart = 0; hart < harts; hart++)
    note(`hart ${hart}: `, new StructView(core, HartLayout, guest + GUEST_HARTS + hart * HART_BLOCK_BYTES), ['id'])
  for (const { slot, pointer } of slotsOf(region)) {
    const device = new StructView(core, VirtioDeviceLayout, pointer)
    note(`virtio slot ${slot}: `, device, deviceFields)
    for (let queue = 0; queue < device.get('queues'); queue++)
      note(`virtio slot ${slot}, queue ${queue}: `, queueAt({ core, pointer }, queue), ['maxSize'])
    if (device.get('kind') !== VirtioKind.blk) continue
    note(`disk in slot ${slot}: `, new StructView(core, BlkConfigLayout, pointer + VirtioDeviceLayout.config.offset), [
      'capacity',
    ])
    note(`disk in slot ${slot}: `, new StructView(core, BlkLayout, pointer + VirtioDeviceLayout.state.offset), ['isReadOnly'])
  }
  for (const { index, pointer } of functionsOf(region))
    note(`PCI function ${index}: `, new StructView(core, PciFunctionLayout, pointer), functionFields)
  return shape
}

/** Throws ERR_SNAPSHOT_FORMAT for the first thing that is another, or where an index leads out of its table. */
export function checkShape(region: Region, shape: Shape): void {
  const found = readShape(region)
  for (const [what, value] of shape)
    if (found.get(what) !== value)
      throw damaged(
        `its state is of a guest with other devices than its header says: ${what} is ${found.get(what)}, expected ${value}`,
      )
  checkQueues(region)
  checkRequests(region)
  const guest = new StructView(region.core, GuestLayout, region.guest)
  // One more than there are is the end of a pass.
  for (const field of ['turnHart', 'crashHart'] as const)
    if (guest.get(field) > region.harts) throw damaged(`its state has ${field} ${guest.get(field)} of ${region.harts} harts`)
}

function checkQueues(region: Region): void {
  const { core } = region
  for (const { slot, pointer } of slotsOf(region)) {
    const count = new StructView(core, VirtioDeviceLayout, pointer).get('queues')
    for (let index = 0; index < count; index++) {
      const queue = queueAt({ core, pointer }, index)
      if (queue.get('size') > queue.get('maxSize'))
        throw damaged(
          `its state has a queue of ${queue.get('size')} entries in slot ${slot}, expected at most ${queue.get('maxSize')}`,
        )
    }
  }
}

/** Requests name slots and queues. */
function checkRequests(region: Region): void {
  const { core, guest } = region
  const slots = new Map(
    slotsOf(region).map(({ slot, pointer }) => [slot, new StructView(core, VirtioDeviceLayout, pointer).get('queues')]),
  )
  const table = guest + GUEST_IO
  let [waiting, busy] = [0, 0]
  for (let index = 0; index < IO_SLOTS; index++) {
    const request = new StructView(core, IoRequestLayout, table + IoTableLayout.request.offset + index * IoRequestLayout.bytes)
    const state = request.get('state')
    // Whoever took a request is not there any more.
    if (state > 1) throw damaged(`its state has request ${index} in state ${state}`)
    if (state === 0) continue
    waiting++
    busy++
    if (request.get('queue') >= (slots.get(request.get('slot')) ?? 0)) throw damaged(`its state has request ${index} of no queue`)
  }
  const io = new StructView(core, IoTableLayout, table)
  if (io.get('waiting') !== waiting || io.get('busy') !== busy) throw damaged('its state counts other requests than it has')
}

function slotsOf({ core, guest, harts }: Region): { slot: number; pointer: number }[] {
  const count = new StructView(core, GuestLayout, guest).get('virtioSlots')
  const first = guest + GUEST_HARTS + harts * HART_BLOCK_BYTES
  return Array.from({ length: count }, (_, slot) => ({ slot, pointer: first + slot * VIRTIO_SLOT_BYTES }))
}

function functionsOf(region: Region): { index: number; pointer: number }[] {
  const { core, guest, harts } = region
  const struct = new StructView(core, GuestLayout, guest)
  const first = guest + GUEST_HARTS + harts * HART_BLOCK_BYTES + struct.get('virtioSlots') * VIRTIO_SLOT_BYTES
  return Array.from({ length: struct.get('pciFunctions') }, (_, index) => ({
    index,
    pointer: first + index * PCI_FUNCTION_BLOCK_BYTES,
  }))
}

const queueAt = (
  { core, pointer }: { core: Region['core']; pointer: number },
  index: number,
): StructView<typeof VirtqueueLayout> =>
  new StructView(core, VirtqueueLayout, pointer + VirtioDeviceLayout.queue.offset + index * VirtqueueLayout.bytes)
