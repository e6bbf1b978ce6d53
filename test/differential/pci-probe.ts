/** A bare-metal program that reads and writes physical addresses by a list, and tells on the serial line what it read: on QEMU and on a host of ours. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { assemble, type GuestOptions, Host, type NicOptions } from '../../src/index'
import { platform } from '../../src/spec/platform'
import type { Tool } from '../support/toolchain'

const TABLE = 0x1000
const ENTRY_BYTES = 24
const kinds = { end: 0, read1: 1, read2: 2, read4: 3, write1: 4, write2: 5, write4: 6 } as const

export interface Access {
  /** What it is to show. */
  name: string
  kind: Exclude<keyof typeof kinds, 'end'>
  gpa: bigint
  value?: number
}

/** | kind | 0 | address | value | each, at TABLE. */
const program = `
    .equ UART, ${platform.uart.base}
    li s0, ${platform.dram.base + TABLE}
next:
    ld t0, 0(s0)
    ld t1, 8(s0)
    ld t2, 16(s0)
    addi s0, s0, ${ENTRY_BYTES}
    beqz t0, done
    li t3, ${kinds.read1}
    bne t0, t3, 1f
    lbu a0, 0(t1)
    j show
1:  li t3, ${kinds.read2}
    bne t0, t3, 1f
    lhu a0, 0(t1)
    j show
1:  li t3, ${kinds.read4}
    bne t0, t3, 1f
    lwu a0, 0(t1)
    j show
1:  li t3, ${kinds.write1}
    bne t0, t3, 1f
    sb t2, 0(t1)
    j next
1:  li t3, ${kinds.write2}
    bne t0, t3, 1f
    sh t2, 0(t1)
    j next
1:  sw t2, 0(t1)
    j next
show:
    li t4, 28
    li t5, UART
digit:
    srl t0, a0, t4
    andi t0, t0, 15
    addi t0, t0, 65
1:  lbu t1, 5(t5)
    andi t1, t1, 32
    beqz t1, 1b
    sb t0, 0(t5)
    addi t4, t4, -4
    bgez t4, digit
    li t0, 10
    sb t0, 0(t5)
    j next
done:
    li t0, ${platform.finisher.base}
    li t1, 0x5555
    sw t1, 0(t0)
9:  j 9b
`

function imageOf(accesses: readonly Access[]): Uint8Array {
  const { bytes } = assemble(program, { base: platform.dram.base })
  const image = new Uint8Array(TABLE + (accesses.length + 1) * ENTRY_BYTES)
  image.set(bytes)
  const view = new DataView(image.buffer)
  for (const [index, { kind, gpa, value = 0 }] of accesses.entries()) {
    const at = TABLE + index * ENTRY_BYTES
    view.setBigUint64(at, BigInt(kinds[kind]), true)
    view.setBigUint64(at + 8, gpa, true)
    view.setBigUint64(at + 16, BigInt(value), true)
  }
  return image
}

/** `name value` of each read; a digit is a letter from A on. */
function told(accesses: readonly Access[], text: string): string[] {
  const lines = text.split(/\r?\n/).filter((line) => /^[A-P]{8}$/.test(line))
  const reads = accesses.filter(({ kind }) => kind.startsWith('read'))
  if (lines.length !== reads.length) throw new Error(`${lines.length} of ${reads.length} reads were told: ${text.slice(-200)}`)
  const value = (line: string): string => [...line].map((letter) => (letter.charCodeAt(0) - 65).toString(16)).join('')
  return reads.map(({ name }, index) => `${name} ${value(lines[index] ?? '')}`)
}

/** On QEMU with the `devices` behind root port `rp` at 00:01.0, and further `options`. */
export function probeQemu(
  qemu: Tool,
  accesses: readonly Access[],
  { devices, options = [] }: { devices: readonly string[]; options?: readonly string[] },
): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'vmhost-probe-'))
  try {
    writeFileSync(join(folder, 'probe'), imageOf(accesses))
    const [command, ...prefix] = qemu.argv
    const machine = ['-M', 'virt,aia=aplic-imsic', '-m', '64M', '-bios', join(folder, 'probe'), '-nodefaults', '-display', 'none']
    const port = ['-device', 'pcie-root-port,id=rp,bus=pcie.0,addr=1.0,chassis=1']
    const argv = [...prefix, ...machine, '-serial', 'stdio', ...port, ...options, ...devices.flatMap((it) => ['-device', it])]
    const { status, stdout, stderr } = spawnSync(command, argv, { encoding: 'utf8', timeout: 60_000 })
    if (status !== 0) throw new Error(`QEMU ends with status ${status}: ${stderr}`)
    return told(accesses, stdout)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a guest of ours has: the physical function of an adapter, or disks. */
export type OwnDevices = { nic: NicOptions } | Pick<GuestOptions, 'disks'>

/** On a guest of ours. */
export async function probeOwn(accesses: readonly Access[], devices: OwnDevices): Promise<string[]> {
  const wasmUrl = pathToFileURL('dist/core.wasm')
  const host = await Host.create({ memory: '64MiB', thread: 'inline', wasmUrl, nics: 'nic' in devices ? [devices.nic] : [] })
  try {
    const guest = await host.hypervisor.createGuest({
      memory: '16MiB',
      clock: 'virtual',
      ...('nic' in devices ? { nics: [host.nic(devices.nic.name).physicalFunction] } : devices),
      boot: { firmware: { buffer: imageOf(accesses) } },
    })
    let text = ''
    guest.on('console', (bytes) => {
      text += new TextDecoder().decode(bytes)
    })
    await guest.start()
    await guest.exited
    return told(accesses, text)
  } finally {
    await host.dispose()
  }
}
