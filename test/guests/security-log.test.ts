/** What devices refuse their guests is in the host's log, with what was refused; a guest that is refused all the time does not flood it. */
import { describe, expect, it } from 'vitest'
import { createGuest, powerOff, run } from './bare-metal'
import { withHost } from './built-host'

/** Finds the entropy device, sets its queue up as a driver does, and runs `then` with the device in s0 and its available ring in s1. */
const driver = (then: string): string => `
    li s0, 0x10001000
    li t1, 4
  find:
    lw t0, 8(s0)
    beq t0, t1, found
    li t0, 0x1000
    add s0, s0, t0
    j find
  found:
  again:
    sw zero, 0x70(s0)
    li t0, 3
    sw t0, 0x70(s0)
    li t0, 1
    sw t0, 0x24(s0)
    sw t0, 0x20(s0)
    li t0, 11
    sw t0, 0x70(s0)
    sw zero, 0x30(s0)
    li t0, 8
    sw t0, 0x38(s0)
    li t1, 0x80010000
    sw t1, 0x80(s0)
    sw zero, 0x84(s0)
    li s1, 0x80011000
    sw s1, 0x90(s0)
    sw zero, 0x94(s0)
    li t1, 0x80012000
    sw t1, 0xa0(s0)
    sw zero, 0xa4(s0)
    li t0, 1
    sw t0, 0x44(s0)
    li t0, 15
    sw t0, 0x70(s0)
    ${then}
`

/** More entries than the queue has. */
const tooMany = 'li t2, 100\n sh t2, 2(s1)\n sw zero, 0x50(s0)\n'

describe.each(['inline', 'worker'] as const)('the security log of a host (%s)', (thread) => {
  it('has what a device refused: the device, its queue and why', async () => {
    await withHost(
      async (host) => {
        await run(host, driver(tooMany + powerOff), { options: { name: 'hostile', rng: true } })
        const { entries } = host.events
        const refused = entries.filter(({ type }) => type === 'security.refused')
        expect(refused).toHaveLength(1)
        expect(refused[0]).toMatchObject({
          guest: 'hostile',
          before: { refused: 0 },
          after: { refused: 1 },
          details: { device: 'rng', queue: 0, reason: 'availIndex', untold: 0 },
        })
        expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1))
      },
      { thread },
    )
  })
})

describe('a guest that is refused all the time', () => {
  it('is told some times a second, and counted', async () => {
    await withHost(async (host) => {
      const guest = await createGuest(host, driver(`${tooMany} j again`), { options: { rng: true, clock: 'real' } })
      await guest.start()
      const refused = () => host.events.entries.filter(({ type }) => type === 'security.refused')
      await expect.poll(() => refused().some(({ details }) => Number(details?.untold) > 0), { timeout: 30_000 }).toBe(true)
      await guest.pause()
      const [last] = refused().slice(-1)
      expect(Number(last?.after?.refused)).toBeGreaterThan(10 * refused().length)
      // Numbers before and after join without a gap.
      const joined = refused().map(({ before }) => before?.refused)
      expect(joined).toEqual([0, ...refused().map(({ after }) => after?.refused)].slice(0, joined.length))
    })
  })
})
