/** Where vCPUs run, and whether they do, changes while each physical CPU is a thread of its own. */
import { afterEach, expect, it } from 'vitest'
import type { CpuOptions, Guest, Host } from '../../src/index'
import { createGuest } from './bare-metal'
import { bringUp, threadedHost } from './parallel'

let host: Host
afterEach(() => host.dispose())

const spin = `${bringUp(2)}\nwork:\n1: addi s0, s0, 1\n j 1b`

const start = async (affinity?: CpuOptions['affinity']): Promise<Guest> => {
  const cpu = affinity === undefined ? {} : { affinity }
  const guest = await createGuest(host, spin, { mode: 'S', options: { clock: 'real', vcpus: 2, cpu } })
  await guest.start()
  return guest
}

const busy = async (): Promise<number[]> => (await host.stats()).cpu.pcpus.map(({ busyNs }) => busyNs)
const retired = async (guest: Guest): Promise<number> => Number((await guest.stats()).instructions)

async function untilRetired(guest: Guest, more: number): Promise<void> {
  const from = await retired(guest)
  while ((await retired(guest)) < from + more) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Which physical CPUs worked while the guest retired so many instructions. */
async function busyWhile(guest: Guest, instructions: number): Promise<boolean[]> {
  const before = await busy()
  await untilRetired(guest, instructions)
  const after = await busy()
  return after.map((busyNs, index) => busyNs > (before[index] ?? 0))
}

it('moves running vCPUs to the physical CPUs that hard affinity names, and back', async () => {
  host = await threadedHost()
  const guest = await start([0])
  await untilRetired(guest, 1_000_000)
  for (const [affinity, expected] of [
    [[0], [true, false]],
    [[1], [false, true]],
    [{ hard: [0] }, [true, false]],
    [
      [0, 1],
      [true, true],
    ],
  ] as const) {
    await guest.reconfigure({ cpu: { affinity } })
    // What ran when it was told may end its turn where it is.
    await untilRetired(guest, 10_000_000)
    expect(await busyWhile(guest, 100_000_000)).toEqual(expected)
  }
})

it('prefers the physical CPUs of soft affinity, and uses others when there is more to do', async () => {
  host = await threadedHost()
  const guest = await start({ soft: [1] })
  await untilRetired(guest, 10_000_000)
  expect((await busyWhile(guest, 100_000_000))[1]).toBe(true)
  const other = await start({ hard: [1] })
  await untilRetired(other, 10_000_000)
  expect(await busyWhile(guest, 200_000_000)).toEqual([true, true])
})

it('pauses harts that run at the same time: none retires anything until they go on', async () => {
  host = await threadedHost()
  const guest = await start()
  for (let turn = 0; turn < 20; turn++) {
    await untilRetired(guest, 1_000_000)
    await guest.pause()
    expect(guest.state).toBe('paused')
    const stopped = await retired(guest)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(await retired(guest)).toBe(stopped)
    await guest.resume()
  }
  await untilRetired(guest, 1_000_000)
})
