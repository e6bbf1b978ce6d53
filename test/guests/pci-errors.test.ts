/** Errors and resets of PCI functions as a stock Debian meets them: its AER driver tells of them, and `igbvf` goes on afterwards. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guest, Host, type VirtualFunction } from '../../src/index'
import { cmdline, debianFile, hasDebian, shellPrompt, wasmUrl, workerUrl } from './built-host'

const timeoutMs = 240_000
const device = '/sys/bus/pci/devices/0000:01:00.0'
const peer = '10.0.0.2'

async function ask(guest: Guest, command: string): Promise<string> {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(shellPrompt, { timeoutMs })
}

describe.skipIf(!hasDebian)('Debian whose PCI functions report errors', { timeout: timeoutMs }, () => {
  let host: Host
  let guest: Guest
  let vf: VirtualFunction

  /** Waits until the kernel's log has all of these, and empties it. */
  async function log(...lines: readonly string[]): Promise<string> {
    const seen = lines.map((line) => `grep -q '${line}' /tmp/log`).join(' && ')
    return ask(guest, `: > /tmp/log; for i in $(seq 60); do dmesg -c >> /tmp/log; ${seen} && break; sleep 1; done; cat /tmp/log`)
  }
  const reachesPeer = async (): Promise<boolean> => (await ask(guest, `ping -c 2 -W 2 ${peer}`)).includes(' 0% packet loss')

  beforeAll(async () => {
    host = await Host.create({
      ...{ memory: '512MiB', thread: 'inline', wasmUrl, workerUrl },
      nics: [{ name: 'eth0', model: 'igb', sriov: { totalVfs: 2 } }],
    })
    const vfs = await host.nic('eth0').physicalFunction.enableVfs(2)
    vf = vfs[0] as VirtualFunction
    const boot = { kernel: { path: debianFile('Image') }, initrd: { path: debianFile('initrd.cpio') }, cmdline }
    guest = await host.hypervisor.createGuest({ memory: '192MiB', boot, nics: vfs, disks: [{ size: '1MiB', transport: 'pci' }] })
    await guest.start()
    await guest.console.waitFor(shellPrompt, { timeoutMs })
    await ask(guest, 'stty cols 1000; dmesg -n 1; ip addr add 10.0.0.1/24 dev eth0; ip link set eth0 up')
    await ask(guest, 'unshare -n sleep 1000 & sleep 0.5; ip link set eth1 netns $!; in="nsenter -t $! -n"')
    await ask(guest, `$in ip addr add ${peer}/24 dev eth1; $in ip link set eth1 up; sleep 2`)
    expect(await reachesPeer()).toBe(true)
    await ask(guest, 'dmesg -c > /dev/null')
  }, timeoutMs)
  afterAll(async () => {
    await host?.dispose()
  })

  it('tells of a correctable error by its name, of a network function and of a disk', async () => {
    await guest.injectPciError(vf, { error: 'badTlp' })
    expect(await log('BadTLP')).toMatch(
      /Correctable error message received from 0000:01:00\.0[\s\S]*igbvf 0000:01:00\.0: PCIe Bus Error: severity=Correctable, type=Data Link Layer/,
    )
    expect(await ask(guest, `grep BadTLP ${device}/aer_dev_correctable`)).toMatch(/^BadTLP 1\r?$/m)
    await guest.injectPciError(0, { error: 'receiver' })
    expect(await log('RxErr')).toContain('virtio-pci 0000:03:00.0: PCIe Bus Error: severity=Correctable, type=Physical Layer')
    expect(await ask(guest, 'head -c 512 /dev/vda | wc -c')).toMatch(/^512\r?$/m)
  })

  it('shows the header of the TLP of an uncorrectable one, and igbvf recovers', async () => {
    await guest.injectPciError(vf, { error: 'poisonedTlp', header: [0x4000_0001, 0x0100_000f, 0xfee0_0000, 0x1234_5678] })
    const said = await log('device recovery successful', 'Link is Up')
    expect(said).toContain('severity=Uncorrectable (Non-Fatal), type=Transaction Layer')
    expect(said).toMatch(/\[12\] TLP +\(First\)[\s\S]*TLP Header: 40000001 0100000f fee00000 12345678/)
    expect(await reachesPeer()).toBe(true)
  })

  it('has its link again after a function level reset under its driver', async () => {
    expect(await ask(guest, `cat ${device}/reset_method`)).toContain('flr')
    await ask(guest, `echo flr > ${device}/reset_method; echo 1 > ${device}/reset`)
    await log('01:00.0: Link is Up')
    expect(await reachesPeer()).toBe(true)
  })

  /* igbvf does not restore the configuration space that a reset of the link takes from the function: the next driver does. */
  it('resets the link after a fatal one; the function is as after power-on, and found again', async () => {
    await guest.injectPciError(vf, { error: 'malformedTlp' })
    expect(await log('device recovery successful')).toMatch(
      /severity=Uncorrectable \(Fatal\)[\s\S]*Root Port link has been reset/,
    )
    expect(await ask(guest, `head -c 20 ${device}/config | tail -c 4 | hexdump -e '1/4 "bar %08x"'`)).toContain('bar 0000000c')
    await ask(guest, `echo 1 > ${device}/remove; echo 1 > /sys/bus/pci/rescan; sleep 1`)
    await ask(guest, 'ip addr add 10.0.0.1/24 dev eth0; ip link set eth0 up; sleep 2')
    expect(await reachesPeer()).toBe(true)
  })

  it('refuses what is no error, or of no function', async () => {
    for (const wrong of [{ error: 'none' }, { error: 'badTlp', header: [1, 2, 3] }, { error: 'badTlp', header: [1, 2, 3, -1] }])
      await expect(guest.injectPciError(vf, wrong as never)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
    await expect(guest.injectPciError(1, { error: 'badTlp' })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
  })
})
