/** `vmhost up`: the guests of a machine file on one host, with their consoles on this terminal. */
import { writeFile } from 'node:fs/promises'
import process from 'node:process'
import { defineCommand } from 'citty'
import type { Guest } from '../guest/guest'
import type { Host } from '../host/host'
import { invalidOption } from '../options/check'
import { describe, type Outcome } from './describe'
import { type BuiltMachine, buildMachine } from './machine/build'
import { loadMachine } from './machine/file'
import { Consoles, processCanvas } from './screen/consoles'
import { PrefixedLines } from './screen/prefixed-lines'
import { exitStatus, statusOf } from './status'
import { writeOut } from './terminal'
import { socketPath } from './top/run-folder'
import { TopServer } from './top/server'
import { checkWords } from './words'

const upArguments = {
  file: { type: 'positional', required: true, description: 'Machine file', valueHint: 'FILE' },
  top: { type: 'boolean', description: 'Begin with the table of `vmhost top` (Ctrl-A t)', default: false },
  stats: {
    type: 'string',
    description: 'Write statistics of host and guests as JSON at the end (- for standard output)',
    valueHint: 'FILE|-',
  },
  events: { type: 'string', description: "Write the host's security and audit log as JSON lines", valueHint: 'FILE' },
  timeout: { type: 'string', description: 'End with status 124 after so long', valueHint: 'SECONDS' },
  socket: { type: 'string', description: 'Where `vmhost top` attaches; default: in the run directory', valueHint: 'PATH' },
} as const

export const upCommand = defineCommand({
  meta: { name: 'up', description: 'Run all guests of a machine file (JSON or TypeScript) on one host' },
  args: upArguments,
  run: async ({ args, rawArgs }) => {
    checkWords(rawArgs, upArguments, args._)
    process.exitCode = await up(args)
  },
})

interface UpArguments {
  file: string
  top: boolean
  stats?: string | undefined
  events?: string | undefined
  timeout?: string | undefined
  socket?: string | undefined
}

async function up(args: UpArguments): Promise<number> {
  const timeoutMs = timeoutOf(args)
  const loaded = await loadMachine(args.file)
  const built = await buildMachine(loaded)
  try {
    const top = await TopServer.listen(built.host, args.socket ?? (await socketPath(built.host.name)))
    try {
      const outcomes = await session(built, { isTop: args.top, timeoutMs })
      await leaveResults(built, args)
      for (const { guest, outcome } of outcomes) process.stderr.write(`vmhost: ${guest.name}: ${describe(outcome)}\n`)
      return worst(outcomes.map(({ outcome }) => outcome))
    } finally {
      await top.close()
    }
  } finally {
    await built.dispose()
  }
}

function timeoutOf({ timeout }: UpArguments): number | undefined {
  if (timeout === undefined) return undefined
  const seconds = Number(timeout)
  if (timeout.trim() !== '' && Number.isFinite(seconds) && seconds >= 0) return seconds * 1000
  throw invalidOption('option --timeout', { field: 'timeout', value: timeout, expected: 'a number' })
}

/** Runs until every guest has ended, the time is over, or the end was asked for. */
async function session({ host, guests }: BuiltMachine, { isTop, timeoutMs }: { isTop: boolean; timeoutMs: number | undefined }) {
  const stopAll = (): void => guests.forEach((guest) => void guest.stop().catch(() => {}))
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY
  const disconnect = isTerminal ? await showConsoles({ host, guests, isTop, onEnd: stopAll }) : showLines(guests)
  let isTimeOut = false
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          isTimeOut = true
          stopAll()
        }, timeoutMs)
  process.on('SIGINT', stopAll).on('SIGTERM', stopAll)
  try {
    await Promise.all(guests.map((guest) => guest.start()))
    return await Promise.all(
      guests.map(async (guest) => {
        const exit = await guest.exited
        const outcome: Outcome = isTimeOut && exit.reason === 'stopped' ? { reason: 'timeout', code: 0 } : exit
        return { guest, outcome }
      }),
    )
  } finally {
    clearTimeout(timer)
    process.off('SIGINT', stopAll).off('SIGTERM', stopAll)
    await disconnect()
  }
}

interface ShownMachine {
  host: Host
  guests: readonly Guest[]
  isTop: boolean
  onEnd(): void
}

async function showConsoles({ host, guests, isTop, onEnd }: ShownMachine): Promise<() => Promise<void>> {
  const consoles = new Consoles({ guests, canvas: processCanvas, isTop, onEnd })
  const onKeys = (keys: Buffer): void => consoles.keys(keys)
  const onResize = (): void => consoles.resize()
  process.stdin.setRawMode(true).on('data', onKeys)
  process.stdout.on('resize', onResize)
  await consoles.open()
  let isOpen = true
  const follow = async (): Promise<void> => {
    for await (const sample of host.statsStream({ intervalMs: 1000 })) {
      if (!isOpen) return
      consoles.sample(sample)
    }
  }
  follow().catch(() => {})
  return async () => {
    isOpen = false
    process.stdout.off('resize', onResize)
    process.stdin.off('data', onKeys).setRawMode(false).pause()
    await consoles.close()
  }
}

/** For logs and pipes: whole lines, each behind its guest's name. */
function showLines(guests: readonly Guest[]): () => Promise<void> {
  const width = Math.max(...guests.map(({ name }) => name.length))
  const write = (text: string): Promise<void> => writeOut(new TextEncoder().encode(text))
  const shown = guests.map((guest) => {
    const lines = new PrefixedLines({ name: guest.name, width, write })
    return { lines, stop: guest.console.show((bytes) => lines.push(bytes)) }
  })
  return async () => {
    for (const { lines, stop } of shown) {
      stop()
      await lines.end()
    }
  }
}

async function leaveResults({ host, guests }: BuiltMachine, { stats, events }: UpArguments): Promise<void> {
  if (events !== undefined) await writeFile(events, host.events.toJsonLines())
  if (stats === undefined) return
  const statistics: Record<string, unknown> = {}
  for (const guest of guests) statistics[guest.name] = { exit: guest.exit, ...(await guest.stats({ stateHash: true })) }
  const json = `${JSON.stringify({ host: await host.stats(), guests: statistics }, null, 2)}\n`
  if (stats === '-') process.stdout.write(json)
  else await writeFile(stats, json)
}

/** Of the first guest in the file that did not end well; 0 when all did. */
function worst(outcomes: readonly Outcome[]): number {
  const statuses = outcomes.map((outcome) => (outcome.reason === 'timeout' ? exitStatus.timeout : statusOf(outcome)))
  return statuses.find((status) => status !== exitStatus.success) ?? exitStatus.success
}
