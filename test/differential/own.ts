/** Runs a memory image of the harness on a guest of ours, in machine mode and on the caller's thread. */
import { pathToFileURL } from 'node:url'
import { Host } from '../../src'
import { compileAssemblyFile } from '../support/assembly'
import type { Machine, MachineResult } from './machine'
import { HEADER, HEADER_FIELD, RAM_BASE } from './slot'

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

/** The core as the sources have it now, whatever was built before. */
async function createHost(): Promise<Host> {
  const core = await compileAssemblyFile('assembly/index.ts', { release: true })
  return Host.create({ thread: 'inline', memory: '512MiB', wasmUrl: pathToFileURL(core) })
}

/** A machine of ours; every run is a new guest of one host, which lives as long as the process. */
export function hostMachine(): Machine {
  let host: Promise<Host> | undefined
  return {
    name: 'vmhost',
    run: async (image) => {
      host ??= createHost()
      return runOnGuest(await host, image)
    },
  }
}
