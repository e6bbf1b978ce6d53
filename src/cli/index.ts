#!/usr/bin/env node
/** The command `vmhost`. */
import { readFile } from 'node:fs/promises'
import process from 'node:process'
import { defineCommand, renderUsage, runCommand } from 'citty'
import { VmHostError } from '../error'
import { exitStatus } from './status'

/** A command's own code is read when it is asked for: what a guest needs to start is a part of it all. */
const commands = {
  run: async () => (await import('./run')).runCommandDefinition,
  up: async () => (await import('./up')).upCommand,
  top: async () => (await import('./top')).topCommand,
  image: async () => (await import('./image')).imageCommand,
  nic: async () => (await import('./nic')).nicCommand,
  disasm: async () => (await import('./disasm')).disasmCommand,
}

const main = defineCommand({
  meta: { name: 'vmhost', description: 'A VM host in WebAssembly that runs unmodified RISC-V guests' },
  subCommands: commands,
})

async function usage(words: readonly string[]): Promise<string> {
  const command = Object.entries(commands).find(([name]) => name === words[0])?.[1]
  return command === undefined ? renderUsage(main) : renderUsage((await command()) as typeof main, main)
}

/** Of the package that the command is in. */
async function version(): Promise<string> {
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
  return version
}

/** `vmhost run FILE` of a machine file is `vmhost up FILE`. */
const isMachine = ([command, file = '']: readonly string[]): boolean =>
  command === 'run' && /^[^-].*\.(json|[mc]?[jt]s)$/.test(file)

/** Ours by their code; what citty throws is about the words on the command line. */
function report(error: unknown): number {
  const message = error instanceof Error ? error.message : String(error)
  const isOurs = error instanceof VmHostError
  process.stderr.write(`vmhost: ${message}${isOurs ? ` (${error.code})` : ''}\n`)
  if (isOurs) return error.code === 'ERR_INVALID_OPTION' ? exitStatus.usage : exitStatus.failure
  return error instanceof Error && error.name === 'CLIError' ? exitStatus.usage : exitStatus.failure
}

async function start(words: string[]): Promise<void> {
  if (words.includes('--help') || words.includes('-h') || words.length === 0) {
    process.stdout.write(`${await usage(words)}\n`)
    process.exitCode = words.length === 0 ? exitStatus.usage : exitStatus.success
    return
  }
  if (words[0] === '--version' || words[0] === '-v') process.stdout.write(`${await version()}\n`)
  else await runCommand(main, { rawArgs: isMachine(words) ? ['up', ...words.slice(1)] : words })
}

/** A reader that has seen enough, as `head`, is no failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(exitStatus.success)
})

await start(process.argv.slice(2)).catch((error) => {
  process.exitCode = report(error)
})
