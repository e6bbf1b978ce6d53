/** A program with a console: what it says is waited for, answers are typed, and its CPU time is read while it runs (Linux only). */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

/** Of `/proc/PID/stat`. */
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

export interface Waited {
  readonly match: RegExpExecArray
  /** CPU seconds, user and system, of all threads from the start until the text was there. */
  readonly cpuSeconds: number
}

export class ConsoleChild {
  private output = ''
  private errors = ''
  /** Where the part of the output begins that nobody waited for yet. */
  private position = 0
  private readonly child: ChildProcessWithoutNullStreams

  constructor(private readonly argv: readonly [string, ...string[]]) {
    const [program, ...args] = argv
    this.child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    this.child.stdin.on('error', () => {})
    this.child.stdout.on('data', (bytes: Buffer) => {
      this.output += bytes.toString('latin1')
      this.child.emit('console')
    })
    this.child.stderr.on('data', (bytes: Buffer) => {
      this.errors += bytes.toString('latin1')
    })
  }

  type(line: string): void {
    this.child.stdin.write(`${line}\n`)
  }

  /** Waits for the next text that matches; rejects when the program ends first or `timeoutSeconds` are over. */
  async waitFor(text: RegExp, timeoutSeconds = 600): Promise<Waited> {
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(), timeoutSeconds * 1000)
    try {
      for (;;) {
        const match = text.exec(this.output.slice(this.position))
        if (match !== null) {
          this.position += match.index + match[0].length
          return { match, cpuSeconds: this.cpuSeconds() }
        }
        if (this.child.exitCode !== null) throw new Error(`ended with ${this.child.exitCode}`)
        await Promise.race([once(this.child, 'console', abort), once(this.child, 'close', abort)])
      }
    } catch (error) {
      const reason = abort.signal.aborted
        ? `nothing in ${timeoutSeconds} s`
        : String(error instanceof Error ? error.message : error)
      throw new Error(`${this.argv.join(' ')}: waiting for ${text}: ${reason}\n${(this.output + this.errors).slice(-600)}`)
    } finally {
      clearTimeout(timer)
      abort.abort()
    }
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    this.child.kill('SIGKILL')
    await once(this.child, 'exit')
  }

  /** Of all threads until now. proc_pid_stat(5): fields 14 and 15, and the second one is a name in parentheses. */
  cpuSeconds(): number {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
  }
}
