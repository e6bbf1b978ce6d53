// The PCI Express half of the device tree: the generic ECAM host bridge, its windows, its four INTx wires and where messages go.
import { platform } from '../spec/platform'
import type { InterruptTopology } from './device-tree-interrupts'
import { cells64, type FdtNode } from './fdt'
import type { MachinePlan } from './machine-plan'

/**
 * Spaces of PCI addresses, in the high cell (PCI bus binding to IEEE 1275 §2.2.1.1). Unlike QEMU's, the 64-bit window is told to be
 * prefetchable: a bridge has no other window above 4 GiB, and Linux warns of one that is not.
 */
const space = { io: 0x0100_0000, memory32: 0x0200_0000, prefetchable64: 0x4300_0000 } as const
const levelHigh = 4
const deviceShift = 11
/** The two low bits of the device number and the pin decide on the wire. */
const interruptMapMask = [3 << deviceShift, 0, 0, 7]

export function pcieNode(plan: MachinePlan, topology: InterruptTopology): FdtNode {
  const { pcieEcam: ecam, pcieIo, pcieMmio32, pcieMmio64 } = platform
  const messages = plan.interruptController === 'aia' ? { 'msi-parent': topology.imsicS } : {}
  return {
    name: `pci@${ecam.base.toString(16)}`,
    properties: {
      reg: [...cells64(ecam.base), ...cells64(ecam.bytes)],
      compatible: 'pci-host-ecam-generic',
      device_type: 'pci',
      '#address-cells': 3,
      '#size-cells': 2,
      '#interrupt-cells': 1,
      'linux,pci-domain': 0,
      'bus-range': [0, ecam.bytes / 2 ** 20 - 1],
      'dma-coherent': true,
      ranges: [
        ...[space.io, ...cells64(0), ...cells64(pcieIo.base), ...cells64(pcieIo.bytes)],
        ...identity(space.memory32, pcieMmio32),
        ...identity(space.prefetchable64, pcieMmio64),
      ],
      'interrupt-map-mask': interruptMapMask,
      'interrupt-map': interruptMap(topology),
      ...messages,
    },
    children: [],
  }
}

/** A window at the same address on PCI and in guest-physical memory. */
function identity(code: number, { base, bytes }: { base: number; bytes: number }): number[] {
  return [code, ...cells64(base), ...cells64(base), ...cells64(bytes)]
}

/** Pin p of device d is wire (d + p) modulo 4. */
function interruptMap(topology: InterruptTopology): number[] {
  const { firstIrq, count } = platform.pcieIntx
  const numbers = Array.from({ length: count }, (_, number) => number)
  return numbers.flatMap((device) =>
    numbers.flatMap((pin) => {
      const irq = firstIrq + ((device + pin) % count)
      return [device << deviceShift, 0, 0, pin + 1, topology.wired, ...(topology.wiredCells === 2 ? [irq, levelHigh] : [irq])]
    }),
  )
}
