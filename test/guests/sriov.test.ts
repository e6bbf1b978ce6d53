/** Stock Debian guests on virtual functions of one adapter, and on plain ports of a network, with their own drivers. */
import { describe, expect, it } from 'vitest'
import type { Guest, Host, HostOptions, VirtualFunction } from '../../src/index'
import { Network } from '../../src/index'
import { cmdline, debianFile, hasDebian, shellPrompt, withHost } from './built-host'

const timeoutMs = 240_000
const boot = { kernel: { path: debianFile('Image') }, initrd: { path: debianFile('initrd.cpio') }, cmdline }
const nics = [{ name: 'eth0', sriov: { totalVfs: 4 } }] as const
const hostOptions: HostOptions = { nics, memory: '1GiB' }

async function ask(guest: Guest, command: string): Promise<string> {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(shellPrompt, { timeoutMs })
}

/** A guest for each function, at its shell, with 10.0.0.N on eth0. */
async function guestsOn(host: Host, functions: readonly VirtualFunction[]): Promise<Guest[]> {
  const guests = await Promise.all(
    functions.map((vf) => host.hypervisor.createGuest({ name: `vf${vf.index}`, memory: '128MiB', nics: [vf], boot })),
  )
  await Promise.all(guests.map((guest) => guest.start()))
  await Promise.all(guests.map((guest) => guest.console.waitFor(shellPrompt, { timeoutMs })))
  for (const [index, guest] of guests.entries()) await address(guest, index + 1)
  return guests
}

const address = (guest: Guest, number: number): Promise<string> =>
  ask(guest, `ip addr add 10.0.0.${number}/24 dev eth0; ip link set eth0 up`)

/** Does `guest` reach the other one? */
async function reaches(guest: Guest, number: number): Promise<boolean> {
  return (await ask(guest, `ping -c 2 -W 2 10.0.0.${number}`)).includes(' 0% packet loss')
}

function pair<Item>(items: readonly Item[]): [Item, Item] {
  const [first, second] = items
  if (first === undefined || second === undefined) throw new Error('two were expected')
  return [first, second]
}

describe.skipIf(!hasDebian)('Debian on virtual functions', () => {
  it('drives them with its own driver, by MSI-X, without a word of complaint', async () => {
    await withHost(async (host) => {
      const pf = host.nic('eth0').physicalFunction
      const [vf0, vf1] = pair(await pf.enableVfs(2))
      const [one, other] = pair(await guestsOn(host, [vf0, vf1]))
      expect(await reaches(one, 2)).toBe(true)
      expect(await reaches(other, 1)).toBe(true)
      expect(await ask(one, 'cat /proc/interrupts')).toMatch(/PCI-MSIX-0000:01:00.0 +1 Edge +virtio0-input.0/)
      expect(await ask(one, 'ls -l /sys/class/net/eth0/device/driver')).toContain('virtio_net')
      expect(await ask(one, 'ip link show eth0')).toContain((await vf0.settings()).mac)
      const complaints = await ask(
        one,
        "dmesg | grep -iE 'pci|virtio|eth0' | grep -iE 'warn|fail|error|invalid|unable' | grep -v reconfiguring",
      )
      expect(complaints.split('\n').filter((line) => line.startsWith('['))).toEqual([])
      const [a, b] = [await vf0.stats(), await vf1.stats()]
      expect([a.rx_dropped, a.tx_dropped, b.rx_dropped, b.tx_dropped, a.spoofed, a.mdd]).toEqual([0, 0, 0, 0, 0, 0])
      expect(a.rx_packets).toBeGreaterThan(4)
    }, hostOptions)
  })

  it('obeys what the administrator sets while they run', async () => {
    await withHost(async (host) => {
      const nic = host.nic('eth0')
      const pf = nic.physicalFunction
      const [vf0, vf1] = pair(await pf.enableVfs(2))
      const [one] = pair(await guestsOn(host, [vf0, vf1]))
      const spoofs: unknown[] = []
      nic.on('spoof', (event) => spoofs.push(event))
      expect(await reaches(one, 2)).toBe(true)
      await pf.setVf(0, { vlan: 100, qos: 3 })
      expect(await reaches(one, 2)).toBe(false)
      await pf.setVf(1, { vlan: 100 })
      expect(await reaches(one, 2)).toBe(true)
      await pf.setVf(0, { linkState: 'disable' })
      expect(await ask(one, 'sleep 0.2; cat /sys/class/net/eth0/carrier')).toMatch(/^0\r?$/m)
      await pf.setVf(0, { linkState: 'auto' })
      expect(await ask(one, 'sleep 0.2; cat /sys/class/net/eth0/carrier')).toMatch(/^1\r?$/m)
      await ask(one, 'ip link set eth0 down; ip link set eth0 address 02:99:99:99:99:99; ip link set eth0 up; sleep 0.2')
      await pf.setVf(0, { mac: '52:54:00:00:00:01' })
      expect(await reaches(one, 2)).toBe(false)
      expect((await vf0.stats()).spoofed).toBeGreaterThan(0)
      expect(spoofs[0]).toMatchObject({ vf: 0 })
      await pf.setVf(0, { spoofchk: false })
      expect(await nic.show()).toMatch(
        /vf 0 +link\/ether 52:54:00:00:00:01 .*, vlan 100, qos 3, spoof checking off, link-state auto, trust off/,
      )
    }, hostOptions)
  })
})

describe.skipIf(!hasDebian)('Debian on virtual functions under the virtual clock', () => {
  it('does the same in every run, frames between guests included', async () => {
    const run = (): Promise<unknown> =>
      withHost(async (host) => {
        const functions = pair(await host.nic('eth0').physicalFunction.enableVfs(2))
        const type = (own: number, other: number) => [
          {
            text: `ip addr add 10.0.0.${own}/24 dev eth0; ip link set eth0 up; sleep 1; ping -c 3 10.0.0.${other}\n`,
            after: shellPrompt,
          },
          { text: 'poweroff\n', after: shellPrompt },
        ]
        const create = (vf: VirtualFunction, own: number, other: number): Promise<Guest> =>
          host.hypervisor.createGuest({
            memory: '128MiB',
            nics: [vf],
            boot,
            clock: 'virtual',
            console: { type: type(own, other) },
          })
        const guests = pair([await create(functions[0], 1, 2), await create(functions[1], 2, 1)])
        await Promise.all(guests.map((guest) => guest.start()))
        await Promise.all(guests.map((guest) => guest.exited))
        const hashes = await Promise.all(guests.map(async (guest) => (await guest.stats({ stateHash: true })).stateHash))
        return { hashes, counters: await functions[0].stats() }
      }, hostOptions)
    const first = (await run()) as { counters: { rx_packets: number } }
    expect(first.counters.rx_packets).toBeGreaterThan(3)
    expect(await run()).toEqual(first)
  })
})

describe.skipIf(!hasDebian)('Debian on plain ports of a network', () => {
  it('reaches its neighbour with the PLIC as well', async () => {
    await withHost(async (host) => {
      const network = new Network({ name: 'lab' })
      const create = (interruptController: 'plic' | 'aia'): Promise<Guest> =>
        host.hypervisor.createGuest({ memory: '128MiB', networks: [network], interruptController, boot })
      const guests = pair([await create('plic'), await create('aia')])
      for (const guest of guests) await guest.start()
      for (const guest of guests) await guest.console.waitFor(shellPrompt, { timeoutMs })
      for (const [index, guest] of guests.entries()) await address(guest, index + 1)
      expect(await reaches(guests[0], 2)).toBe(true)
      expect(await reaches(guests[1], 1)).toBe(true)
      expect(await ask(guests[0], 'cat /proc/interrupts')).toMatch(/SiFive PLIC +3[2-5] .*virtio0/)
    })
  })
})
