/** Stock Debian with several virtual CPUs on a network device with as many queues: receive-side scaling, and announcements of a guest that goes on elsewhere. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guest, Host, Network } from '../../src/index'
import { cmdline, debianFile, shellPrompt, wasmUrl, workerUrl } from './built-host'
import { hasImage, initrdFile } from './program-guest'

const image = 'debian-net'
const timeoutMs = 240_000
const address = [10, 0, 0, 5]

async function ask(guest: Guest, command: string): Promise<string> {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(shellPrompt, { timeoutMs })
}

describe.skipIf(!hasImage(image))('Debian on a network device with several queues', { timeout: timeoutMs }, () => {
  let host: Host
  let guest: Guest
  const network = new Network({ name: 'lab' })

  beforeAll(async () => {
    host = await Host.create({ memory: '1GiB', thread: 'inline', wasmUrl, workerUrl })
    const boot = { kernel: { path: debianFile('Image') }, initrd: readFileSync(initrdFile(image)), cmdline }
    guest = await host.hypervisor.createGuest({ memory: '256MiB', vcpus: 4, networks: [network], boot })
    await guest.start()
    await guest.console.waitFor(shellPrompt, { timeoutMs })
    await ask(guest, `stty cols 1000; dmesg -n 1; ip addr add ${address.join('.')}/24 dev eth0; ip link set eth0 up; sleep 1`)
  }, timeoutMs)
  afterAll(async () => {
    await host?.dispose()
  })

  it('has a queue for each virtual CPU, and the table and key of receive-side scaling', async () => {
    expect(await ask(guest, 'ethtool -l eth0')).toMatch(/Current hardware settings:[\s\S]*Combined:\s+4/)
    const shown = await ask(guest, 'ethtool -x eth0')
    expect(shown).toMatch(/indirection table for eth0 with 4 RX ring/)
    expect(shown).toMatch(/RSS hash key:\s+([0-9a-f]{2}:){39}[0-9a-f]{2}/)
    expect(shown).toMatch(/toeplitz: on/)
  })

  it('sends flows where the table that it sets says', async () => {
    /** Interrupts of each receive queue so far. */
    const received = async (): Promise<number[]> => {
      const lines = await ask(guest, "grep 'virtio[0-9]*-input' /proc/interrupts")
      return [...lines.matchAll(/^ *\d+: +((?:\d+ +){4})/gm)].map(([, counts]) =>
        (counts ?? '')
          .trim()
          .split(/ +/)
          .reduce((sum, count) => sum + Number(count), 0),
      )
    }
    const port = network.attach('sender')
    port.onFrame = () => {}
    const mac = [...(await ask(guest, 'cat /sys/class/net/eth0/address')).matchAll(/([0-9a-f]{2}):([0-9a-f:]{14})/g)]
      .flatMap(([all]) => all.split(':'))
      .map((byte) => Number.parseInt(byte, 16))
    /** UDP packets of forty flows, to a port that nobody listens at. */
    const sendFlows = async (): Promise<void> => {
      for (let flow = 0; flow < 40; flow++) {
        const udp = [0x40 + flow, flow, 0x30, 0x39, 0, 8, 0, 0]
        const ip = [0x45, 0, 0, 28, 0, 0, 0x40, 0, 64, 17, 0, 0, 10, 0, 0, 9, ...address]
        const sum = Array.from({ length: 10 }, (_, at) => ((ip[2 * at] ?? 0) << 8) | (ip[2 * at + 1] ?? 0)).reduce(
          (a, b) => a + b,
        )
        const check = ~((sum & 0xffff) + (sum >>> 16)) & 0xffff
        ip.splice(10, 2, check >> 8, check & 0xff)
        port.send(new Uint8Array([...mac, 2, 0, 0, 0, 0, 9, 8, 0, ...ip, ...udp, ...new Array<number>(18).fill(0)]))
      }
      await ask(guest, 'sleep 1')
    }
    /** Did the queue get anything of the flows? */
    const gained = async (): Promise<boolean[]> => {
      const before = await received()
      await sendFlows()
      return (await received()).map((count, queue) => count > (before[queue] ?? 0))
    }
    expect(await gained()).toEqual([true, true, true, true])
    await ask(guest, 'ethtool -X eth0 equal 2; sleep 1')
    expect(await gained()).toEqual([true, true, false, false])
    await ask(guest, 'ethtool -X eth0 weight 0 0 0 1; sleep 1')
    expect(await gained()).toEqual([false, false, false, true])
    port.close()
    expect(
      (await ask(guest, "dmesg | grep -iE 'virtio|eth0' | grep -iE 'warn|fail|error'"))
        .split('\n')
        .filter((it) => it.startsWith('[')),
    ).toEqual([])
  })

  it('announces itself where it goes on as who it was, and not as somebody else', async () => {
    const elsewhere = new Network({ name: 'elsewhere' })
    const port = elsewhere.attach('listener')
    const announced: Uint8Array[] = []
    /* ARP of a guest about its own address. */
    port.onFrame = (frame) => {
      const isArp = frame[12] === 8 && frame[13] === 6
      if (isArp && address.every((byte, at) => frame[28 + at] === byte && frame[38 + at] === byte)) announced.push(frame)
    }
    const snapshot = await guest.snapshot()
    const other = await host.hypervisor.restore(snapshot, { identity: 'new', networks: [elsewhere] })
    await ask(other, 'sleep 2')
    await other.dispose()
    expect(announced).toEqual([])
    const same = await host.hypervisor.restore(snapshot, { identity: 'same', networks: [elsewhere] })
    await ask(same, 'sleep 2')
    expect(announced.length).toBeGreaterThan(0)
    await same.dispose()
    port.close()
  })
})
