/** Turns of several guests on one thread. */
import { describe, expect, it } from 'vitest'
import { RunLoop, type Runnable } from '../../../src/host/run-loop'

class Worker implements Runnable {
  isRunnable = true
  sleepMs: number | undefined
  constructor(
    private readonly name: string,
    private slices: number,
    private readonly log: string[],
  ) {}

  runSlice(): void {
    this.log.push(this.name)
    this.slices--
    if (this.slices <= 0) this.isRunnable = false
  }

  wake(): void {
    this.slices = 1
    this.isRunnable = true
    this.sleepMs = undefined
  }
}

const settle = (ms = 30): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe('the run loop', () => {
  it('takes guests in turn, and stops when nobody has anything to do', async () => {
    const log: string[] = []
    const guests = [new Worker('a', 3, log), new Worker('b', 1, log), new Worker('c', 2, log)]
    const loop = new RunLoop({ guests: () => guests, onError: () => {} })
    loop.wake()
    await settle()
    expect(log.join('')).toBe('abcaca')
  })

  it('lets the event loop breathe between slices', async () => {
    const log: string[] = []
    const guest = new Worker('s', 50, log)
    const loop = new RunLoop({ guests: () => [guest], onError: () => {} })
    loop.wake()
    setImmediate(() => log.push('event'))
    await settle()
    expect(log.indexOf('event')).toBeGreaterThan(-1)
    expect(log.indexOf('event')).toBeLessThan(5)
  })

  it('sleeps until the earliest timer, and wakes only who is due', async () => {
    const log: string[] = []
    const [soon, late] = [new Worker('s', 1, log), new Worker('l', 1, log)]
    const loop = new RunLoop({ guests: () => [soon, late], onError: () => {} })
    loop.wake()
    await settle(5)
    expect(log.join('')).toBe('sl')
    let isDue = false
    Object.defineProperty(soon, 'sleepMs', { get: () => (isDue ? 0 : 10), set: () => {} })
    late.sleepMs = 10_000
    loop.wake()
    await settle(5)
    isDue = true
    await settle(30)
    expect(log.join('').startsWith('sls')).toBe(true)
    expect(log.filter((name) => name === 'l')).toHaveLength(1)
    loop.close()
  })

  it('passes over a guest that was held after its round began', async () => {
    const log: string[] = []
    const [first, second] = [new Worker('a', 2, log), new Worker('b', 2, log)]
    const original = first.runSlice.bind(first)
    first.runSlice = () => {
      original()
      second.isRunnable = false
    }
    const loop = new RunLoop({ guests: () => [first, second], onError: () => {} })
    loop.wake()
    await settle()
    expect(log.join('')).toBe('aa')
  })

  it('stops and tells when a slice throws', async () => {
    const errors: unknown[] = []
    const guest = new Worker('x', 9, [])
    guest.runSlice = () => {
      throw new Error('broken')
    }
    const loop = new RunLoop({ guests: () => [guest], onError: (error) => errors.push(error) })
    loop.wake()
    await settle()
    expect(errors).toEqual([new Error('broken')])
  })
})
