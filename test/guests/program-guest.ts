/** Guests in which programs run: a Debian root with files of a test's own, and a shell that is asked one command at a time. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { writeCpio } from '../../src/image/cpio'
import { concatenate } from '../../src/image/decompress'
import { FileTree } from '../../src/image/file-tree'
import type { EngineChoice, Guest, GuestOptions, GuestStatistics, TranslatorOptions } from '../../src/index'
import { Host } from '../../src/index'
import { cacheRoot } from '../support/cache.mjs'
import { findCompiler } from '../support/toolchain'
import { cmdline, debianFile, shellPrompt, wasmUrl, workerUrl } from './built-host'

const timeoutMs = 240_000

/** Which engine the programs run on: `$VMHOST_TEST_ENGINE`, else the translator. */
export const engine = (process.env.VMHOST_TEST_ENGINE ?? 'translator') as EngineChoice

/** How it translates: `$VMHOST_TEST_TRANSLATOR`, as `{"hotThreshold":50,"regionLimit":100}`, else as usual. */
const translator = JSON.parse(process.env.VMHOST_TEST_TRANSLATOR ?? '{}') as TranslatorOptions

export const initrdFile = (image: string): string => join(cacheRoot, image, 'initrd.cpio')

/** Says whether an image was pulled; its kernel is the one of the stock Debian. */
export const hasImage = (image: string): boolean => existsSync(initrdFile(image)) && existsSync(debianFile('Image'))

export const hasCompiler = findCompiler() !== undefined

/** A C program of `test/guests/programs`, built for the guest without shared libraries. */
export function compiled(name: string): Uint8Array {
  const output = join('build/test/programs', name)
  mkdirSync('build/test/programs', { recursive: true })
  execFileSync('riscv64-linux-gnu-gcc', ['-O2', '-Wall', '-static', '-o', output, `test/guests/programs/${name}.c`])
  return readFileSync(output)
}

/** The image's files, and `files` (executable) in the shell's folder: the kernel unpacks one archive after another. */
export function initrdWith(image: string, files: Readonly<Record<string, Uint8Array | string>>): Uint8Array {
  const tree = new FileTree()
  for (const [name, content] of Object.entries(files)) tree.file(`root/${name}`, content, 0o755)
  return concatenate([readFileSync(initrdFile(image)), writeCpio(tree.entries)])
}

/** Types commands under the virtual clock, then the power is off; what the guest was like then, and how it got there. */
export async function finalState(
  commands: readonly string[],
  { engine, files }: { engine: EngineChoice; files: Readonly<Record<string, Uint8Array>> },
): Promise<{ console: string; statistics: GuestStatistics }> {
  const initrd = initrdWith('debian', files)
  const host = await Host.create({ memory: '512MiB', thread: 'inline', wasmUrl, workerUrl, translator })
  try {
    const type = [...commands, 'poweroff'].map((command) => ({ text: `${command}\n`, after: shellPrompt }))
    const boot = { kernel: { path: debianFile('Image') }, initrd, cmdline }
    const guest = await host.hypervisor.createGuest({ clock: 'virtual', engine, boot, console: { type } })
    let shown = ''
    guest.on('console', (bytes) => {
      shown += new TextDecoder().decode(bytes)
    })
    await guest.start()
    await guest.exited
    return { console: shown, statistics: await guest.stats({ stateHash: true }) }
  } finally {
    await host.dispose()
  }
}

export interface Answer {
  status: number
  output: string
}

export class ProgramGuest {
  private constructor(
    private readonly host: Host,
    private readonly guest: Guest,
  ) {}

  /** Boots `image` to its shell, with `files` (executable) in the shell's folder. */
  static async boot(
    image: string,
    files: Readonly<Record<string, Uint8Array | string>>,
    options: GuestOptions = {},
  ): Promise<ProgramGuest> {
    const initrd = initrdWith(image, files)
    const host = await Host.create({ memory: '1GiB', thread: 'inline', wasmUrl, workerUrl, translator })
    const boot = { kernel: { path: debianFile('Image') }, initrd, cmdline }
    const guest = await host.hypervisor.createGuest({ memory: '384MiB', engine, boot, ...options })
    await guest.start()
    await guest.console.waitFor(shellPrompt, { timeoutMs })
    // The shell breaks what is typed into lines, but its echo must stay whole; nor may the kernel speak in between.
    await guest.console.write('stty cols 1000; dmesg -n 1\n')
    await guest.console.waitFor(shellPrompt, { timeoutMs })
    return new ProgramGuest(host, guest)
  }

  /** Runs a command of the shell to its end. */
  async ask(command: string): Promise<Answer> {
    await this.guest.console.write(`${command}; echo =$?=\n`)
    // The echo of what was typed has no number there.
    const text = await this.guest.console.waitFor(/=\d+=\r?\n/, { timeoutMs })
    await this.guest.console.waitFor(shellPrompt, { timeoutMs })
    const [, output = '', status] = /=\$\?=\r?\n([\s\S]*)=(\d+)=/.exec(text) ?? []
    return { status: Number(status), output: output.replaceAll('\r\n', '\n') }
  }

  /** What a command prints; it must succeed. */
  async output(command: string): Promise<string> {
    const { status, output } = await this.ask(command)
    expect({ command, status, output: status === 0 ? '' : output }).toEqual({ command, status: 0, output: '' })
    return output.trim()
  }

  stats(): Promise<GuestStatistics> {
    return this.guest.stats()
  }

  async end(): Promise<void> {
    await this.host.dispose()
  }
}
