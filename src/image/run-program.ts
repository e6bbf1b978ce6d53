// Runs a program of the machine to its end, with what it printed, and an error that says why it failed. Node only.
import { spawn } from 'node:child_process'
import { VmHostError } from '../error'

export interface RunOptions {
  cwd?: string
  environment?: Record<string, string>
  signal?: AbortSignal | undefined
  /** Called with each line that the program writes to file descriptor 3. */
  onStatus?: (line: string) => void
}

/** The standard output of `program`. Throws ERR_UNSUPPORTED where there is none, ERR_DOWNLOAD when it fails. */
export async function runProgram(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, LC_ALL: 'C', ...options.environment },
    signal: options.signal,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const output: string[] = []
  const errors: string[] = []
  child.stdout?.setEncoding('utf8').on('data', (text: string) => output.push(text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => errors.push(text))
  child.stdio[3]?.on('data', (data: Buffer) => {
    for (const line of data.toString().split('\n')) if (line !== '') options.onStatus?.(line)
  })
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => reject(startError(program, error, options.signal)))
    child.once('close', resolve)
  })
  if (status === 0) return output.join('')
  throw new VmHostError(
    'ERR_DOWNLOAD',
    `${program} ${args.find((arg) => /^-?[a-z]+$/.test(arg)) ?? ''} ended with status ${status}: ${lastErrors(errors.join(''))}`,
    {
      details: { program, args: [...args], status },
    },
  )
}

function startError(program: string, cause: Error, signal: AbortSignal | undefined): VmHostError {
  if (signal?.aborted) return new VmHostError('ERR_ABORTED', `${program}: aborted`, { cause })
  if ('code' in cause && cause.code === 'ENOENT') {
    return new VmHostError(
      'ERR_UNSUPPORTED',
      `${program} is missing on this machine: images are fetched through apt (Debian, Ubuntu)`,
      { cause },
    )
  }
  return VmHostError.wrap('ERR_DOWNLOAD', program, cause)
}

/** The lines that say what went wrong, on one line. */
function lastErrors(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const errors = lines.filter((line) => /^(E|Err|dpkg-deb)\b/.test(line))
  return (errors.length > 0 ? errors : lines).slice(-2).join(' ') || 'it said nothing'
}
