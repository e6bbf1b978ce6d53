// The interrupt half of the device tree: the ACLINT, and either the PLIC or the AIA's APLICs and IMSICs, wired to the harts.
import { platform } from '../spec/platform'
import { cells64, type FdtNode, type FdtValue } from './fdt'
import type { MachinePlan } from './machine-plan'

/** Interrupt numbers at a hart (privileged manual, `mip`). */
const hartInterrupt = { machineSoftware: 3, machineTimer: 7, supervisorExternal: 9, machineExternal: 11 } as const
/** Stands for a context that the guest does not have; the contexts after it keep their numbers. */
const noInterrupt = 0xffff_ffff
/** Interrupt type "level, active high" (dt-bindings/interrupt-controller/irq.h). */
const levelHigh = 4

/** Phandles of everything that another node refers to. */
export interface InterruptTopology {
  cpu(hart: number): number
  cpuIntc(hart: number): number
  finisher: number
  /** The controller that wired interrupts go to, and the cells of an interrupt number there. */
  wired: number
  wiredCells: 1 | 2
  aplicM: number
  imsicM: number
  /** The controller that message-signalled interrupts go to. */
  imsicS: number
}

export function phandles(plan: MachinePlan): InterruptTopology {
  const afterHarts = 2 * plan.harts
  return {
    cpu: (hart) => 2 * hart + 1,
    cpuIntc: (hart) => 2 * hart + 2,
    finisher: afterHarts + 1,
    wired: afterHarts + 2,
    wiredCells: plan.interruptController === 'aia' ? 2 : 1,
    aplicM: afterHarts + 3,
    imsicM: afterHarts + 4,
    imsicS: afterHarts + 5,
  }
}

/** Properties of a device whose interrupt is the wire `irq`. */
export function wiredInterrupt(topology: InterruptTopology, irq: number): Record<string, FdtValue> {
  const interrupts = topology.wiredCells === 2 ? [irq, levelHigh] : irq
  return { interrupts, 'interrupt-parent': topology.wired }
}

/** A guest that starts in S-mode is not told of what only M-mode may touch. */
export function interruptNodes(plan: MachinePlan, topology: InterruptTopology): FdtNode[] {
  const machine = plan.start === 'firmware'
  const own = plan.interruptController === 'aia' ? aia(plan, topology) : [plic(plan, topology)]
  return machine ? [aclint(plan, topology), ...own] : own
}

/** One `interrupts-extended` entry per hart and number in `interrupts`. */
function toHarts(plan: MachinePlan, topology: InterruptTopology, interrupts: readonly number[]): number[] {
  const harts = Array.from({ length: plan.harts }, (_, hart) => hart)
  return harts.flatMap((hart) => interrupts.flatMap((interrupt) => [topology.cpuIntc(hart), interrupt]))
}

function aclint(plan: MachinePlan, topology: InterruptTopology): FdtNode {
  return device('clint', platform.aclint, {
    compatible: ['sifive,clint0', 'riscv,clint0'],
    'interrupts-extended': toHarts(plan, topology, [hartInterrupt.machineSoftware, hartInterrupt.machineTimer]),
  })
}

/** Context 2h is M-mode of hart h and context 2h+1 its S-mode, whether or not the guest has M-mode. */
function plic(plan: MachinePlan, topology: InterruptTopology): FdtNode {
  const machine = plan.start === 'firmware' ? hartInterrupt.machineExternal : noInterrupt
  return device('plic', platform.plic, {
    phandle: topology.wired,
    compatible: ['sifive,plic-1.0.0', 'riscv,plic0'],
    '#address-cells': 0,
    '#interrupt-cells': 1,
    'interrupt-controller': true,
    'interrupts-extended': toHarts(plan, topology, [machine, hartInterrupt.supervisorExternal]),
    'riscv,ndev': platform.plic.sources,
  })
}

function aia(plan: MachinePlan, topology: InterruptTopology): FdtNode[] {
  const { wired, aplicM, imsicM, imsicS } = topology
  const { sources } = platform.aplicS
  // The M-level domain hands every source to its only child (APLIC binding, `riscv,delegation`: child, first, last).
  const delegation = { 'riscv,children': wired, 'riscv,delegation': [wired, 1, sources] }
  const supervisor = [
    imsic(plan, topology, { window: platform.imsicS, phandle: imsicS, interrupt: hartInterrupt.supervisorExternal }),
    aplic(platform.aplicS, { phandle: wired, 'msi-parent': imsicS }),
  ]
  if (plan.start === 'direct') return supervisor
  return [
    imsic(plan, topology, { window: platform.imsicM, phandle: imsicM, interrupt: hartInterrupt.machineExternal }),
    aplic(platform.aplicM, { phandle: aplicM, 'msi-parent': imsicM, ...delegation }),
    ...supervisor,
  ]
}

function aplic(window: typeof platform.aplicM | typeof platform.aplicS, properties: Record<string, FdtValue>): FdtNode {
  return device('aplic', window, {
    compatible: ['qemu,aplic', 'riscv,aplic'],
    '#address-cells': 0,
    '#interrupt-cells': 2,
    'interrupt-controller': true,
    'riscv,num-sources': window.sources,
    ...properties,
  })
}

interface ImsicOptions {
  window: typeof platform.imsicM | typeof platform.imsicS
  phandle: number
  interrupt: number
}

function imsic(plan: MachinePlan, topology: InterruptTopology, { window, phandle, interrupt }: ImsicOptions): FdtNode {
  return device(
    'imsics',
    { base: window.base, bytes: window.bytesPerHart * plan.harts },
    {
      phandle,
      compatible: ['qemu,imsics', 'riscv,imsics'],
      '#address-cells': 0,
      '#interrupt-cells': 0,
      'interrupt-controller': true,
      'msi-controller': true,
      '#msi-cells': 0,
      'interrupts-extended': toHarts(plan, topology, [interrupt]),
      'riscv,num-ids': window.ids,
    },
  )
}

function device(name: string, window: { base: number; bytes: number }, properties: Record<string, FdtValue>): FdtNode {
  const reg = [...cells64(window.base), ...cells64(window.bytes)]
  return { name: `${name}@${window.base.toString(16)}`, properties: { reg, ...properties }, children: [] }
}
