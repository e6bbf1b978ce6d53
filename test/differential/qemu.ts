/** Runs a memory image on QEMU's `virt` machine, with its RAM in a file that is read afterwards. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Tool } from '../support/toolchain'
import type { Machine, MachineResult } from './machine'
import { HEADER, HEADER_FIELD, RAM_BASE } from './slot'

/** Room behind the image for the device tree, which QEMU puts at the end of RAM. */
const RAM_GRAIN = 32 << 20

/** What the harness's sequences may use; the rest of QEMU's default CPU would answer differently from ours. */
export const QEMU_CPU = [
  'rv64,v=false,h=false,zfa=true,zfh=true,zfhmin=true,zba=true,zbb=true,zbc=true,zbs=true,zbkb=true,zbkx=true,zicond=true',
  'zicbom=true,zicboz=true,zicbop=true,zcb=true,zca=true,zcd=true,zacas=true,zawrs=true,zimop=true,zcmop=true',
  'zknd=true,zkne=true,zknh=true,sstc=true,svinval=true,svnapot=true,svpbmt=true,svadu=true,zihpm=true,zicntr=true,pmp=true,smepmp=false',
].join(',')

/** QEMU 7.2 knows fewer extensions. */
export const QEMU_7_CPU = 'rv64,zba=true,zbb=true,zbc=true,zbs=true,zbkb=true,zbkx=true,zknd=true,zkne=true,zknh=true'

const sharedMemoryFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

function readRam(path: string, bytes: number): Uint8Array {
  const memory = new Uint8Array(bytes)
  const file = openSync(path, 'r')
  readSync(file, memory, 0, bytes, 0)
  closeSync(file)
  return memory
}

function writeRam(path: string, image: Uint8Array, ramBytes: number): void {
  const file = openSync(path, 'w')
  writeSync(file, image)
  ftruncateSync(file, ramBytes)
  closeSync(file)
}

const wordAt = (memory: Uint8Array, address: number): number =>
  Number(new DataView(memory.buffer).getBigUint64(address - RAM_BASE, true))

/** Runs the image from RAM_BASE until it powers off, and returns its memory; the caller may do something else meanwhile. */
export async function runOnQemu(qemu: Tool, image: Uint8Array, timeoutSeconds = 60): Promise<MachineResult> {
  const folder = mkdtempSync(join(sharedMemoryFolder, 'vmhost-ram-'))
  const path = join(folder, 'ram')
  const ramBytes = Math.ceil(image.length / RAM_GRAIN + 1) * RAM_GRAIN
  try {
    writeRam(path, image, ramBytes)
    const backend = `memory-backend-file,id=ram,size=${ramBytes},mem-path=${path},share=on`
    const [program, ...prefix] = qemu.argv
    const machine = ['-M', 'virt,memory-backend=ram', '-object', backend, '-m', `${ramBytes >> 20}M`, '-bios', 'none']
    const cpu = ['-cpu', qemu.major >= 10 ? QEMU_CPU : QEMU_7_CPU]
    const quiet = ['-display', 'none', '-serial', 'none', '-monitor', 'none', '-nodefaults', '-no-reboot']
    const child = spawn(program, [...prefix, ...machine, ...cpu, ...quiet], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: timeoutSeconds * 1000,
      killSignal: 'SIGKILL',
    })
    let errors = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text
    })
    const [status, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    if (status !== 0 && signal === null) throw new Error(`QEMU ends with status ${status}: ${errors}`)
    const memory = readRam(path, image.length)
    return { memory, progress: wordAt(memory, HEADER + HEADER_FIELD.progress), isFinished: signal === null }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const qemuMachine = (qemu: Tool): Machine => ({
  name: `QEMU ${qemu.version}`,
  run: (image) => runOnQemu(qemu, image),
})
