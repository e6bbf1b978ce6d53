/** The embedded guest on QEMU, which proves the guest, and on a host of ours, which proves the host. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedGuest } from '../../src/embedded'
import { Host } from '../../src/index'
import { outputs } from '../../src/spec/print/embedded'
import { findQemu } from '../support/toolchain'

const PROMPT = 'vmhost> '
const qemu = findQemu()

/** Commands and what the guest must answer; the same under QEMU and under a host of ours. */
const CONVERSATION: readonly (readonly [string, RegExp])[] = [
  ['help', /primes \[N\] .*\n[\s\S]*poweroff/],
  ['info', /hart {8}0 of 1[\s\S]*memory {6}64 MiB at 0x80000000[\s\S]*cmdline {5}answer=42\s+uptime {6}\d+\.\d{3} s/],
  ['mem', /image {7}0000000080200000-/],
  ['mem 80200000', /0000000080200000 {2}73 10 40 10 /],
  ['mem 0x3f00000000', /load page fault: scause 0xd, sepc 0x802[0-9a-f]+, stval 0x3f00000000\s+the command was given up/],
  ['mem nowhere', /ADDR is a hexadecimal number/],
  ['primes 1000', /primes below 1000: 168, \d+ instructions, \d+ cycles/],
  ['primes 1000x', /N is a number/],
  ['wfi 50', /slept \d+\.\d{3} s, \d+ wake-ups/],
  [
    'trap',
    /illegal instruction: scause 0x2,[\s\S]*breakpoint: scause 0x3,[\s\S]*load page fault: scause 0xd,[\s\S]*three traps taken/,
  ],
  ['echo ab\x7fc  d', /\nac {2}d/],
  ['frobnicate', /frobnicate: no such command/],
]

/** What a conversation needs of a machine's console. */
interface Terminal {
  write(text: string): Promise<void> | void
  /** Everything printed until `text` came, from where the last wait ended. */
  waitFor(text: string): Promise<string>
}

async function converse(terminal: Terminal): Promise<void> {
  expect(await terminal.waitFor(PROMPT)).toContain('vmhost embedded guest')
  for (const [command, answer] of CONVERSATION) {
    await terminal.write(`${command}\r`)
    expect((await terminal.waitFor(PROMPT)).replaceAll('\r', ''), command).toMatch(answer)
  }
}

class ProcessTerminal implements Terminal {
  readonly #child: ChildProcess
  #output = ''
  #wake = (): void => {}

  constructor(child: ChildProcess) {
    this.#child = child
    child.stdout?.on('data', (bytes: Buffer) => {
      this.#output += bytes.toString('latin1')
      this.#wake()
    })
  }

  write(text: string): void {
    this.#child.stdin?.write(text)
  }

  async waitFor(text: string): Promise<string> {
    let at = this.#output.indexOf(text)
    for (; at < 0; at = this.#output.indexOf(text)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const seen = this.#output.slice(0, at + text.length)
    this.#output = this.#output.slice(at + text.length)
    return seen
  }
}

describe('the image in the package', () => {
  it('is what its source assembles to', () => {
    for (const { path, text } of outputs()) expect(text).toBe(readFileSync(path, 'utf8'))
  })

  it('is a few kilobytes', () => {
    expect(embeddedGuest().length).toBeLessThan(12 * 1024)
  })
})

describe.skipIf(!qemu)('the embedded guest on QEMU', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vmhost-embedded-'))
    writeFileSync(join(folder, 'image'), embeddedGuest())
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  // QEMU 7.2 hangs with an IMSIC; 10 is the reference for it.
  const imsic = qemu && qemu.major >= 9 ? ['virt,aia=aplic-imsic'] : []

  it.each(['virt', 'virt,aia=aplic', ...imsic, 'virt -cpu rv64,sstc=off'])('talks and powers off on -M %s', async (machine) => {
    const [program = '', ...prefix] = qemu?.argv ?? []
    const options = ['-nographic', '-m', '64M', '-kernel', join(folder, 'image'), '-append', 'answer=42']
    const child = spawn(program, [...prefix, '-M', ...machine.split(' '), ...options], { stdio: ['pipe', 'pipe', 'ignore'] })
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
    try {
      const terminal = new ProcessTerminal(child)
      await converse(terminal)
      terminal.write('poweroff\r')
      expect(await ended).toBe(0)
    } finally {
      child.kill()
    }
  })
})

describe('the embedded guest on a host', () => {
  const wasmUrl = pathToFileURL('dist/core.wasm')
  const machines = [
    { interruptController: 'plic', clock: 'virtual', interrupts: /PLIC at 0xc000000, uart irq 10/ },
    { interruptController: 'aia', clock: 'virtual', interrupts: /IMSIC at 0xd000000, uart irq 10/ },
    { interruptController: 'aia', clock: 'real', interrupts: /IMSIC at 0xd000000, uart irq 10/ },
  ] as const

  it.each(machines)('talks and powers off with $interruptController and the $clock clock', async (machine) => {
    const { interrupts, ...options } = machine
    const host = await Host.create({ memory: '128MiB', thread: 'inline', wasmUrl })
    try {
      const guest = await host.hypervisor.createGuest({ ...options, memory: '64MiB', boot: { cmdline: 'answer=42' } })
      await guest.start()
      await converse(guest.console)
      await guest.console.write('info\r')
      expect(await guest.console.waitFor(PROMPT)).toMatch(interrupts)
      await guest.console.write('poweroff\r')
      expect(await guest.exited).toMatchObject({ reason: 'power-off', code: 0 })
    } finally {
      await host.dispose()
    }
  })

  it('takes a long paste without losing a byte', async () => {
    const host = await Host.create({ memory: '128MiB', thread: 'inline', wasmUrl })
    try {
      const guest = await host.hypervisor.createGuest({ memory: '64MiB', clock: 'virtual' })
      await guest.start()
      await guest.console.waitFor(PROMPT)
      const lines = Array.from({ length: 600 }, (_, n) => `echo line ${n} of a paste that is longer than any buffer on its way`)
      await guest.console.write(`${lines.join('\r')}\r`)
      for (const line of lines) {
        const seen = (await guest.console.waitFor(PROMPT)).replaceAll('\r', '')
        expect(seen).toBe(`${line}\n${line.slice('echo '.length)}\n${PROMPT}`)
      }
    } finally {
      await host.dispose()
    }
  })
})
