/** Runs a memory image of the harness on a guest of ours, in machine mode and on the caller's thread. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Host } from '../../src'
import type { Machine, MachineResult } from './machine'
import { HEADER, HEADER_FIELD, RAM_BASE } from './slot'

const CORE = pathToFileURL(resolve(import.meta.dirname, '../../dist/core.wasm'))
const MIB = 1 << 20
/** Far more than any batch takes; a sequence that loops ends here. */
const INSTRUCTION_LIMIT = 100_000_000

async function runOnGuest(host: Host, image: Uint8Array): Promise<MachineResult> {
  const guest = await host.hypervisor.createGuest({
    memory: Math.ceil(image.length / MIB + 16) * MIB,
    interruptController: 'plic',
    clock: 'virtual',
    maxInstructions: INSTRUCTION_LIMIT,
    onReboot: 'stop',
    boot: { firmware: { buffer: image } },
  })
  try {
    await guest.start()
    const { reason } = await guest.exited
    const memory = await guest.readMemory(RAM_BASE, image.length)
    const view = new DataView(memory.buffer, memory.byteOffset)
    const progress = Number(view.getBigUint64(HEADER + HEADER_FIELD.progress - RAM_BASE, true))
    return { memory, progress, isFinished: reason === 'power-off' }
  } finally {
    await guest.dispose()
  }
}

/** A machine of ours; every run is a new guest of one host, which lives as long as the process. */
export function hostMachine(): Machine {
  const host = Host.create({ thread: 'inline', memory: '512MiB', wasmUrl: CORE })
  return { name: 'vmhost', run: async (image) => runOnGuest(await host, image) }
}
