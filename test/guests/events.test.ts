/** The host's log: what happened to whom, in order, with what was before and after; and the watchdog, which writes to it. */
import { describe, expect, it } from 'vitest'
import type { HostEvent } from '../../src/index'
import { createGuest, powerOff, run } from './bare-metal'
import { withHost } from './built-host'

const types = (events: readonly HostEvent[]): string[] =>
  events.map(({ type, after }) => (after?.state === undefined ? type : `${type} ${String(after.state)}`))

describe.each(['inline', 'worker'] as const)('the log of a host (%s)', (thread) => {
  it('tells the states of a guest with what was before, in order', async () => {
    await withHost(
      async (host) => {
        const seen: HostEvent[] = []
        const off = host.events.on('guest.state', (event) => seen.push(event))
        const { guest } = await run(host, powerOff, { options: { name: 'web' } })
        off()
        const gone = new Promise((resolve) => host.events.on('guest.destroyed', resolve))
        await guest.dispose()
        await gone
        const { entries } = host.events
        expect(types(entries)).toEqual(['guest.created created', 'guest.state running', 'guest.state stopped', 'guest.destroyed'])
        expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4])
        expect(entries.every(({ timeNs }, index) => timeNs >= (entries[index - 1]?.timeNs ?? 0))).toBe(true)
        expect(seen.map(({ before }) => before?.state)).toEqual(['created', 'running'])
        const lines = host.events.toJsonLines().trimEnd().split('\n')
        expect(lines.map((line) => JSON.parse(line) as HostEvent)).toEqual(entries)
      },
      { thread },
    )
  })

  it('is a stream that ends with the host', async () => {
    const names: string[] = []
    let reading: Promise<void> | undefined
    await withHost(
      async (host) => {
        const read = async (): Promise<void> => {
          for await (const { type } of host.events) names.push(type)
        }
        reading = read()
        await run(host, powerOff)
      },
      { thread },
    )
    await reading
    expect(names.slice(0, 3)).toEqual(['guest.created', 'guest.state', 'guest.state'])
  })

  it('has the registers of a guest that crashed', async () => {
    await withHost(
      async (host) => {
        await run(host, 'li sp, 0x1234\n li t0, 0x666000\n jr t0', { options: { name: 'lost' } })
        const crash = host.events.entries.find(({ type }) => type === 'guest.crashed')
        expect(crash).toMatchObject({ guest: 'lost', before: { state: 'running' }, after: { state: 'crashed', reason: 'crash' } })
        expect(crash?.after?.detail).toMatch(/sp 0x0000000000001234/)
      },
      { thread },
    )
  })
})

describe('a watchdog', () => {
  const stuck = 'li sp, 0x77\nstuck: j stuck'

  it('ends a guest that loops for ever and asks for nothing, with its registers', async () => {
    await withHost(async (host) => {
      const { exit } = await run(host, stuck, { options: { watchdog: { timeoutMs: 100 } } })
      expect(exit.reason).toBe('crash')
      expect(exit.detail).toMatch(/watchdog: no progress for 100 ms, at pc 0x80000[\s\S]* sp 0x0000000000000077/)
      expect(types(host.events.entries)).toContain('watchdog.expired')
    })
  })

  it('starts it over when that is asked for', async () => {
    await withHost(async (host) => {
      const guest = await createGuest(host, stuck, { options: { watchdog: { timeoutMs: 100, action: 'reset' } } })
      const resets = new Promise<void>((resolve) => {
        let count = 0
        guest.on('reset', () => ++count === 3 && resolve())
      })
      await guest.start()
      await resets
      expect(guest.state).toBe('running')
    })
  })

  it('leaves one alone that reaches for a device now and then, or waits', async () => {
    const busy = `
    li s0, 40
1:  li t0, 4000000
2:  addi t0, t0, -1
    bnez t0, 2b
    li t1, UART
    sb s0, 0(t1)
    addi s0, s0, -1
    bnez s0, 1b
    ${powerOff}`
    await withHost(async (host) => {
      const { exit } = await run(host, busy, { options: { watchdog: { timeoutMs: 200 } } })
      expect(exit).toEqual({ reason: 'power-off', code: 0 })
    })
  })
})
