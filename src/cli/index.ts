#!/usr/bin/env node
/** The command `vmhost`. */
import process from 'node:process'
import { defineCommand, renderUsage, runCommand } from 'citty'
import { VmHostError } from '../error'
import { disasmCommand } from './disasm'
import { imageCommand } from './image'
import { nicCommand } from './nic'
import { runCommandDefinition } from './run'
import { exitStatus } from './status'
import { topCommand } from './top'
import { upCommand } from './up'

const commands = {
  run: runCommandDefinition,
  up: upCommand,
  top: topCommand,
  image: imageCommand,
  nic: nicCommand,
  disasm: disasmCommand,
}

const main = defineCommand({
  meta: { name: 'vmhost', description: 'A VM host in WebAssembly that runs unmodified RISC-V guests' },
  subCommands: commands,
})

async function usage(words: readonly string[]): Promise<string> {
  const command = Object.entries(commands).find(([name]) => name === words[0])?.[1]
  return command === undefined ? renderUsage(main) : renderUsage(command as typeof main, main)
}

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
  await runCommand(main, { rawArgs: words })
}

/** A reader that has seen enough, as `head`, is no failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(exitStatus.success)
})

await start(process.argv.slice(2)).catch((error) => {
  process.exitCode = report(error)
})
