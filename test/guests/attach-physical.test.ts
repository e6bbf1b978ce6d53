/** A whole 82576 that comes while a stock Debian runs, passes the tests of its driver, makes virtual functions, and goes back to the host. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guest, Host, Network } from '../../src/index'
import { cmdline, debianFile, shellPrompt, wasmUrl, workerUrl } from './built-host'
import { hasImage, initrdFile } from './program-guest'

const image = 'debian-net'
const timeoutMs = 240_000
const device = '/sys/bus/pci/devices/0000:01:00.0'
const rescan = 'echo 1 > /sys/bus/pci/rescan; sleep 1; ls /sys/class/net /sys/bus/pci/devices'

describe.skipIf(!hasImage(image))('Debian that gets a whole 82576 while it runs', { timeout: timeoutMs }, () => {
  let host: Host
  let guest: Guest
  const ask = async (command: string): Promise<string> => {
    await guest.console.write(`${command}\n`)
    return guest.console.waitFor(shellPrompt, { timeoutMs })
  }
  const adapter = () => host.nic('eth0').physicalFunction

  beforeAll(async () => {
    const nics = [{ name: 'eth0', model: 'igb', sriov: { totalVfs: 2 } }] as const
    host = await Host.create({ memory: '1GiB', thread: 'inline', wasmUrl, workerUrl, nics })
    host.nic('eth0').connect(new Network())
    const boot = { kernel: { path: debianFile('Image') }, initrd: readFileSync(initrdFile(image)), cmdline }
    guest = await host.hypervisor.createGuest({ memory: '192MiB', boot })
    await guest.start()
    await guest.console.waitFor(shellPrompt, { timeoutMs })
    await ask('stty cols 1000; dmesg -n 1; modprobe igb; modprobe igbvf')
  }, timeoutMs)
  afterAll(async () => {
    await host?.dispose()
  })

  it('finds it by a rescan, and has it alone', async () => {
    await guest.attachNic(adapter())
    await expect(adapter().enableVfs(1)).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
    // It and what it can make take three of the four places.
    await expect(guest.attachNic(adapter())).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
    expect(await ask(rescan)).toMatch(/0000:01:00\.0[\s\S]*eth0/)
    await ask('ip link set eth0 up; sleep 3')
    expect(await ask('ethtool -i eth0; cat /sys/class/net/eth0/carrier')).toMatch(/driver: igb[\s\S]*^1\r?$/m)
  })

  it('passes the tests of its driver: registers, NVM, interrupts, loopback, link', async () => {
    await ask('dmesg -c > /dev/null')
    const said = await ask('ethtool -t eth0 offline')
    expect(said).toContain('The test result is PASS')
    for (const name of ['Register', 'Eeprom', 'Interrupt', 'Loopback', 'Link'])
      expect(said).toMatch(new RegExp(`${name} test .*\\s0\\r?\\n`))
    expect(await ask('dmesg | grep -c "pattern test\\|failed"')).toMatch(/^0\r?$/m)
    await ask('for i in $(seq 20); do grep -q 1 /sys/class/net/eth0/carrier && break; sleep 1; done')
    expect(await ask('cat /sys/class/net/eth0/carrier; ethtool -t eth0 online')).toMatch(/^1\r?\n[\s\S]*PASS/m)
  })

  it('makes virtual functions, and gives all of it back', async () => {
    expect(await ask(`echo 2 > ${device}/sriov_numvfs; sleep 1; ls /sys/bus/pci/drivers/igbvf`)).toMatch(
      /0000:01:10\.0\s+0000:01:10\.2/,
    )
    await expect(guest.detachNic(adapter())).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
    await ask(`echo 0 > ${device}/sriov_numvfs; echo 1 > ${device}/remove`)
    await guest.detachNic(adapter())
    expect(await ask(rescan)).not.toContain('0000:01:')
    const [vf] = await adapter().enableVfs(1)
    if (vf === undefined) throw new Error('no function')
    await guest.attachNic(vf)
    expect(await ask(`${rescan}; ethtool -i eth0`)).toMatch(/0000:01:00\.0[\s\S]*driver: igbvf/)
    await guest.detachNic(vf, { force: true })
    await adapter().enableVfs(0)
    await guest.attachNic(adapter())
    await guest.detachNic(adapter())
    await (await guest.fork()).dispose()
  })
})
