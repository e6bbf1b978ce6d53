/** A program with a console: what it says is waited for, answers are typed, and its CPU time is read while it runs (Linux only). */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
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
  /** Emits `news` when there is more output, and at the end. */
  private readonly news = new EventEmitter()
  private readonly child: ChildProcessWithoutNullStreams

  constructor(private readonly argv: readonly [string, ...string[]]) {
    const [program, ...args] = argv
    this.child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    this.child.stdin.on('error', () => {})
    this.child.on('close', () => this.news.emit('news'))
    this.child.stdout.on('data', (bytes: Buffer) => {
      this.output += bytes.toString('latin1')
      this.news.emit('news')
    })
    this.child.stderr.on('data', (bytes: Buffer) => {
      this.errors += bytes.toString('latin1')
    })
  }

  type(line: string): void {
    this.child.stdin.write(`${line}\n`)
  }

  /** Waits for the next text that matches; rejects when the program ends first or `timeoutSeconds` are over. */
  async waitFor(text: RegExp, timeoutSeconds = 300): Promise<Waited> {
    const deadline = Date.now() + timeoutSeconds * 1000
    for (;;) {
      const match = text.exec(this.output.slice(this.position))
      if (match !== null) {
        this.position += match.index + match[0].length
        return { match, cpuSeconds: this.cpuSeconds() }
      }
      const ending = this.child.exitCode ?? this.child.signalCode
      if (ending !== null) throw this.failure(text, `ended with ${ending}`)
      if (!(await this.hasNews(deadline - Date.now()))) throw this.failure(text, `nothing in ${timeoutSeconds} s`)
    }
  }

  /** False when the program neither said anything nor ended in `milliseconds`. */
  private async hasNews(milliseconds: number): Promise<boolean> {
    const timeout = new AbortController()
    const timer = setTimeout(() => timeout.abort(), milliseconds)
    try {
      await once(this.news, 'news', { signal: timeout.signal })
      return true
    } catch {
      return false
    } finally {
      clearTimeout(timer)
    }
  }

  private failure(text: RegExp, reason: string): Error {
    return new Error(`${this.argv.join(' ')}: waiting for ${text}: ${reason}\n${(this.output + this.errors).slice(-600)}`)
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
