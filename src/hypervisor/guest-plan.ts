/** Turns checked options and loaded images into the plan that the machine room builds a guest from. */

import { satpModes } from '../boot/isa-selection'
import { type LoadPlan, planBoot } from '../boot/load-plan'
import { type MachinePlan, planMachine } from '../boot/machine-plan'
import type { TypistOptions } from '../console/typist'
import { VmHostError } from '../error'
import { memoryClaims } from '../host/memory-claims'
import { countFunctions, type GuestPlan, type HartEntry } from '../host/protocol'
import { wallClockNs } from '../platform/clock'
import { randomBytes } from '../platform/entropy'
import { extensionBits } from '../spec/isa/extensions'
import { isPciSlot, placeOfSlot } from '../spec/pci/places'
import { interruptControllers, platform } from '../spec/platform'
import { cpuClaims } from './cpu-options'
import { planDevices } from './device-plan'
import type { LoadedImages } from './images'
import type { CheckedGuestOptions } from './options'
import { sbiBits } from './sbi'

const pageBytes = 4096
const seedBytes = 64
/** Where the time of day starts under the virtual clock: 2025-01-01T00:00:00Z. */
const virtualEpochNs = 1_735_689_600_000_000_000n
const startIds = { direct: 0, firmware: 1 } as const

/** The guest's plan, and what an ELF's HTIF symbols say. */
export interface PlannedGuest {
  plan: GuestPlan
  htif: LoadPlan['htif']
}

export function planGuest(
  options: CheckedGuestOptions,
  loaded: LoadedImages,
  { functions, pciPlaces }: Pick<GuestPlan, 'functions' | 'pciPlaces'>,
): PlannedGuest {
  const devices = planDevices(options, countFunctions(functions))
  const memory = memoryClaims(options.memory, options.memory.size)
  const machine = planMachine({
    harts: options.vcpus ?? options.cpu.vcpus ?? 1,
    memoryBytes: options.memory.size,
    ...(options.isa === undefined ? {} : { isa: options.isa }),
    interruptController: options.interruptController,
    start: loaded.start,
    cmdline: options.boot.cmdline ?? 'console=ttyS0',
    rngSeed: options.boot.rngSeed ?? defaultSeed(options.clock),
    virtioSlots: devices.map(({ slot }) => slot).filter((slot) => !isPciSlot(slot)),
  })
  const boot = planBoot(machine, loaded.images)
  const plan: GuestPlan = {
    name: options.name,
    harts: machine.harts,
    ramPages: machine.memoryBytes / pageBytes,
    interruptController: interruptControllers[machine.interruptController],
    start: startIds[machine.start],
    clock: options.clock,
    sbi: sbiBits(options.sbi),
    extensions: extensionBits(machine.isa.extensions),
    paging: satpModes[machine.isa.mmu],
    epochNs: options.clock === 'virtual' ? virtualEpochNs : wallClockNs(),
    writes: boot.writes,
    entries: entries(machine, boot),
    console: typistOptions(options.console),
    onReboot: options.onReboot,
    functions,
    pciPlaces,
    rootPorts: rootPortsOf({ functions, devices }, options.hotplugSlots),
    engine: options.engine,
    cpu: cpuClaims(options.cpu),
    devices,
    memory,
  }
  if (options.sharingDomain !== undefined) plan.sharingDomain = options.sharingDomain
  if (options.watchdog !== undefined) plan.watchdog = options.watchdog
  if (options.maxInstructions !== undefined) plan.maxInstructions = options.maxInstructions
  return withHtif(plan, boot, options.boot.htif)
}

/** Places of root ports: those of the network functions, those of other devices, and behind them `slots` with nothing in them. */
function rootPortsOf({ functions, devices }: Pick<GuestPlan, 'functions' | 'devices'>, slots: number): number[] {
  const others = devices.flatMap(({ slot }) => (isPciSlot(slot) ? [placeOfSlot(slot)] : []))
  const first = countFunctions(functions) + others.length
  return [...functions.map(({ place }) => place), ...others, ...Array.from({ length: slots }, (_, index) => first + index)]
}

function withHtif(plan: GuestPlan, { htif }: LoadPlan, isWanted: boolean): PlannedGuest {
  if (htif === undefined || !isWanted) return { plan, htif: undefined }
  checkTohost(plan, htif.tohost)
  plan.htif = { tohost: BigInt(htif.tohost), fromhost: BigInt(htif.fromhost ?? 0) }
  return { plan, htif }
}

/** The core watches one page for stores, and reads the whole doubleword. */
function checkTohost({ ramPages }: GuestPlan, tohost: number): void {
  const offset = tohost - platform.dram.base
  if (offset >= 0 && offset < ramPages * pageBytes && tohost % 8 === 0) return
  throw new VmHostError('ERR_IMAGE_FORMAT', `ELF file: tohost is 0x${tohost.toString(16)}, expected a doubleword of RAM`, {
    details: { symbol: 'tohost', value: tohost },
  })
}

/** A firmware is entered by every hart at once; in a direct start the others wait for SBI HSM. */
function entries({ harts, start }: MachinePlan, { entry }: LoadPlan): HartEntry[] {
  const count = start === 'firmware' ? harts : 1
  return Array.from({ length: count }, (_, index) => ({
    hart: index,
    pc: BigInt(entry.pc),
    isMachineMode: entry.mode === 'M',
    a0: BigInt(entry.a0 + index),
    a1: BigInt(entry.a1),
    a2: BigInt(entry.a2),
  }))
}

function typistOptions({ type, until }: NonNullable<CheckedGuestOptions['console']>): TypistOptions {
  return until === undefined ? { type } : { type, until }
}

function defaultSeed(clock: 'real' | 'virtual'): Uint8Array {
  return clock === 'real'
    ? randomBytes(seedBytes)
    : Uint8Array.from({ length: seedBytes }, (_, index) => (index * 149 + 31) & 0xff)
}
