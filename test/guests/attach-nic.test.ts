/** Network devices that come and go while a stock Debian guest runs, which finds them when it scans its bus again. */
import { describe, expect, it } from 'vitest'
import { type Guest, Network, type VirtualFunction } from '../../src/index'
import { cmdline, debianFile, hasDebian, shellPrompt, withHost } from './built-host'

const timeoutMs = 600_000

async function ask(guest: Guest, command: string): Promise<string> {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(shellPrompt, { timeoutMs })
}

const rescan = 'echo 1 > /sys/bus/pci/rescan; sleep 1; ls -1 /sys/class/net /sys/bus/pci/devices'
/** An interface in a name space of its own, with an address of the other one's network. */
const isolate = (name: string, address: string): string =>
  `unshare -n sleep 1000 & sleep 0.5; ip link set ${name} netns $!; in="nsenter -t $! -n"; ` +
  `$in ip addr add ${address}/24 dev ${name}; $in ip link set ${name} up; sleep 2`

describe.skipIf(!hasDebian)('Debian whose network devices come and go', { timeout: 900_000 }, () => {
  it('finds what was attached by a rescan, drives it, lets it go, and finds it again', async () => {
    await withHost(
      async (host) => {
        const network = new Network({ name: 'lab' })
        const pf = host.nic('eth0').physicalFunction
        const [vf0, vf1, vf2] = (await pf.enableVfs(3)) as [VirtualFunction, VirtualFunction, VirtualFunction]
        const boot = { kernel: { path: debianFile('Image') }, initrd: { path: debianFile('initrd.cpio') }, cmdline }
        const guest = await host.hypervisor.createGuest({ memory: '128MiB', nics: [vf0], networks: [network], boot })
        await guest.start()
        await guest.console.waitFor(shellPrompt, { timeoutMs })
        await ask(guest, 'ip addr add 10.0.0.1/24 dev eth0; ip link set eth0 up; ip link set eth1 up')

        await Promise.all([guest.attachNic(vf1), guest.attachNic(network)])
        await expect(guest.attachNic(vf1)).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
        await expect(guest.detachNic(vf2)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
        expect(await ask(guest, rescan)).toMatch(/0000:03:00.0\s+0000:04:00.0\s[\s\S]*eth2\s+eth3\s/)
        expect(await ask(guest, 'cat /sys/bus/pci/devices/*/class')).toMatch(/(0x020000\s+){4}/)
        await ask(guest, isolate('eth2', '10.0.0.2'))
        expect(await ask(guest, 'ping -c 2 -W 2 10.0.0.2')).toContain(' 0% packet loss')

        await expect(guest.detachNic(vf1)).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
        await ask(guest, 'kill %1; echo 1 > /sys/bus/pci/devices/0000:03:00.0/remove')
        await guest.detachNic(vf1)
        expect(await ask(guest, rescan)).not.toContain('0000:03:00.0')

        await guest.attachNic(vf2)
        expect(await ask(guest, rescan)).toContain('0000:03:00.0')
        await ask(guest, isolate('eth2', '10.0.0.3'))
        expect(await ask(guest, 'ping -c 2 -W 2 10.0.0.3')).toContain(' 0% packet loss')

        expect((await vf1.stats()).rx_packets).toBeGreaterThan(1)
        const other = await host.hypervisor.restore(await guest.snapshot())
        expect(await ask(other, 'ls -1 /sys/class/net /sys/bus/pci/devices')).toMatch(
          /0000:03:00.0\s+0000:04:00.0\s[\s\S]*eth1\s+eth3\s/,
        )
        await other.dispose()
        await guest.detachNic(network, { force: true })
        const complaints = await ask(
          guest,
          "dmesg | grep -iE 'pci|virtio|igb|eth' | grep -iE 'warn|fail|error|unable|bug|no space' | grep -v reconfiguring",
        )
        expect(complaints.split('\n').filter((line) => line.startsWith('['))).toEqual([])
      },
      { nics: [{ name: 'eth0', model: 'igb', sriov: { totalVfs: 4 } }] },
    )
  })
})
