/**
 * A cluster of three guests on one network that fails on demand, tested with vitest: the network is cut in two, the smaller part notices,
 * and everybody is back when it heals. Losses come from a seed: the same seed, the same losses.
 *
 *     IMAGE=... INITRD=... npx vitest run examples/network-faults        (as `vmhost image pull debian` leaves them in the cache)
 */
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Host, ManualTimeline, Network } from 'vmhost'

const { IMAGE: kernel, INITRD: initrd, SEED: seed = '42' } = process.env
const prompt = '~ # '
const timeoutMs = 300_000
const names = ['a', 'b', 'c']

describe.skipIf(kernel === undefined || initrd === undefined)('a cluster of three', () => {
  let host
  let guests
  const network = new Network({ name: 'cluster', seed: Number(seed) })
  const cables = names.map((name) => network.attach(name))

  const ask = async (name, command) => {
    const guest = guests[names.indexOf(name)]
    await guest.console.write(`${command}\n`)
    return guest.console.waitFor(prompt, { timeoutMs })
  }
  /** Names of the members that `name` hears, itself included. */
  const view = async (name) => {
    const heard = []
    for (const [index, other] of names.entries()) {
      const answer = other === name ? ' 0% packet loss' : await ask(name, `ping -c 2 -W 1 10.0.0.${index + 1}`)
      if (answer.includes(' 0% packet loss')) heard.push(other)
    }
    return heard.join('')
  }

  beforeAll(async () => {
    host = await Host.create({ memory: '512MiB' })
    const boot = { kernel, initrd, cmdline: 'console=ttyS0 cryptomgr.notests=1' }
    guests = await Promise.all(
      names.map((name, index) => host.hypervisor.createGuest({ name, memory: '128MiB', nics: [cables[index]], boot })),
    )
    await Promise.all(guests.map((guest) => guest.start()))
    await Promise.all(guests.map((guest) => guest.console.waitFor(prompt, { timeoutMs })))
    for (const [index, name] of names.entries())
      await ask(name, `ip addr add 10.0.0.${index + 1}/24 dev eth0; ip link set eth0 up`)
  }, timeoutMs)

  afterAll(() => host?.dispose())

  it('is whole at first', { timeout: timeoutMs }, async () => {
    expect(await view('a')).toBe('abc')
  })

  it('falls into two parts, and only the larger one has a majority', { timeout: timeoutMs }, async () => {
    network.partition([['a', 'b'], ['c']])
    expect([await view('a'), await view('c')]).toEqual(['ab', 'c'])
  })

  it('is whole again when the network heals', { timeout: timeoutMs }, async () => {
    network.heal()
    expect(await view('c')).toBe('abc')
  })
})

describe('the cables of the cluster', () => {
  /** Which of a hundred frames arrive over a cable that loses a third of them. */
  const arrivals = () => {
    const network = new Network({ seed: Number(seed), timeline: new ManualTimeline() })
    const [from, to] = [network.attach('a'), network.attach('b')]
    const arrived = []
    to.onFrame = (frame) => arrived.push(frame[14])
    from.setFaults({ loss: 1 / 3 })
    for (let n = 0; n < 100; n++) from.send(Uint8Array.from([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x88, 0xb5, n]))
    return arrived
  }

  it('lose the same frames in every run with the same seed', () => {
    expect(arrivals()).toEqual(arrivals())
    expect(arrivals().length).toBeGreaterThan(50)
    expect(arrivals().length).toBeLessThan(85)
  })
})
