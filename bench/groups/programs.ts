/** Programs of Debian in a Debian guest, on a host of ours and on QEMU: CPU seconds of each from the key to its answer. */
import { setTimeout as sleep } from 'node:timers/promises'
import { debianRootFolder } from '../../src/image/folders'
import { alternate } from '../alternate'
import { ConsoleChild } from '../console-child'
import { debianGuest, onOurs, onQemu } from '../debian-guest'
import { type BenchGroup, chosen } from '../group'
import { geometricMean, type Measure, measure, ratios, summary } from '../measure'
import { phrase } from '../table'

const LIBRARIES = '/usr/lib/riscv64-linux-gnu'

/** Shell commands that print one line, which both machines must agree on. A tenth of the work is done with `quick`. */
const PROGRAMS: Readonly<Record<string, (times: number) => string>> = {
  gzip: (times) => `cat ${LIBRARIES}/libcrypto.so.3 | head -c ${400_000 * times} | gzip | cksum`,
  sha256sum: (times) => `for i in $(seq ${times}); do cat ${LIBRARIES}/libcrypto.so.3; done | sha256sum`,
  python3: (times) => `python3 -c 'print(sum(len(str(i * i)) for i in range(${100_000 * times})))'`,
  perl: (times) =>
    `perl -e '$h{$_ % 997} .= chr(65 + $_ % 26) for 1 .. ${100_000 * times}; print length(join "", sort values %h), "\\n"'`,
  sqlite: (times) =>
    `sqlite3 :memory: 'with recursive n(i) as (select 1 union all select i + 1 from n where i < ${40_000 * times}) select sum(i * i % 7), count(distinct i % 1009) from n'`,
}

/** The echo of the command does not match, since it has no number there. */
const DONE = /([^\r\n]*)\r?\nDONE (\d+)\r?\n/
const PROMPT = /~ # /

/** A kernel has work left when its shell is there. */
const SETTLING_SECONDS = 2

/** CPU seconds and answers by program. */
type Session = Map<string, { cpuSeconds: number; answer: string }>

export const programs: BenchGroup = {
  name: 'programs',
  async run({ rounds, quick, report, programs: wanted }) {
    const names = chosen('program', wanted, Object.keys(PROGRAMS))
    const guest = await debianGuest('debian-tools', debianRootFolder('debian-tools'), 512)
    const sides = { ours: onOurs(guest), qemu: onQemu(guest) }
    const sessions: Record<keyof typeof sides, Session[]> = { ours: [], qemu: [] }
    const task = (side: keyof typeof sides) => async (): Promise<number> => {
      const session = await runPrograms(sides[side], names, quick ? 1 : 10)
      sessions[side].push(session)
      for (const [name, { cpuSeconds }] of session) report(`${name} on ${side}: ${cpuSeconds.toFixed(2)} s`)
      return 0
    }
    await alternate({ ours: task('ours'), qemu: task('qemu') }, rounds)
    checkAnswers(names, [...sessions.ours, ...sessions.qemu])
    const versus = names.map((name) => versusQemu(name, sessions))
    report(versus.map(phrase).join(', '))
    const seconds = names.map((name) => measure(`programs.${name}_cpu_seconds`, 's', secondsOf(name, sessions.ours)))
    const isAll = names.length === Object.keys(PROGRAMS).length
    return [...versus, ...(isAll ? [summary('programs.geomean_vs_qemu_system', versus, geometricMean)] : []), ...seconds]
  },
}

/** One boot, and the programs in turn. */
async function runPrograms(argv: readonly [string, ...string[]], names: readonly string[], times: number): Promise<Session> {
  const session: Session = new Map()
  const child = new ConsoleChild(argv)
  try {
    await child.waitFor(PROMPT)
    await sleep(SETTLING_SECONDS * 1000)
    for (const name of names) session.set(name, await runProgram(child, PROGRAMS[name]?.(times) ?? ''))
    return session
  } finally {
    await child.kill()
  }
}

async function runProgram(child: ConsoleChild, command: string): Promise<{ cpuSeconds: number; answer: string }> {
  const before = child.cpuSeconds()
  child.type(`${command}; echo DONE $?`)
  const { match, cpuSeconds } = await child.waitFor(DONE)
  const [, answer = '', status] = match
  if (status !== '0') throw new Error(`${command}: ended with ${status}: ${answer}`)
  await child.waitFor(PROMPT)
  return { cpuSeconds: cpuSeconds - before, answer }
}

function checkAnswers(names: readonly string[], sessions: readonly Session[]): void {
  for (const name of names) {
    const answers = new Set(sessions.map((session) => session.get(name)?.answer))
    if (answers.size !== 1) throw new Error(`${name}: the machines disagree: ${[...answers].join(' | ')}`)
  }
}

const secondsOf = (name: string, sessions: readonly Session[]): number[] =>
  sessions.map((session) => session.get(name)?.cpuSeconds ?? Number.NaN)

function versusQemu(name: string, { ours, qemu }: { ours: readonly Session[]; qemu: readonly Session[] }): Measure {
  return measure(
    `programs.${name}_vs_qemu_system`,
    'x the speed of qemu-system',
    ratios(secondsOf(name, qemu), secondsOf(name, ours)),
  )
}
