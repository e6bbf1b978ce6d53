/**
 * What state that comes from outside may not say: otherwise than the guest was built, values that the core relies on without looking, and indices that
 * lead out of their tables. It is looked at in a copy of the guest's region, before anything of it is in the region itself.
 */
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
  PciKind,
  VIRTIO_SLOT_BYTES,
  VirtioDeviceLayout,
  VirtioKind,
  VirtqueueLayout,
} from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import { balloonStruct } from '../spec/devices/virtio-balloon'
import { blkConfigStruct, blkRequests, blkStruct } from '../spec/devices/virtio-blk'
import { virtioNetStruct } from '../spec/devices/virtio-net'
import { portDeviceStruct } from '../spec/devices/virtio-port'
import { guestParts, hartParts } from '../spec/layout/region'
import { type Domain, type PlacedField, type Struct, scalarBytes } from '../spec/layout/struct'
import { virtioDeviceStruct, virtqueueStruct } from '../spec/layout/virtio'
import { igbVfStruct } from '../spec/nic/igb'
import { pciFunctionStruct } from '../spec/pci/state'
import { damaged } from './format'
import type { Image } from './state'

const sectorBytes = 512n

/** Throws ERR_SNAPSHOT_FORMAT for the first thing that cannot be; `built` is the region of a new guest of the same plan. */
export function checkImage(image: Image, built: Image): void {
  const check = checker(image, built)
  for (const { name, offset, struct } of guestParts) check(name === 'SELF' ? '' : `${name}: `, struct, offset)
  // From here on counts are those that the guest was built with.
  for (let hart = 0; hart < built.harts; hart++) {
    const base = GUEST_HARTS + hart * HART_BLOCK_BYTES
    for (const { name, offset, struct } of hartParts)
      check(`hart ${hart}: ${name === 'SELF' ? '' : `${name}: `}`, struct, base + offset)
    checkRegisters(image, hart)
  }
  for (const { slot, at } of slotsOf(image)) {
    const what = `virtio slot ${slot}: `
    check(what, virtioDeviceStruct, at)
    const device = new StructView(image, VirtioDeviceLayout, at)
    for (let queue = 0; queue < device.get('queues'); queue++)
      check(`virtio slot ${slot}, queue ${queue}: `, virtqueueStruct, queueAt(at, queue))
    const state = at + VirtioDeviceLayout.state.offset
    const kind = device.get('kind')
    const struct = deviceStructs.get(kind)
    if (struct !== undefined) check(kind === VirtioKind.blk ? `disk in slot ${slot}: ` : what, struct, state)
    if (kind === VirtioKind.blk) check(`disk in slot ${slot}: `, blkConfigStruct, at + VirtioDeviceLayout.config.offset)
  }
  for (const { index, at } of functionsOf(image)) {
    check(`PCI function ${index}: `, pciFunctionStruct, at)
    if (new StructView(image, PciFunctionLayout, at).get('kind') === PciKind.igbVf)
      check(`PCI function ${index}: `, igbVfStruct, at + PciFunctionLayout.state.offset)
  }
  checkQueues(image)
  checkRequests(image)
  const guest = new StructView(image, GuestLayout, 0)
  // One more than there are is the end of a pass.
  for (const field of ['turnHart', 'crashHart'] as const)
    if (guest.get(field) > built.harts) throw damaged(`its state has ${field} ${guest.get(field)} of ${built.harts} harts`)
}

const deviceStructs: ReadonlyMap<number, Struct> = new Map([
  [VirtioKind.net, virtioNetStruct],
  [VirtioKind.blk, blkStruct],
  [VirtioKind.balloon, balloonStruct],
  [VirtioKind.console, portDeviceStruct],
  [VirtioKind.p9, portDeviceStruct],
  [VirtioKind.vsock, portDeviceStruct],
])

/** Holds the fields of a struct to their domains. */
function checker(image: Image, built: Image): (what: string, struct: Struct, at: number) => void {
  return (what, struct, at) => {
    for (const field of struct.fields) {
      const { domain } = field
      if (domain === undefined) continue
      for (let index = 0; index < field.count; index++) {
        const value = valueAt(image, field, at, index)
        const expected = expectation(domain, value, () => valueAt(built, field, at, index))
        if (expected === undefined) continue
        const why = domain === 'fixed' ? 'of a guest with other devices than its header says' : 'not of a guest'
        throw damaged(`its state is ${why}: ${what}${field.name} is ${value}, expected ${expected}`)
      }
    }
  }
}

/** What was expected of a value that is not in its domain. */
function expectation(domain: Domain, value: bigint, built: () => bigint): string | undefined {
  if (domain === 'fixed') return value === built() ? undefined : String(built())
  if ('most' in domain) return value <= BigInt(domain.most) ? undefined : `at most ${domain.most}`
  return domain.of.some((it) => BigInt(it) === value) ? undefined : `one of ${domain.of.join(', ')}`
}

function valueAt({ view }: Image, { offset, type }: PlacedField, base: number, index: number): bigint {
  const at = base + offset + index * scalarBytes[type]
  if (scalarBytes[type] === 8) return view.getBigUint64(at, true)
  if (type === 'u32') return BigInt(view.getUint32(at, true))
  return BigInt(type === 'u16' ? view.getUint16(at, true) : view.getUint8(at))
}

/** Registers that no write leaves like that: a mode that there is not, and page tables of another depth. */
function checkRegisters(image: Image, hart: number): void {
  const registers = new StructView(image, HartLayout, GUEST_HARTS + hart * HART_BLOCK_BYTES)
  const paging = new StructView(image, GuestLayout, 0).get('paging')
  const mode = Number(registers.get('satp') >> 60n)
  if (mode !== 0 && (mode < 8 || mode > paging))
    throw damaged(`its state is not of a guest: hart ${hart}: satp.MODE is ${mode}, expected 0 or from 8 to ${paging}`)
  const mpp = Number((registers.get('mstatus') >> 11n) & 3n)
  if (mpp === 2) throw damaged(`its state is not of a guest: hart ${hart}: mstatus.MPP is 2, expected 0, 1 or 3`)
}

function checkQueues(image: Image): void {
  for (const { slot, at } of slotsOf(image)) {
    const count = new StructView(image, VirtioDeviceLayout, at).get('queues')
    for (let index = 0; index < count; index++) {
      const queue = new StructView(image, VirtqueueLayout, queueAt(at, index))
      if (queue.get('size') > queue.get('maxSize'))
        throw damaged(
          `its state has a queue of ${queue.get('size')} entries in slot ${slot}, expected at most ${queue.get('maxSize')}`,
        )
    }
  }
}

/** Requests name slots and queues, and a disk's where on it they are for. */
function checkRequests(image: Image): void {
  const slots = new Map(slotsOf(image).map(({ slot, at }) => [slot, at]))
  let [waiting, busy] = [0, 0]
  for (let index = 0; index < IO_SLOTS; index++) {
    const request = new StructView(
      image,
      IoRequestLayout,
      GUEST_IO + IoTableLayout.request.offset + index * IoRequestLayout.bytes,
    )
    const state = request.get('state')
    // Whoever took a request is not there any more.
    if (state > 1) throw damaged(`its state has request ${index} in state ${state}`)
    if (state === 0) continue
    waiting++
    busy++
    const at = slots.get(request.get('slot'))
    const device = at === undefined ? undefined : new StructView(image, VirtioDeviceLayout, at)
    if (request.get('queue') >= (device?.get('queues') ?? 0)) throw damaged(`its state has request ${index} of no queue`)
    if (at !== undefined && device?.get('kind') === VirtioKind.blk) checkDiskRequest(image, at, { index, request })
  }
  const io = new StructView(image, IoTableLayout, GUEST_IO)
  if (io.get('waiting') !== waiting || io.get('busy') !== busy) throw damaged('its state counts other requests than it has')
}

function checkDiskRequest(
  image: Image,
  at: number,
  { index, request }: { index: number; request: StructView<typeof IoRequestLayout> },
): void {
  const bytes = new StructView(image, BlkConfigLayout, at + VirtioDeviceLayout.config.offset).get('capacity') * sectorBytes
  const isReadOnly = new StructView(image, BlkLayout, at + VirtioDeviceLayout.state.offset).get('isReadOnly') !== 0
  const [offset, count, operation] = [request.get('offset'), request.get('count'), request.get('operation')]
  const reads = operation === blkRequests.read || operation === blkRequests.flush
  if (offset > bytes || count > bytes - offset || (isReadOnly && !reads))
    throw damaged(`its state has request ${index} of ${count} bytes at ${offset} of a disk of ${bytes}`)
}

/** `image` has the counts that the guest was built with. */
function slotsOf({ view, harts }: Image): { slot: number; at: number }[] {
  const count = view.getUint32(GuestLayout.virtioSlots.offset, true)
  const first = GUEST_HARTS + harts * HART_BLOCK_BYTES
  return Array.from({ length: count }, (_, slot) => ({ slot, at: first + slot * VIRTIO_SLOT_BYTES }))
}

function functionsOf({ view, harts }: Image): { index: number; at: number }[] {
  const slots = view.getUint32(GuestLayout.virtioSlots.offset, true)
  const first = GUEST_HARTS + harts * HART_BLOCK_BYTES + slots * VIRTIO_SLOT_BYTES
  const count = view.getUint32(GuestLayout.pciFunctions.offset, true)
  return Array.from({ length: count }, (_, index) => ({ index, at: first + index * PCI_FUNCTION_BLOCK_BYTES }))
}

const queueAt = (device: number, index: number): number =>
  device + VirtioDeviceLayout.queue.offset + index * VirtqueueLayout.bytes
