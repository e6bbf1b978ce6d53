/** QEMU's machine written to a file by `migrate`, and continued from it, told by its own monitor. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { findQemu } from '../test/support/toolchain'
import { CannotRun } from './group'

/** Until the firmware is through. */
const FIRMWARE_MS = 1500
const POLL_MS = 1

/** A machine with a monitor (QMP) on its standard streams. */
class Machine {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #answers: AsyncIterator<string>

  constructor(mib: number, extra: readonly string[] = []) {
    const qemu = findQemu()
    if (qemu === undefined) throw new CannotRun('no qemu-system-riscv64: install qemu-system-misc')
    const [program = '', ...argv] = qemu.argv
    this.#child = spawn(program, [
      ...argv,
      '-M',
      'virt',
      '-m',
      String(mib),
      '-display',
      'none',
      '-serial',
      'null',
      '-qmp',
      'stdio',
      ...extra,
    ])
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
  }

  async ask(execute: string, argument: object = {}): Promise<Record<string, unknown>> {
    this.#child.stdin.write(`${JSON.stringify({ execute, arguments: argument })}\n`)
    for (let line = await this.#answers.next(); line.done !== true; line = await this.#answers.next()) {
      const message = JSON.parse(line.value) as { return?: Record<string, unknown>; error?: { desc: string } }
      if (message.error !== undefined) throw new Error(`QEMU: ${execute}: ${message.error.desc}`)
      if (message.return !== undefined) return message.return
    }
    throw new Error('QEMU ended')
  }

  /** Milliseconds from now until the status is `status`. */
  async until(command: string, status: string): Promise<number> {
    const begin = performance.now()
    while ((await this.ask(command)).status !== status) await sleep(POLL_MS)
    return performance.now() - begin
  }

  end(): void {
    this.#child.kill('SIGKILL')
  }
}

/** Milliseconds that a machine which did no more than start its firmware takes to be written, and to go on. */
export async function qemuState(mib: number, file: string): Promise<{ saveMs: number; restoreMs: number }> {
  const machine = new Machine(mib)
  try {
    await machine.ask('qmp_capabilities')
    await sleep(FIRMWARE_MS)
    const begin = performance.now()
    await machine.ask('migrate', { uri: `exec:cat > ${file}` })
    await machine.until('query-migrate', 'completed')
    const saveMs = performance.now() - begin
    return { saveMs, restoreMs: await restoreMs(mib, file) }
  } finally {
    machine.end()
  }
}

/** From the moment in which the machine is there and is told where its state is. */
async function restoreMs(mib: number, file: string): Promise<number> {
  const machine = new Machine(mib, ['-incoming', 'defer'])
  try {
    await machine.ask('qmp_capabilities')
    const begin = performance.now()
    await machine.ask('migrate-incoming', { uri: `exec:cat ${file}` })
    await machine.until('query-status', 'running')
    return performance.now() - begin
  } finally {
    machine.end()
  }
}
