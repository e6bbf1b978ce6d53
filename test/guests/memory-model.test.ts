/** Memory-model litmus tests: harts on threads of their own see each other's accesses as RVWMO allows, and no other way. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../src/index'
import { powerOff, run } from './bare-metal'
import { barrier, bringUp, threadedHost } from './parallel'

let host: Host
beforeAll(async () => {
  host = await threadedHost()
})
afterAll(() => host.dispose())

const rounds = 200
/** Pairs of places that a round tries, one after the other. */
const places = 32
const X = 0x8040_0000
const Y = 0x8050_0000
const barrierAt = 0x8060_0000
const results = 0x8070_0000
const resultBytes = rounds * places

interface Shape {
  /** What each hart does with x at 0(s0) and y at 0(s1); what it saw comes to a0 and a1, and 1 is in s9, 2 in s8. */
  harts: string[]
  /** Looks at x and y when all are through, too: they follow as the last two. */
  final?: boolean
  /** Whether what was seen, a0 and a1 of each hart in turn, must not be. */
  forbids(seen: number[]): boolean
}

const store = (place: string, register = 's9'): string => `sw ${register}, 0(${place === 'x' ? 's0' : 's1'})`
const load = (register: string, place: string): string => `lw ${register}, 0(${place === 'x' ? 's0' : 's1'})`
const lines = (...parts: string[]): string => parts.join('\n    ')

const shapes: Readonly<Record<string, Shape>> = {
  'MP with fences': {
    harts: [lines(store('x'), 'fence w, w', store('y')), lines(load('a0', 'y'), 'fence r, r', load('a1', 'x'))],
    forbids: ([, , a, b]) => a === 1 && b === 0,
  },
  'MP with release and acquire': {
    harts: [lines(store('x'), 'amoswap.w.rl zero, s9, (s1)'), lines('amoor.w.aq a0, zero, (s1)', load('a1', 'x'))],
    forbids: ([, , a, b]) => a === 1 && b === 0,
  },
  'MP with an address that depends': {
    harts: [
      lines(store('x'), 'fence w, w', store('y')),
      lines(load('a0', 'y'), 'xor t1, a0, a0', 'add t1, t1, s0', 'lw a1, 0(t1)'),
    ],
    forbids: ([, , a, b]) => a === 1 && b === 0,
  },
  'SB with fences': {
    harts: [lines(store('x'), 'fence rw, rw', load('a0', 'y')), lines(store('y'), 'fence rw, rw', load('a0', 'x'))],
    forbids: ([a, , b]) => a === 0 && b === 0,
  },
  'SB with swaps': {
    harts: [
      lines('amoswap.w.aqrl zero, s9, (s0)', 'amoor.w.aqrl a0, zero, (s1)'),
      lines('amoswap.w.aqrl zero, s9, (s1)', 'amoor.w.aqrl a0, zero, (s0)'),
    ],
    forbids: ([a, , b]) => a === 0 && b === 0,
  },
  'LB with fences': {
    harts: [lines(load('a0', 'x'), 'fence rw, rw', store('y')), lines(load('a0', 'y'), 'fence rw, rw', store('x'))],
    forbids: ([a, , b]) => a === 1 && b === 1,
  },
  CoRR: {
    harts: [store('x'), lines(load('a0', 'x'), load('a1', 'x'))],
    forbids: ([, , a, b]) => a === 1 && b === 0,
  },
  '2+2W with fences': {
    harts: [lines(store('x'), 'fence w, w', store('y', 's8')), lines(store('y'), 'fence w, w', store('x', 's8'))],
    final: true,
    forbids: (seen) => seen.at(-2) === 1 && seen.at(-1) === 1,
  },
  'IRIW with fences': {
    harts: [
      store('x'),
      store('y'),
      lines(load('a0', 'x'), 'fence rw, rw', load('a1', 'y')),
      lines(load('a0', 'y'), 'fence rw, rw', load('a1', 'x')),
    ],
    forbids: ([, , , , a, b, c, d]) => a === 1 && b === 0 && c === 1 && d === 0,
  },
}

const clear = `
    li s0, ${X}
    li s1, ${Y}
    li t3, ${places}
3:  sd zero, 0(s0)
    sd zero, 0(s1)
    addi s0, s0, 64
    addi s1, s1, 64
    addi t3, t3, -1
    bnez t3, 3b`

/** Appends x | y << 2 of every place to hart 0's results. */
const look = `
    li s0, ${X}
    li s1, ${Y}
    li t3, ${places}
3:  lw t1, 0(s0)
    lw t2, 0(s1)
    slli t2, t2, 2
    or t1, t1, t2
    sb t1, 0(s7)
    addi s7, s7, 1
    addi s0, s0, 64
    addi s1, s1, 64
    addi t3, t3, -1
    bnez t3, 3b`

function program({ harts, final = false }: Shape): string {
  const count = harts.length
  return `${bringUp(count)}
work:
    li s2, ${barrierAt}
    li s4, 0
    li s9, 1
    li s8, 2
    li s6, ${rounds}
    li s5, ${results}
    li t0, ${resultBytes}
    mul t0, t0, s11
    add s5, s5, t0
    li s7, ${results + count * resultBytes}
round:
    ${barrier(count)}
    li s0, ${X}
    li s1, ${Y}
    li s3, ${places}
${harts.map((_, hart) => `    li t0, ${hart}\n    beq s11, t0, hart${hart}`).join('\n')}
${harts
  .map(
    (body, hart) => `hart${hart}:
    li a0, 0
    li a1, 0
    ${body}
    slli a1, a1, 2
    or a0, a0, a1
    sb a0, 0(s5)
    addi s5, s5, 1
    addi s0, s0, 64
    addi s1, s1, 64
    addi s3, s3, -1
    bnez s3, hart${hart}
    j through`,
  )
  .join('\n')}
through:
    ${barrier(count)}
    bnez s11, 2f
    ${final ? look : ''}
    ${clear}
2:  addi s6, s6, -1
    bnez s6, round
    bnez s11, park
    ${powerOff}
park:
    wfi
    j park`
}

const pair = (byte = 0): [number, number] => [byte & 3, byte >> 2]

/** What every hart saw in each round and place. */
async function outcomesOf(shape: Shape): Promise<number[][]> {
  const vcpus = shape.harts.length
  const { guest, exit } = await run(host, program(shape), { mode: 'S', options: { vcpus, clock: 'real' } })
  expect(exit).toEqual({ reason: 'power-off', code: 0 })
  const columns = await Promise.all(
    Array.from({ length: vcpus + (shape.final === true ? 1 : 0) }, (_, hart) =>
      guest.readMemory(BigInt(results + hart * resultBytes), resultBytes),
    ),
  )
  await guest.dispose()
  return Array.from({ length: resultBytes }, (_, place) => columns.flatMap((column) => pair(column[place])))
}

/** Runs until two harts were at it together once: on a machine that is busy they may take turns for long. */
const mostRuns = 40

describe('harts at the same time', () => {
  it.each(Object.entries(shapes))(
    '%s: no forbidden outcome',
    async (_, shape) => {
      const kinds = new Set<string>()
      for (let count = 0; count < mostRuns && (count === 0 || (shape.harts.length === 2 && kinds.size < 2)); count++) {
        const outcomes = await outcomesOf(shape)
        expect(outcomes.filter((seen) => shape.forbids(seen))).toEqual([])
        for (const seen of outcomes) kinds.add(String(seen))
      }
      // Were they never at it together, there would be one outcome.
      if (shape.harts.length === 2) expect(kinds.size).toBeGreaterThan(1)
    },
    240_000,
  )
})
