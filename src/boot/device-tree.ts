// The device tree of a machine: what QEMU's `-M virt` describes, for exactly the devices of the plan.
import { finisher, platform, timebaseFrequency } from '../spec/platform'
import { type InterruptTopology, interruptNodes, phandles, wiredInterrupt } from './device-tree-interrupts'
import { pcieNode } from './device-tree-pcie'
import { cells64, type FdtNode, type FdtValue } from './fdt'
import { formatIsa } from './isa-selection'
import type { MachinePlan } from './machine-plan'

/** Bytes of a cache block for the Zicbo extensions; the core has no cache, so this is the usual line size. */
export const cacheBlockBytes = 64

const serialPath = `/soc/serial@${platform.uart.base.toString(16)}`

export interface BootRange {
  gpa: number
  bytes: number
}

/** Builds the tree; `initrd` is where the load plan put it. */
export function buildDeviceTree(plan: MachinePlan, initrd?: BootRange): FdtNode {
  const topology = phandles(plan)
  const properties = { '#address-cells': 2, '#size-cells': 2, compatible: 'riscv-virtio', model: 'riscv-virtio,vmhost' }
  const memory = node(`memory@${hex(platform.dram.base)}`, {
    device_type: 'memory',
    reg: reg(platform.dram.base, plan.memoryBytes),
  })
  return node('', properties, [
    chosen(plan, initrd),
    aliases(),
    memory,
    cpus(plan, topology),
    ...power(topology),
    soc(plan, topology),
  ])
}

function aliases(): FdtNode {
  return node('aliases', { serial0: serialPath })
}

function chosen(plan: MachinePlan, initrd: BootRange | undefined): FdtNode {
  const properties: Record<string, FdtValue> = { 'stdout-path': serialPath }
  if (plan.rngSeed.length > 0) properties['rng-seed'] = plan.rngSeed
  if (plan.cmdline !== '') properties.bootargs = plan.cmdline
  if (initrd !== undefined) {
    properties['linux,initrd-start'] = cells64(initrd.gpa)
    properties['linux,initrd-end'] = cells64(initrd.gpa + initrd.bytes)
  }
  return node('chosen', properties)
}

function cpus(plan: MachinePlan, topology: InterruptTopology): FdtNode {
  const harts = Array.from({ length: plan.harts }, (_, hart) => hart)
  const cores = harts.map((hart) => node(`core${hart}`, { cpu: topology.cpu(hart) }))
  return node('cpus', { '#address-cells': 1, '#size-cells': 0, 'timebase-frequency': timebaseFrequency }, [
    ...harts.map((hart) => cpu(plan, hart, topology)),
    node('cpu-map', {}, [node('cluster0', {}, cores)]),
  ])
}

function cpu(plan: MachinePlan, hart: number, topology: InterruptTopology): FdtNode {
  const { isa } = plan
  const blockSize: Record<string, FdtValue> = {}
  for (const name of ['cbom', 'cboz', 'cbop']) {
    if (isa.extensions.includes(`zi${name}`)) blockSize[`riscv,${name}-block-size`] = cacheBlockBytes
  }
  const properties = {
    phandle: topology.cpu(hart),
    device_type: 'cpu',
    reg: hart,
    status: 'okay',
    compatible: 'riscv',
    ...blockSize,
    'riscv,isa': formatIsa(isa.extensions),
    'riscv,isa-base': isa.base,
    'riscv,isa-extensions': isa.extensions,
    'mmu-type': `riscv,${isa.mmu}`,
  }
  const controller = {
    '#address-cells': 0,
    '#interrupt-cells': 1,
    'interrupt-controller': true,
    compatible: 'riscv,cpu-intc',
    phandle: topology.cpuIntc(hart),
  } as const
  return node(`cpu@${hex(hart)}`, properties, [node('interrupt-controller', controller)])
}

/** Power-off and reboot through the test finisher, as a system controller register. */
function power(topology: InterruptTopology): FdtNode[] {
  const write = (name: string, value: number): FdtNode =>
    node(name, { compatible: `syscon-${name}`, regmap: topology.finisher, offset: 0, value })
  return [write('poweroff', finisher.pass), write('reboot', finisher.reset)]
}

function soc(plan: MachinePlan, topology: InterruptTopology): FdtNode {
  const properties = { '#address-cells': 2, '#size-cells': 2, compatible: 'simple-bus', ranges: true } as const
  const { uart, rtc, vmgenid, finisher: test } = platform
  return node('soc', properties, [
    device('test', test, { phandle: topology.finisher, compatible: ['sifive,test1', 'sifive,test0', 'syscon'] }),
    device('rtc', rtc, { compatible: 'google,goldfish-rtc', ...wiredInterrupt(topology, rtc.irq) }),
    device('vmgenid', vmgenid, { compatible: 'microsoft,vmgenid', ...wiredInterrupt(topology, vmgenid.irq) }),
    device('serial', uart, { compatible: 'ns16550a', 'clock-frequency': uart.clockHz, ...wiredInterrupt(topology, uart.irq) }),
    ...interruptNodes(plan, topology),
    ...plan.virtioSlots.map((slot) => virtio(slot, topology)),
    pcieNode(plan, topology),
    ...plan.nodes,
  ])
}

/** A device of the memory-mapped transport (Virtual I/O Device 1.3, §4.2.1), in one of the platform's slots. */
function virtio(slot: number, topology: InterruptTopology): FdtNode {
  const { base, bytes, firstIrq } = platform.virtioMmio
  const window = { base: base + slot * bytes, bytes }
  return device('virtio_mmio', window, {
    compatible: 'virtio,mmio',
    'dma-coherent': true,
    ...wiredInterrupt(topology, firstIrq + slot),
  })
}

/** A node with a register window, named by its address. */
function device(name: string, window: { base: number; bytes: number }, properties: Record<string, FdtValue>): FdtNode {
  return node(`${name}@${hex(window.base)}`, { reg: reg(window.base, window.bytes), ...properties })
}

function node(name: string, properties: Record<string, FdtValue>, children: readonly FdtNode[] = []): FdtNode {
  return { name, properties, children }
}

const reg = (base: number, bytes: number): number[] => [...cells64(base), ...cells64(bytes)]
const hex = (value: number): string => value.toString(16)
