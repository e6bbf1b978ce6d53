/** A stock Debian guest that has a whole physical function, and makes its virtual functions itself. */
import { describe, expect, it } from 'vitest'
import type { Guest } from '../../src/index'
import { cmdline, debianFile, hasDebian, shellPrompt, withHost } from './built-host'

const timeoutMs = 600_000
const device = '/sys/bus/pci/devices/0000:01:00.0'

async function ask(guest: Guest, command: string): Promise<string> {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(shellPrompt, { timeoutMs })
}

describe.skipIf(!hasDebian)('Debian on a whole physical function', { timeout: 900_000 }, () => {
  it('makes virtual functions by sriov_numvfs, whose number changes by way of 0, and drives them', async () => {
    await withHost(
      async (host) => {
        const pf = host.nic('eth0').physicalFunction
        const boot = { kernel: { path: debianFile('Image') }, initrd: { path: debianFile('initrd.cpio') }, cmdline }
        const guest = await host.hypervisor.createGuest({ memory: '128MiB', nics: [pf], boot })
        await expect(pf.enableVfs(1)).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
        await guest.start()
        await guest.console.waitFor(shellPrompt, { timeoutMs })
        expect(await ask(guest, `cat ${device}/sriov_totalvfs; ls /sys/bus/pci/devices`)).toMatch(/^4\r?$(?![\s\S]*01:10)/m)
        await ask(guest, `echo 2 > ${device}/sriov_numvfs; sleep 1`)
        expect(await ask(guest, 'ls -1d /sys/bus/pci/drivers/virtio-pci/0000*')).toMatch(
          /01:00\.0\s[^:]*0000:01:10\.0\s[^:]*0000:01:10\.1\s/,
        )
        expect(await ask(guest, `echo 3 > ${device}/sriov_numvfs`)).toContain('Device or resource busy')
        /* The second interface moves to a name space of its own, and the card carries frames between both. */
        await ask(guest, 'unshare -n sleep 1000 & sleep 0.5; ip link set eth1 netns $!; in="nsenter -t $! -n"')
        await ask(guest, '$in ip addr add 10.0.0.2/24 dev eth1; $in ip link set eth1 up')
        await ask(guest, 'ip addr add 10.0.0.1/24 dev eth0; ip link set eth0 up; sleep 1')
        expect(await ask(guest, 'ping -c 2 -W 2 10.0.0.2')).toContain(' 0% packet loss')
        await ask(guest, `echo 0 > ${device}/sriov_numvfs; echo 4 > ${device}/sriov_numvfs; sleep 1`)
        expect(await ask(guest, 'ls /sys/bus/pci/drivers/virtio-pci')).toContain('0000:01:10.3')
        const complaints = await ask(
          guest,
          "dmesg | grep -iE 'pci|virtio|eth0' | grep -iE 'warn|fail|error|unable|bug' | grep -v already",
        )
        expect(complaints.split('\n').filter((line) => line.startsWith('['))).toEqual([])
      },
      { nics: [{ name: 'eth0', sriov: { totalVfs: 4 } }] },
    )
  })
})
