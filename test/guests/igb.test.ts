/** Stock Debian with a whole 82576: `igb` has the physical function, makes virtual ones by sriov_numvfs, and `igbvf` drives those. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Gateway, type Guest, Host, Network } from '../../src/index'
import { cmdline, debianFile, shellPrompt, wasmUrl, workerUrl } from './built-host'
import { hasImage, initrdFile } from './program-guest'

const image = 'debian-net'
const timeoutMs = 600_000
const device = '/sys/bus/pci/devices/0000:01:00.0'
const [pfName, vfNames] = ['0000:01:00.0', ['0000:01:10.0', '0000:01:10.2']]
const vfMacs = ['02:00:00:00:aa:01', '02:00:00:00:aa:02']
/** What these drivers say to each other on any machine: `igb` refuses that `igbvf` empties a list of addresses with an address of zeros. */
const usual = /reconfiguring|VF \d (attempted to set invalid|requested) MAC filter|attempted to override administratively set MAC/

describe.skipIf(!hasImage(image))('Debian on a whole 82576', { timeout: 1_200_000 }, () => {
  let host: Host
  let guest: Guest
  let network: Network
  const spoofs: unknown[] = []
  const stops: unknown[] = []

  /** `vf0` and `vf1` run a command in the name space of a virtual function, `ip` is iproute2's. */
  async function ask(command: string): Promise<string> {
    await guest.console.write(`${command}\n`)
    return guest.console.waitFor(shellPrompt, { timeoutMs })
  }
  const reaches = async (prefix: string, address: string): Promise<boolean> =>
    (await ask(`${prefix}ping -c 2 -W 2 ${address}`)).includes(' 0% packet loss')
  const complaints = async (): Promise<string[]> =>
    (
      await ask(
        "dmesg | grep -iE 'pci|igb|eth[0-9]|warn|bug' | grep -iE 'warn|fail|error|invalid|unable| hang|hung|timeout|bug|denied|attempted'",
      )
    )
      .split('\n')
      .filter((line) => line.startsWith('[') && !usual.test(line))
  /** Makes the functions, and gives each a name space of its own. */
  async function makeFunctions(): Promise<void> {
    await ask(`echo 2 > ${device}/sriov_numvfs; sleep 1`)
    for (const [index, mac] of vfMacs.entries()) await ask(`/bin/ip link set eth0 vf ${index} mac ${mac}`)
    for (const name of vfNames)
      await ask(`cd /sys/bus/pci/drivers/igbvf; echo ${name} > unbind; echo ${name} > bind; cd; sleep 0.2`)
    for (const [index, name] of vfNames.entries()) {
      await ask(`n=$(ls /sys/bus/pci/devices/${name}/net); unshare -n sleep 100000 & sleep 0.5; ns=$!; ip link set $n netns $ns`)
      await ask(`vf${index}() { nsenter -t ${index === 0 ? '$ns0' : '$ns1'} -n "$@"; }; ns${index}=$ns`)
      await ask(
        `vf${index} ip link set $n name vf; vf${index} ip addr add 10.0.0.1${index}/24 dev vf; vf${index} ip link set vf up`,
      )
    }
    await ask('sleep 2')
  }

  beforeAll(async () => {
    const nics = [{ name: 'eth0', model: 'igb', sriov: { totalVfs: 4 } }] as const
    host = await Host.create({ memory: '1GiB', thread: 'inline', wasmUrl, workerUrl, nics })
    network = new Network()
    await Gateway.create(network)
    const nic = host.nic('eth0')
    nic.connect(network)
    nic.on('spoof', (event) => spoofs.push(event))
    nic.on('mdd', (event) => stops.push(event))
    const boot = { kernel: { path: debianFile('Image') }, initrd: readFileSync(initrdFile(image)), cmdline }
    guest = await host.hypervisor.createGuest({ memory: '384MiB', nics: [nic.physicalFunction], boot })
    await guest.start()
    await guest.console.waitFor(shellPrompt, { timeoutMs })
    await ask('stty cols 1000; dmesg -n 1; modprobe igbvf; modprobe 8021q')
    await ask('ip link set eth0 up; sleep 2')
  }, 1_200_000)

  afterAll(async () => {
    await host.dispose()
  })

  it('probes it with its own address, finds its link up, and gets a lease by the uplink', async () => {
    expect(await ask(`ls -l /sys/class/net/eth0/device/driver; cat ${device}/sriov_totalvfs`)).toMatch(/drivers\/igb\s+4\s/)
    expect(await ask('ip link show eth0')).toContain(host.nic('eth0').physicalFunction.mac)
    expect(await ask('cat /sys/class/net/eth0/carrier /sys/class/net/eth0/speed')).toMatch(/\s1\s+1000\s/)
    expect(await ask('udhcpc -n -q -i eth0')).toContain('lease of 10.0.2.15 obtained')
    await ask('ip addr add 10.0.0.1/24 dev eth0')
    expect(await complaints()).toEqual([])
  })

  it('makes virtual functions, and all reach each other and the uplink', async () => {
    await makeFunctions()
    expect(await ask('ls /sys/bus/pci/drivers/igbvf')).toMatch(/0000:01:10\.0\s+0000:01:10\.2/)
    expect(await ask('grep MSIX /proc/interrupts')).toMatch(new RegExp(` [1-9]\\d* +PCI-MSIX-${pfName} +0 Edge +eth0\\s`))
    for (const [index, mac] of vfMacs.entries()) expect(await ask(`vf${index} ip link show vf`)).toContain(mac)
    expect(await reaches('vf0 ', '10.0.0.11')).toBe(true)
    expect(await reaches('vf1 ', '10.0.0.1')).toBe(true)
    expect(await reaches('', '10.0.0.10')).toBe(true)
    expect(await ask('vf0 udhcpc -n -q -i vf')).toContain('lease of 10.0.2.16 obtained')
    await ask('vf0 ip addr add 10.0.0.10/24 dev vf')
    expect(await reaches('vf0 ', '10.0.0.11')).toBe(true)
    expect(await complaints()).toEqual([])
  })

  it('carries streams in large segments between functions, whose checksums are right', async () => {
    const digest = (text: string): string => /[0-9a-f]{32}/.exec(text)?.[0] ?? ''
    await ask('head -c 1000000 /dev/urandom > data; httpd -p 80 -h ~')
    const made = digest(await ask('md5sum data'))
    expect(made).not.toBe('')
    for (const vf of ['vf0', 'vf1']) expect(digest(await ask(`${vf} wget -q -O - http://10.0.0.1/data | md5sum`))).toBe(made)
  })

  it('puts VLANs beside each other: port VLANs of `ip link set vf`, and those of drivers', async () => {
    await ask('/bin/ip link set eth0 vf 0 vlan 100 qos 3; sleep 3')
    expect(await reaches('vf0 ', '10.0.0.11')).toBe(false)
    await ask('/bin/ip link set eth0 vf 1 vlan 100; sleep 3')
    expect(await reaches('vf0 ', '10.0.0.11')).toBe(true)
    expect(await reaches('', '10.0.0.10')).toBe(false)
    await ask('/bin/ip link set eth0 vf 0 vlan 0; /bin/ip link set eth0 vf 1 vlan 0; sleep 3')
    await ask('ip link add link eth0 name v5 type vlan id 5; ip addr add 10.5.0.1/24 dev v5; ip link set v5 up')
    await ask(
      'vf0 ip link add link vf name v5 type vlan id 5; vf0 ip addr add 10.5.0.10/24 dev v5; vf0 ip link set v5 up; sleep 1',
    )
    expect(await reaches('', '10.5.0.10')).toBe(true)
    await ask('ethtool -K eth0 rxvlan off; sleep 1')
    expect(await reaches('', '10.5.0.10')).toBe(true)
    await ask('ethtool -K eth0 rxvlan on; sleep 1')
  })

  it('drops and tells of spoofed frames, unless spoofchk is off', async () => {
    expect(spoofs).toEqual([])
    await ask('vf0 ip link set v5 address 02:00:00:00:aa:77; vf0 ping -c 2 -W 1 10.5.0.1; sleep 2')
    expect(spoofs).toContainEqual(expect.objectContaining({ vf: 0 }))
    expect(await ask('dmesg | grep -c "Spoof event(s) detected on VF 0"')).toMatch(/^[1-9]\d*\r?$/m)
    await ask('/bin/ip link set eth0 vf 0 spoofchk off')
    const before = spoofs.length
    await ask('vf0 ping -c 2 -W 1 10.5.0.1')
    expect(spoofs.length).toBe(before)
    await ask('/bin/ip link set eth0 vf 0 spoofchk on; vf0 ip link del v5; ip link del v5')
  })

  it('lets who is trusted choose an address, and limits a rate', async () => {
    expect(await ask('vf0 ip link set vf address 02:00:00:00:aa:99')).toContain('Cannot assign requested address')
    await ask('/bin/ip link set eth0 vf 0 trust on; vf0 ip link set vf address 02:00:00:00:aa:99; sleep 1')
    expect(await reaches('vf0 ', '10.0.0.11')).toBe(true)
    await ask('/bin/ip link set eth0 vf 0 max_tx_rate 10')
    expect(await ask('/bin/ip link show eth0')).toMatch(/vf 0 .*02:00:00:00:aa:99.*max_tx_rate 10Mbps.*trust on/)
    expect(await reaches('vf0 ', '10.0.0.11')).toBe(true)
  })

  it('gets no more interrupts than `ethtool -C` says, while frames stream in', async () => {
    const sample = async (): Promise<{ interrupts: number; seconds: number }> => {
      const text = await ask(`grep '${pfName} .*eth0-' /proc/interrupts; cut -d ' ' -f 1 /proc/uptime`)
      const interrupts = [...text.matchAll(/^ *\d+: +(\d+)/gm)].reduce((sum, [, count]) => sum + Number(count), 0)
      return { interrupts, seconds: Number(/^\d+\.\d+/m.exec(text)?.[0]) }
    }
    const stream = 'for n in 1 2 3 4; do wget -q -T 10 -O - http://10.0.0.10/data | md5sum; done'
    await ask('/bin/ip link set eth0 vf 0 max_tx_rate 0; vf0 httpd -p 80 -h ~; ethtool -C eth0 rx-usecs 2000')
    const before = await sample()
    await ask(stream)
    const after = await sample()
    const interrupts = after.interrupts - before.interrupts
    expect(interrupts).toBeGreaterThan(0)
    /* A vector for each pair of queues, of which one has the frames; timers of the driver cause some more. */
    expect(interrupts).toBeLessThan(1.2 * (after.seconds - before.seconds + 0.02) * 500 + 20)
    await ask('ethtool -C eth0 rx-usecs 3')
  })

  it('recovers from resets of the physical function, and so do its functions: their links go and come', async () => {
    const digest = (text: string): string => /[0-9a-f]{32}/.exec(text)?.[0] ?? ''
    const made = digest(await ask('md5sum data'))
    const hasLink = async (): Promise<boolean> => (await ask('vf0 ip link show vf')).includes('LOWER_UP')
    const isBack = async (): Promise<void> => {
      expect(
        await ask('for n in 1 2 3 4 5 6 7 8; do vf0 ping -c 1 -W 1 10.0.0.1 | grep -q " 0% packet loss" && break; sleep 1; done'),
      ).toBeDefined()
      expect(await hasLink()).toBe(true)
      for (const vf of ['vf0', 'vf1'])
        expect(digest(await ask(`${vf} wget -q -T 10 -O - http://10.0.0.1/data | md5sum`))).toBe(made)
    }
    await ask('ip link set eth0 down; sleep 3')
    expect(await hasLink()).toBe(false)
    await ask('ip link set eth0 up')
    await isBack()
    await ask('ip link set eth0 mtu 1400; sleep 1; ip link set eth0 mtu 1500')
    await isBack()
    await ask('ethtool -G eth0 rx 512; sleep 1')
    await isBack()
    expect(await complaints()).toEqual([])
  })

  it('is not disturbed by anything that is written to the registers of one function', async () => {
    await ask(`echo ${vfNames[1]} > /sys/bus/pci/drivers/igbvf/unbind; setpci -s 01:10.2 COMMAND=0x4 2>/dev/null`)
    /* Ones, zeros and patterns all over BAR 0 of the second function. */
    await ask(
      'for v in 0xffffffff 0x0 0x04000000 0x55555555; do for o in $(seq 0 4 63) $(seq 2048 4 2112) 3136 5408 5412 10240 10264 10280 14336 14360 14392; do devmem $((0x400004000 + o)) 32 $v; done; done',
    )
    expect(await reaches('vf0 ', '10.0.0.1')).toBe(true)
    await ask(`echo ${vfNames[1]} > /sys/bus/pci/drivers/igbvf/bind; sleep 1`)
    expect(await ask(`ls /sys/bus/pci/devices/${vfNames[1]}/net`)).toMatch(/eth\d/)
    /* What the other driver said of that. */
    await ask('dmesg -c')
    expect(stops.filter((stop) => (stop as { vf: number }).vf !== 1)).toEqual([])
  })

  it('follows its link, comes back from a reset, and makes another number of functions by way of 0', async () => {
    await host.nic('eth0').setLink(false)
    expect(await ask('sleep 1; cat /sys/class/net/eth0/carrier')).toMatch(/^0\r?$/m)
    await host.nic('eth0').setLink(true)
    expect(await ask('sleep 3; cat /sys/class/net/eth0/carrier')).toMatch(/^1\r?$/m)
    await ask('ip link set eth0 down; ip link set eth0 up; sleep 4')
    expect(await reaches('vf0 ', '10.0.0.1')).toBe(true)
    await ask(`echo 0 > ${device}/sriov_numvfs; sleep 1; echo 4 > ${device}/sriov_numvfs; sleep 1`)
    expect(await ask('ls /sys/bus/pci/drivers/igbvf')).toContain('0000:01:10.6')
    expect(await complaints()).toEqual([])
  })

  it('begins anew after a function level reset that its driver was not told of, and its functions with it', async () => {
    await ask(`echo 1 > ${device}/reset; sleep 1; ip link set eth0 down; ip link set eth0 up; sleep 4`)
    expect(await reaches('', '10.0.2.2')).toBe(true)
    await ask(`echo 0 > ${device}/sriov_numvfs; sleep 1; echo 2 > ${device}/sriov_numvfs; sleep 1`)
    await ask(`n=$(ls /sys/bus/pci/devices/${vfNames[0]}/net); ip addr add 10.0.9.1/24 dev $n; ip link set $n up; sleep 2`)
    expect(await ask('cat /sys/class/net/$n/carrier')).toMatch(/^1\r?$/m)
    await ask('ip route add 10.0.2.2 dev $n; udhcpc -n -q -i $n | grep obtained')
    expect(await ask('ping -c 2 -W 2 -I $n 10.0.2.2')).toContain(' 0% packet loss')
  })

  it('can not be forked or saved, since there is one such function', async () => {
    await expect(guest.fork()).rejects.toMatchObject({ code: 'ERR_UNSUPPORTED' })
    await expect(guest.snapshot()).rejects.toMatchObject({ code: 'ERR_UNSUPPORTED' })
  })
})
