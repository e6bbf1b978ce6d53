/** `vmhost up` and `vmhost top` as built: in a script, and on a terminal. */
import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import headless from '@xterm/headless'
import { afterAll, describe, expect, it } from 'vitest'
import { buildMachine } from '../../src/cli/machine/build'
import { loadMachine } from '../../src/cli/machine/file'
import { wasmUrl, workerUrl } from './built-host'

const folder = mkdtempSync(join(tmpdir(), 'vmhost-up-'))
afterAll(() => rmSync(folder, { recursive: true }))
const env = { ...process.env, XDG_RUNTIME_DIR: folder, TERM: 'xterm-256color' }

const small = { memory: '16MiB' }
const typed = (...texts: string[]) => ({ console: { type: texts.map((text) => ({ text: `${text}\n`, after: 'vmhost> ' })) } })

function machine(name: string, content: unknown): string {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

interface Result {
  status: number
  stdout: string
  stderr: string
}

function vmhost(...words: string[]): Promise<Result> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['dist/cli.js', ...words], { timeout: 60_000, env }, (error, stdout, stderr) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr }),
    )
    child.stdin?.end()
  })
}

describe('a machine file', () => {
  const host = { memory: '64MiB', thread: 'inline', wasmUrl: wasmUrl.href, workerUrl: workerUrl.href, cpus: 1 }

  it('becomes a host with its networks, virtual functions and guests', async () => {
    const file = machine('lab.json', {
      host: { ...host, nics: [{ name: 'eth0' }] },
      networks: [{ name: 'lan', gateway: { network: '10.9.0.0/24' } }],
      guests: [
        { name: 'a', ...small, nics: [{ nic: 'eth0', vlan: 42 }, { network: 'lan' }, { network: 'lan' }] },
        { name: 'b', ...small, console: { until: 'vmhost> ' } },
      ],
    })
    const built = await buildMachine(await loadMachine(file))
    try {
      expect(built.guests.map(({ name }) => name)).toEqual(['a', 'b'])
      expect(await built.host.nic('eth0').show()).toContain('vlan 42')
      await Promise.all(built.guests.map((guest) => guest.start()))
      expect((await built.guests[1]?.exited)?.reason).toBe('until')
    } finally {
      await built.dispose()
    }
  })

  it('names the guest whose image is not there', async () => {
    for (const lacking of [{ image: 'windows' }, { boot: { kernel: 'nowhere/Image' } }]) {
      const file = machine('lacking.json', {
        host,
        guests: [
          { name: 'a', ...small },
          { name: 'b', ...small, ...lacking },
        ],
      })
      await expect(loadMachine(file).then(buildMachine)).rejects.toThrow(/option guests\.1.*(windows|nowhere)/)
    }
    const gateway = machine('gateway.json', {
      host,
      networks: [{ name: 'lan', gateway: { mtu: 1 } }],
      guests: [{ name: 'a', ...small }],
    })
    await expect(loadMachine(gateway).then(buildMachine)).rejects.toThrow(/option networks\.0\.gateway\.mtu is 1, expected/)
  })
})

describe('vmhost up', () => {
  it('puts the name of its guest before each line, writes statistics and the log, and ends when all have ended', async () => {
    const [stats, events] = [join(folder, 'stats.json'), join(folder, 'events.jsonl')]
    const file = machine('two.json', {
      guests: [
        { name: 'one', ...small, ...typed('echo from the first', 'poweroff') },
        { name: 'second', ...small, ...typed('echo from the other', 'poweroff') },
      ],
    })
    const { status, stdout, stderr } = await vmhost('up', file, '--stats', stats, '--events', events)
    expect(stdout).toMatch(/^one {4}\| from the first$/m)
    expect(stdout).toMatch(/^second \| from the other$/m)
    expect(stdout.split('\n').filter((line) => !/^(one {3}|second) \| |^$/.test(line))).toEqual([])
    expect(stderr).toMatch(/one: the guest switched itself off\n.*second: the guest switched itself off/)
    expect(status).toBe(0)
    const { host, guests } = JSON.parse(readFileSync(stats, 'utf8'))
    expect(Object.keys(guests)).toEqual(['one', 'second'])
    expect(guests.second.exit.reason).toBe('power-off')
    expect(host.guests).toBe(2)
    const log = readFileSync(events, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(log.filter(({ type }) => type === 'guest.created').map(({ guest }) => guest)).toEqual(['one', 'second'])
  })

  it('ends with the status of the guest that failed, with 124 when the time is over, and with 2 for a wrong file', async () => {
    const failing = machine(
      'failing.ts',
      `export default { guests: [
      { name: 'well', memory: '16MiB', console: { until: /vmhost> / } },
      { name: 'loop', memory: '16MiB', maxInstructions: 1000 },
    ] }`,
    )
    expect((await vmhost('up', failing)).status).toBe(124)
    const idle = machine('idle.json', { guests: [{ name: 'idle', ...small }] })
    const timedOut = await vmhost('up', idle, '--timeout', '0.5')
    expect([timedOut.status, timedOut.stderr]).toEqual([124, expect.stringContaining('idle: timed out')])
    const wrong = await vmhost('up', machine('wrong.json', { guests: [{ name: 'a', cpu: { limit: 'much' } }] }))
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringMatching(/option guests\.0\.cpu\.limit is "much", expected/)])
    expect((await vmhost('up')).status).toBe(2)
    for (const words of [['--nonsense'], ['-x'], ['more.json']]) {
      const { status, stderr } = await vmhost('up', idle, ...words)
      expect([status, stderr]).toEqual([2, expect.stringMatching(/(nonsense|-x|more\.json)", expected one/)])
    }
    expect((await vmhost('up', idle, '--timeout', 'soon')).status).toBe(2)
  })
})

describe('vmhost', () => {
  it('runs a machine file that `run` is given, too, and tells its version', async () => {
    const file = machine('given.json', { guests: [{ name: 'a', ...small, console: { until: 'vmhost> ' } }] })
    expect(await vmhost('run', file)).toMatchObject({ status: 0, stdout: expect.stringContaining('a | vmhost> ') })
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    expect(await vmhost('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
  })
})

/** A pseudo-terminal by util-linux' script, and what it shows. */
class Terminal {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #terminal = new headless.Terminal({ cols: 100, rows: 24, allowProposedApi: true })
  readonly ended: Promise<number>

  constructor(...words: string[]) {
    const command = [process.execPath, 'dist/cli.js', ...words].map((word) => `'${word}'`).join(' ')
    this.#child = spawn('script', ['-qefc', `stty cols 100 rows 24; exec ${command}`, '/dev/null'], { env })
    this.#child.stdout.on('data', (bytes) => this.#terminal.write(bytes))
    this.ended = new Promise((resolve) => this.#child.on('exit', (code) => resolve(code ?? -1)))
  }

  type(text: string): void {
    this.#child.stdin.write(text)
  }

  get lines(): string[] {
    const { active } = this.#terminal.buffer
    return Array.from({ length: 24 }, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '')
  }

  get text(): string {
    return this.lines.join('\n')
  }

  get status(): string {
    return this.lines[23] ?? ''
  }
}

const patiently = { timeout: 20_000 }

describe.skipIf(!existsSync('/usr/bin/script'))('on a terminal', () => {
  it('vmhost up shows one guest at a time, and switches by Ctrl-A; vmhost top attaches to it', async () => {
    const file = machine('consoles.json', { guests: ['alpha', 'beta'].map((name) => ({ name, ...small })) })
    const terminal = new Terminal('up', file)
    await expect.poll(() => terminal.text, patiently).toContain('vmhost>')
    expect(terminal.status).toMatch(/^\[1:alpha\] 2:beta/)
    terminal.type('echo only on alpha\r')
    await expect.poll(() => terminal.text, patiently).toMatch(/\nonly on alpha/)
    terminal.type('\x01n')
    await expect.poll(() => terminal.status, patiently).toMatch(/^ 1:alpha \[2:beta\]/)
    await expect.poll(() => terminal.text, patiently).toContain('vmhost>')
    expect(terminal.text).not.toContain('only on alpha')
    terminal.type('\x011')
    await expect.poll(() => terminal.text, patiently).toMatch(/\nonly on alpha/)
    terminal.type('\x01t')
    await expect.poll(() => terminal.text, patiently).toMatch(/NAME +STATE +%USED[^\n]*\nalpha +running/)

    const csv = (await vmhost('top', 'consoles', '-b', '-d', '0.05', '-n', '3')).stdout.trimEnd().split('\n')
    expect(csv).toHaveLength(4)
    expect(csv[0]).toContain('"\\\\consoles\\Group Cpu(2:beta)\\% Used"')
    expect((await vmhost('top', '-d', '0.05', '-n', '1')).stdout).toMatch(/\nbeta +running/)
    expect((await vmhost('top', 'nobody')).status).toBe(2)
    expect((await vmhost('top', '-d', 'often')).status).toBe(2)
    const table = new Terminal('top', '-d', '0.1')
    await expect.poll(() => table.text, patiently).toMatch(/vmhost top - host consoles[\s\S]*\nalpha +running/)
    table.type('e')
    await expect.poll(() => table.text, patiently).toMatch(/\n {2}vcpu-0/)
    table.type('q')
    expect(await table.ended).toBe(0)

    terminal.type('\x01x')
    expect(await terminal.ended).toBe(0)
    expect(readdirSync(join(folder, 'vmhost'))).toEqual([])
    expect((await vmhost('top')).status).toBe(2)
  })
})
