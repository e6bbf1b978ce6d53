/** Two stock Debian guests on 82576 virtual functions, driven by `igbvf`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guest, Host, type VirtualFunction } from '../../src/index'
import { cmdline, debianFile, hasDebian, shellPrompt, wasmUrl, workerUrl } from './built-host'

const timeoutMs = 600_000
const boot = { kernel: { path: debianFile('Image') }, initrd: { path: debianFile('initrd.cpio') }, cmdline }

async function ask(guest: Guest, command: string): Promise<string> {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(shellPrompt, { timeoutMs })
}

const reaches = async (guest: Guest, address: string): Promise<boolean> =>
  (await ask(guest, `ping -c 2 -W 2 ${address}`)).includes(' 0% packet loss')

function first<Item>(items: readonly Item[], index = 0): Item {
  const item = items[index]
  if (item === undefined) throw new Error(`there is no item ${index}`)
  return item
}

describe.skipIf(!hasDebian)('Debian on virtual functions of an 82576', { timeout: 1_200_000 }, () => {
  let host: Host
  let vfs: VirtualFunction[]
  let guests: Guest[]
  const refusals: unknown[] = []
  const igb = () => host.nic('eth0')

  beforeAll(async () => {
    host = await Host.create({
      memory: '1GiB',
      thread: 'inline',
      wasmUrl,
      workerUrl,
      nics: [{ name: 'eth0', model: 'igb', sriov: { totalVfs: 4 } }],
    })
    igb().on('mdd', (event) => refusals.push(event))
    igb().on('spoof', (event) => refusals.push(event))
    vfs = await igb().physicalFunction.enableVfs(3)
    guests = await Promise.all(
      vfs.slice(0, 2).map((vf) => host.hypervisor.createGuest({ name: `vf${vf.index}`, memory: '128MiB', nics: [vf], boot })),
    )
    for (const guest of guests) await guest.start()
    for (const guest of guests) await guest.console.waitFor(shellPrompt, { timeoutMs })
    for (const [index, guest] of guests.entries())
      await ask(guest, `ip addr add 10.0.0.${index + 1}/24 dev eth0; ip link set eth0 up; sleep 2`)
  }, 1_200_000)

  afterAll(async () => {
    await host.dispose()
  })

  it('are driven by igbvf, by MSI-X, without a word of complaint', async () => {
    const one = first(guests)
    expect(await ask(one, 'ls -l /sys/class/net/eth0/device/driver')).toContain('igbvf')
    expect(await ask(one, 'ip link show eth0')).toContain((await first(vfs).settings()).mac)
    expect(await ask(one, 'cat /proc/interrupts')).toMatch(/PCI-MSIX-0000:01:00.0 +1 Edge +eth0-rx-0/)
    const complaints = await ask(
      one,
      "dmesg | grep -iE 'pci|igb|eth0' | grep -iE 'warn|fail|error|invalid|unable|hang' | grep -v reconfiguring",
    )
    expect(complaints.split('\n').filter((line) => line.startsWith('['))).toEqual([])
  })

  it('reach each other', async () => {
    const [one, other] = [first(guests), first(guests, 1)]
    expect(await reaches(one, '10.0.0.2')).toBe(true)
    expect(await reaches(other, '10.0.0.1')).toBe(true)
  })

  it('carry streams in large segments, whose checksums are right', async () => {
    const [one, other] = [first(guests), first(guests, 1)]
    const digest = (text: string): string => /[0-9a-f]{32}/.exec(text)?.[0] ?? ''
    await ask(one, 'head -c 1000000 /dev/urandom > data; httpd -p 80 -h /root')
    const made = digest(await ask(one, 'md5sum data'))
    expect(made).not.toBe('')
    expect(digest(await ask(other, 'wget -q -O - http://10.0.0.1/data | md5sum'))).toBe(made)
    for (const guest of [one, other]) expect(await ask(guest, "grep '^Tcp:' /proc/net/snmp | tail -1")).toMatch(/^Tcp: .* 0\r?$/m)

    expect((await first(vfs, 1).stats()).rx_packets).toBeGreaterThan(1_000_000 / 1448)
  })

  it('take VLANs of their own, and none beside the port VLAN', async () => {
    const [one, other] = [first(guests), first(guests, 1)]
    for (const [guest, number] of [
      [one, 1],
      [other, 2],
    ] as const)
      await ask(guest, `ip link add link eth0 name v5 type vlan id 5; ip addr add 10.5.0.${number}/24 dev v5; ip link set v5 up`)
    expect(await reaches(one, '10.5.0.2')).toBe(true)
    await ask(other, 'ip link del v5')
    await ask(one, 'ip link del v5')
    const pf = igb().physicalFunction
    await pf.setVf(0, { vlan: 100, qos: 3 })
    expect(await reaches(one, '10.0.0.2')).toBe(false)
    await pf.setVf(1, { vlan: 100 })
    expect(await reaches(one, '10.0.0.2')).toBe(true)
    await pf.setVf(0, { vlan: 0, qos: 0 })
    await pf.setVf(1, { vlan: 0 })
  })

  it('get another address while the administrator did not choose it, or trusts them', async () => {
    const one = first(guests)
    const pf = igb().physicalFunction
    await ask(one, 'ip link set eth0 address 02:11:22:33:44:55')
    expect((await first(vfs).settings()).mac).toBe('02:11:22:33:44:55')
    expect(await reaches(one, '10.0.0.2')).toBe(true)
    await pf.setVf(0, { mac: '02:11:22:33:44:55' })
    expect(await ask(one, 'ip link set eth0 address 02:11:22:33:44:66')).toContain('Cannot assign requested address')
    await pf.setVf(0, { trust: true })
    await ask(one, 'ip link set eth0 address 02:11:22:33:44:77')
    expect((await first(vfs).settings()).mac).toBe('02:11:22:33:44:77')
    expect(await reaches(one, '10.0.0.2')).toBe(true)
    expect(refusals).toEqual([])
  })

  it('follow the link state', async () => {
    const one = first(guests)
    const pf = igb().physicalFunction
    await pf.setVf(0, { linkState: 'disable' })
    expect(await ask(one, 'sleep 0.5; cat /sys/class/net/eth0/carrier')).toMatch(/^0\r?$/m)
    await pf.setVf(0, { linkState: 'auto' })
    expect(await ask(one, 'sleep 0.5; cat /sys/class/net/eth0/carrier')).toMatch(/^1\r?$/m)
  })

  it('begin anew with another physical function when their guest is forked, and its parent notices nothing', async () => {
    const [one, spare] = [first(guests), first(vfs, 2)]
    const mac = '02:11:22:33:44:99'
    await igb().physicalFunction.setVf(2, { mac })
    const fork = await one.fork({ nics: [spare] })
    await ask(fork, `ip link set eth0 address ${mac}; ip addr flush dev eth0; ip addr add 10.0.0.3/24 dev eth0; sleep 3`)
    expect(await ask(fork, 'ip link show eth0')).toMatch(/LOWER_UP[\s\S]*02:11:22:33:44:99/)
    expect(await reaches(fork, '10.0.0.2')).toBe(true)
    expect(await reaches(fork, '10.0.0.1')).toBe(true)
    expect(await reaches(one, '10.0.0.2')).toBe(true)
    await fork.dispose()
  })
})
