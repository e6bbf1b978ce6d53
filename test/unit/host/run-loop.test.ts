/** Physical CPUs of a host on one thread. */
import { describe, expect, it, vi } from 'vitest'
import { RunLoop, type RunLoopOptions } from '../../../src/host/run-loop'

const settle = (ms = 30): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Stretches that there are to run, by CPU; each takes `stretchMs`. */
function loopOver(stretches: number[], options: Partial<RunLoopOptions> & { stretchMs?: number } = {}) {
  const log: string[] = []
  const errors: unknown[] = []
  const loop = new RunLoop({
    next: () => stretches[0] ?? -1,
    run: (pcpu) => {
      log.push(String(pcpu))
      stretches.shift()
      const end = performance.now() + (options.stretchMs ?? 0)
      while (performance.now() < end) {}
    },
    sleepNs: () => Number.POSITIVE_INFINITY,
    onError: (error) => errors.push(error),
    ...options,
  })
  return { loop, log, errors }
}

describe('the run loop', () => {
  it('runs the physical CPUs that have something to do, and stops when none has', async () => {
    const { loop, log } = loopOver([0, 1, 0, 2])
    loop.wake()
    await settle()
    expect(log.join('')).toBe('0102')
  })

  it('lets the event loop breathe after a long stretch', async () => {
    const { loop, log } = loopOver(Array(8).fill(0), { stretchMs: 3 })
    loop.wake()
    setImmediate(() => log.push('event'))
    await vi.waitFor(() => expect(log).toHaveLength(9))
    expect(log.indexOf('event')).toBeLessThan(3)
  })

  it('sleeps until the next moment of the physical CPUs', async () => {
    const stretches: number[] = []
    let sleeps = 0
    const { loop, log } = loopOver(stretches, {
      sleepNs: () => {
        if (sleeps++ > 0) return Number.POSITIVE_INFINITY
        setTimeout(() => stretches.push(3), 1)
        return 10e6
      },
    })
    loop.wake()
    await vi.waitFor(() => expect([log, sleeps]).toEqual([['3'], 2]))
  })

  it('wakes from its sleep when there is something to do', async () => {
    const stretches: number[] = []
    const { loop, log } = loopOver(stretches, { sleepNs: () => 1e12 })
    loop.wake()
    await settle(5)
    stretches.push(1)
    loop.wake()
    await settle(5)
    expect(log).toEqual(['1'])
    loop.close()
  })

  it('runs nothing once it is closed', async () => {
    const { loop, log } = loopOver([0])
    loop.wake()
    loop.close()
    await settle(5)
    expect(log).toEqual([])
  })

  it('stops and tells when a stretch throws', async () => {
    const { loop, errors } = loopOver([0, 0], {
      run: () => {
        throw new Error('broken')
      },
    })
    loop.wake()
    await settle()
    expect(errors).toEqual([new Error('broken')])
  })
})
