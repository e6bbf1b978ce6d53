// The plan of one guest machine, from which the core is configured and the device tree is written: each fact in one place.
import { VmHostError } from '../error'
import { type interruptControllers, maxHarts } from '../spec/platform'
import type { FdtNode } from './fdt'
import { defaultIsa, type IsaSelection, parseIsa, withExtensions } from './isa-selection'

export type InterruptController = keyof typeof interruptControllers
/** `direct`: the hypervisor is the SBI firmware and the kernel starts in S-mode. `firmware`: M-mode from the start of RAM. */
export type StartMode = 'direct' | 'firmware'

export interface MachineOptions {
  harts: number
  /** A multiple of 4 KiB. */
  memoryBytes: number
  /** Default: all that the core implements (`defaultIsa`). */
  isa?: string
  /** Default `plic`. */
  interruptController?: InterruptController
  start: StartMode
  /** Kernel command line. Default empty. */
  cmdline?: string
  /** Entropy for `chosen/rng-seed`; left out of the tree when empty. */
  rngSeed?: Uint8Array
  /** Slots of the memory-mapped virtio transport that have a device. Default none. */
  virtioSlots?: readonly number[]
  /** More nodes below `/soc`, from devices that are not part of every machine. */
  nodes?: readonly FdtNode[]
}

export interface MachinePlan {
  harts: number
  memoryBytes: number
  isa: IsaSelection
  interruptController: InterruptController
  start: StartMode
  cmdline: string
  rngSeed: Uint8Array
  virtioSlots: readonly number[]
  nodes: readonly FdtNode[]
}

const pageBytes = 4096
/** COMMAND_LINE_SIZE of riscv Linux, its terminator included. */
const cmdlineLimit = 1024

/** Checks the options and fills in what they leave open. Throws ERR_INVALID_OPTION that names the field. */
export function planMachine(options: MachineOptions): MachinePlan {
  const { harts, memoryBytes, start, interruptController = 'plic', cmdline = '', rngSeed, virtioSlots, nodes } = options
  if (!Number.isInteger(harts) || harts < 1 || harts > maxHarts) throw invalid('harts', harts, `an integer from 1 to ${maxHarts}`)
  if (!Number.isSafeInteger(memoryBytes) || memoryBytes <= 0 || memoryBytes % pageBytes !== 0) {
    throw invalid('memoryBytes', memoryBytes, `a positive multiple of ${pageBytes}`)
  }
  if (interruptController !== 'plic' && interruptController !== 'aia')
    throw invalid('interruptController', interruptController, '"plic" or "aia"')
  if (start !== 'direct' && start !== 'firmware') throw invalid('start', start, '"direct" or "firmware"')
  if (cmdline.includes('\0')) throw invalid('cmdline', cmdline, 'no NUL character')
  const cmdlineBytes = new TextEncoder().encode(cmdline).length
  if (cmdlineBytes >= cmdlineLimit) throw invalid('cmdline', `${cmdlineBytes} bytes`, `less than ${cmdlineLimit} bytes`)
  return {
    harts,
    memoryBytes,
    isa: selectIsa(options.isa ?? defaultIsa, interruptController),
    interruptController,
    start,
    cmdline,
    rngSeed: rngSeed ?? new Uint8Array(0),
    virtioSlots: virtioSlots ?? [],
    nodes: nodes ?? [],
  }
}

/** The AIA's CSRs belong to its interrupt controllers: a hart has them with `aia`, and only then. */
function selectIsa(isa: string, interruptController: InterruptController): IsaSelection {
  const selection = parseIsa(isa)
  if (interruptController === 'aia') return withExtensions(selection, ['smaia', 'ssaia'])
  if (selection.extensions.some((name) => name === 'smaia' || name === 'ssaia')) {
    throw invalid('isa', isa, 'smaia and ssaia only with interruptController "aia"')
  }
  return selection
}

function invalid(field: string, value: unknown, expected: string): VmHostError {
  return new VmHostError('ERR_INVALID_OPTION', `${field} ${JSON.stringify(value)}: expected ${expected}`, {
    details: { field, value, expected },
  })
}
