/** Runs a program and tells its CPU time, user and system, as the kernel accounts it. */
import { spawn } from 'node:child_process'

export interface ChildOptions {
  /** When the output shows `prompt`, `text` and a newline are typed. */
  readonly answer?: { readonly prompt: string; readonly text: string }
  /** Default 300. */
  readonly timeoutSeconds?: number
}

export interface ChildRun {
  readonly cpuSeconds: number
  readonly wallSeconds: number
  readonly output: string
  readonly errors: string
}

/** bash's `time` writes one line of seconds: real, user, system. */
const TIMED = 'TIMEFORMAT="TIMES %R %U %S"; time "$@"'
const TIMES = /TIMES (\S+) (\S+) (\S+)\n$/

/** Certificates that every Node of a machine is told to read cost each start of one some 60 ms; what is measured has no use for them. */
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env

/** Rejects when the program fails or takes too long, with the end of what it said. */
export async function runChild(argv: readonly string[], options: ChildOptions = {}): Promise<ChildRun> {
  const child = spawn('bash', ['-c', TIMED, 'bash', ...argv], { stdio: ['pipe', 'pipe', 'pipe'], detached: true, env })
  const { answer, timeoutSeconds = 300 } = options
  let output = ''
  let errors = ''
  let isAnswered = false
  child.stdin.on('error', () => {})
  child.stdout.on('data', (bytes: Buffer) => {
    output += bytes.toString('latin1')
    if (answer === undefined || isAnswered || !output.includes(answer.prompt)) return
    isAnswered = true
    child.stdin.write(`${answer.text}\n`)
  })
  child.stderr.on('data', (bytes: Buffer) => {
    errors += bytes.toString('latin1')
  })
  if (answer === undefined) child.stdin.end()
  const timer = setTimeout(() => child.pid !== undefined && process.kill(-child.pid), timeoutSeconds * 1000)
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  }).finally(() => clearTimeout(timer))
  const times = TIMES.exec(errors)
  if (status !== 0 || times === null) throw new Error(failure(argv, status, output + errors))
  const [real, user, system] = times.slice(1).map(Number) as [number, number, number]
  return { cpuSeconds: user + system, wallSeconds: real, output, errors: errors.slice(0, times.index) }
}

function failure(argv: readonly string[], status: number | null, said: string): string {
  return `${argv.join(' ')} ended with ${status ?? 'a time-out'}:\n${said.slice(-600)}`
}
