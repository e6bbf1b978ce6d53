// What lies where in a guest's memory when it starts, and how its boot hart enters: computed from the machine plan and the images.
//
//   direct    RAM+0 ........ kernel (Image: RAM+text_offset, ELF: its own) ........ initrd | device tree   end of RAM or 3 GiB
//   firmware  RAM+0 firmware | RAM+2 MiB kernel .................................. initrd | device tree, fw_dynamic_info
import { VmHostError } from '../error'
import { platform } from '../spec/platform'
import { type BootRange, buildDeviceTree } from './device-tree'
import { type Elf, moveElf, typePositionIndependent } from './elf'
import { writeFdt } from './fdt'
import { fwDynamicInfo, fwDynamicInfoBytes } from './fw-dynamic'
import { findHtif, type Htif } from './htif'
import { classifyKernel, type Kernel } from './kernel'
import { imageAlignment, type LinuxImage } from './linux-image'
import type { MachinePlan } from './machine-plan'
import { checkRegions, placeBelow, type Region, ramEnd } from './regions'

export interface BootImages {
  /** Linux `Image`, ELF or flat binary, entered in S-mode. */
  kernel?: Uint8Array
  initrd?: Uint8Array
  /** OpenSBI's `fw_jump`/`fw_dynamic` or a bare-metal program, ELF or flat, entered in M-mode; `start: 'firmware'` only. */
  firmware?: Uint8Array
}

export interface LoadWrite {
  /** What it is, for messages: `kernel`, `initrd` ... */
  name: string
  gpa: number
  bytes: Uint8Array
}

/** State of the boot hart at its first instruction. */
export interface BootEntry {
  pc: number
  mode: 'S' | 'M'
  /** Hart id. */
  a0: number
  /** Address of the device tree. */
  a1: number
  /** Address of OpenSBI's `fw_dynamic_info`; 0 in direct start. */
  a2: number
}

export interface LoadPlan {
  /** Disjoint, inside RAM, in no particular order; everything else is zero. */
  writes: LoadWrite[]
  entry: BootEntry
  /** The device tree blob, also among the writes. */
  dtb: Uint8Array
  /** Set when an ELF names the symbol `tohost`. */
  htif?: Htif
}

/** Early kernel page tables map the tree with 2 MiB pages, so it starts one, as in QEMU; RAM below this is too small for that. */
const dtbAlignment = 0x20_0000
const smallRamBytes = 8 * dtbAlignment
const pageBytes = 4096
/** 32-bit firmware fields and early fixed maps reach this far. */
const lowMemoryEnd = 3 * 2 ** 30
/** Where a kernel goes that does not say: the first 2 MiB are the firmware's. */
const kernelOffset = imageAlignment
const nextModeSupervisor = 1

/** Plans the start. Throws a VmHostError naming the image, its size and the addresses when it cannot work. */
export function planBoot(plan: MachinePlan, images: BootImages): LoadPlan {
  return plan.start === 'direct' ? planDirect(plan, images) : planFirmware(plan, images)
}

function planDirect(plan: MachinePlan, images: BootImages): LoadPlan {
  if (images.kernel === undefined) throw missing('kernel', 'direct')
  if (images.firmware !== undefined) throw new VmHostError('ERR_INVALID_OPTION', 'firmware: expected none with start "direct"')
  const kernel = place(plan, { image: classifyKernel(images.kernel, 'kernel'), name: 'kernel', isBehindFirmware: false })
  const top = planTop(plan, images, kernel.regions)
  const entry: BootEntry = { pc: kernel.entry, mode: 'S', a0: 0, a1: top.dtbGpa, a2: 0 }
  return finish(top, { entry, images: [kernel] })
}

function planFirmware(plan: MachinePlan, images: BootImages): LoadPlan {
  if (images.firmware === undefined) throw missing('firmware', 'firmware')
  const placed = [place(plan, { image: classifyKernel(images.firmware, 'firmware'), name: 'firmware', isBehindFirmware: false })]
  if (images.kernel !== undefined)
    placed.push(place(plan, { image: classifyKernel(images.kernel, 'kernel'), name: 'kernel', isBehindFirmware: true }))
  const [firmware, kernel] = placed as [PlacedImage, PlacedImage | undefined]
  const top = planTop(
    plan,
    images,
    placed.flatMap(({ regions }) => regions),
  )
  const info = fwDynamicInfo({ nextGpa: kernel?.entry ?? 0, nextMode: nextModeSupervisor, bootHart: 0 })
  top.writes.push({ name: 'fw_dynamic_info', gpa: top.infoGpa, bytes: info })
  const entry: BootEntry = { pc: firmware.entry, mode: 'M', a0: 0, a1: top.dtbGpa, a2: top.infoGpa }
  return finish(top, { entry, images: placed })
}

interface PlacedImage {
  entry: number
  regions: Region[]
  writes: LoadWrite[]
  elf?: Elf
}

interface Placing {
  image: Kernel
  name: string
  /** A kernel behind a firmware leaves the first 2 MiB of RAM to it. */
  isBehindFirmware: boolean
}

function place(plan: MachinePlan, { image, name, isBehindFirmware }: Placing): PlacedImage {
  const slot = platform.dram.base + (name === 'firmware' ? 0 : kernelOffset)
  if (image.kind === 'elf') return placeElf(plan, { elf: moveToSlot(image.elf, slot), name })
  const gpa = image.kind === 'image' ? platform.dram.base + imageOffset(image.image, isBehindFirmware) : slot
  const bytes = image.kind === 'image' ? image.image.imageBytes : image.bytes.length
  const regions = [{ name, gpa, bytes }]
  checkRegions(plan, regions)
  return { entry: gpa, regions, writes: [{ name, gpa, bytes: image.bytes }] }
}

function imageOffset({ textOffset }: LinuxImage, isBehindFirmware: boolean): number {
  return isBehindFirmware && textOffset < kernelOffset ? kernelOffset + textOffset : textOffset
}

/** A program that is linked at its own addresses stays there; a position-independent one (OpenSBI's) goes to `slot`. */
function moveToSlot(elf: Elf, slot: number): Elf {
  if (elf.type !== typePositionIndependent) return elf
  return moveElf(elf, slot - Math.min(...elf.segments.map(({ gpa }) => gpa)))
}

function placeElf(plan: MachinePlan, { elf, name }: { elf: Elf; name: string }): PlacedImage {
  const regions = elf.segments.map(({ gpa, memoryBytes }, index) => ({
    name: `${name} segment ${index}`,
    gpa,
    bytes: memoryBytes,
  }))
  checkRegions(plan, regions)
  const writes = elf.segments.map(({ gpa, bytes }, index) => ({ name: `${name} segment ${index}`, gpa, bytes }))
  return { entry: elf.entry, regions, writes: writes.filter(({ bytes }) => bytes.length > 0), elf }
}

interface TopOfMemory {
  writes: LoadWrite[]
  dtb: Uint8Array
  dtbGpa: number
  infoGpa: number
}

/** Puts the device tree at the top of memory and the initrd right below it, clear of what is loaded already. */
function planTop(plan: MachinePlan, images: BootImages, below: readonly Region[]): TopOfMemory {
  const { initrd } = images
  // Addresses are cells of fixed size, so a tree with any initrd range has the size of the final one.
  const draft = writeFdt(buildDeviceTree(plan, initrd === undefined ? undefined : { gpa: 0, bytes: 0 }))
  const tree: Region = { name: 'device tree', gpa: 0, bytes: draft.length + fwDynamicInfoBytes }
  const limit = Math.min(ramEnd(plan), platform.dram.base + lowMemoryEnd)
  tree.gpa = placeBelow({ ...tree, limit, alignment: plan.memoryBytes < smallRamBytes ? pageBytes : dtbAlignment })
  const regions = [...below, tree]
  let range: BootRange | undefined
  if (initrd !== undefined) {
    const gpa = placeBelow({ name: 'initrd', bytes: initrd.length, limit: tree.gpa, alignment: pageBytes })
    range = { gpa, bytes: initrd.length }
    regions.push({ name: 'initrd', ...range })
  }
  checkRegions(plan, regions)
  const dtb = writeFdt(buildDeviceTree(plan, range))
  const writes: LoadWrite[] = [{ name: 'device tree', gpa: tree.gpa, bytes: dtb }]
  if (initrd !== undefined && range !== undefined) writes.push({ name: 'initrd', gpa: range.gpa, bytes: initrd })
  return { writes, dtb, dtbGpa: tree.gpa, infoGpa: tree.gpa + dtb.length }
}

function finish(top: TopOfMemory, { entry, images }: { entry: BootEntry; images: readonly PlacedImage[] }): LoadPlan {
  const loaded: LoadPlan = { writes: [...images.flatMap(({ writes }) => writes), ...top.writes], entry, dtb: top.dtb }
  const htif = images.map(({ elf }) => (elf === undefined ? undefined : findHtif(elf))).find((found) => found !== undefined)
  if (htif !== undefined) loaded.htif = htif
  return loaded
}

function missing(field: string, start: string): VmHostError {
  return new VmHostError('ERR_INVALID_OPTION', `${field} is missing: start "${start}" needs one`, { details: { field } })
}
