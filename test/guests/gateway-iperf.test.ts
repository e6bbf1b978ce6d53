/** `iperf3` of a Debian through a gateway's NAT into a service of this machine, which is another Debian's behind a published port. */
import { createSocket } from 'node:dgram'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Gateway, type Guest, Host, Network } from '../../src/index'
import { cmdline, debianFile, shellPrompt, wasmUrl, workerUrl } from './built-host'
import { hasImage, initrdFile } from './program-guest'

const image = 'debian-net'
const timeoutMs = 600_000
/** More than the buffers on the way hold. */
const bytes = 32 * 2 ** 20

interface Report {
  end: { sum_sent: { bytes: number }; sum_received: { bytes: number; packets: number; lost_packets: number } }
}

/** A port that neither TCP nor UDP has: iperf3 wants the same of both. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  const { port } = socket.address()
  socket.close()
  return port
}

describe.skipIf(!hasImage(image))('iperf3 through a gateway', { timeout: timeoutMs }, () => {
  let host: Host
  let gateway: Gateway
  const guests: Guest[] = []

  const ask = async (guest: Guest | undefined, command: string): Promise<string> => {
    await guest?.console.write(`${command}\n`)
    return (await guest?.console.waitFor(shellPrompt, { timeoutMs })) ?? ''
  }

  /** Of the client, in one direction or the other. */
  const measure = async (option: string): Promise<Report['end']> => {
    const port = gateway.published[0]?.port
    const said = await ask(guests[1], `iperf3 -J -c 10.0.2.2 -p ${port} ${option}`)
    return (JSON.parse(said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1)) as Report).end
  }

  beforeAll(async () => {
    const network = new Network()
    const port = await freePort()
    gateway = await Gateway.create(network, {
      loopback: true,
      allow: ['127.0.0.1'],
      publish: [
        { port, to: 5201, guest: '10.0.2.15' },
        { port, to: 5201, guest: '10.0.2.15', protocol: 'udp' },
      ],
    })
    host = await Host.create({ memory: '1GiB', thread: 'inline', wasmUrl, workerUrl })
    const initrd = { path: initrdFile(image) }
    const boot = { kernel: { path: debianFile('Image') }, initrd, cmdline: `${cmdline} ip=dhcp` }
    // One after the other, so that the server has the first address.
    for (const name of ['server', 'client']) {
      const guest = await host.hypervisor.createGuest({ name, memory: '384MiB', networks: [network], boot })
      await guest.start()
      await guest.console.waitFor(shellPrompt, { timeoutMs })
      await ask(guest, 'stty cols 1000; dmesg -n 1')
      guests.push(guest)
    }
    await ask(guests[0], 'iperf3 -s -D; sleep 1')
  }, timeoutMs)

  afterAll(async () => {
    await host?.dispose()
    gateway?.close()
  })

  it('sends what it is asked to, of which the service counts what has come by the end', async () => {
    const { sum_sent: sent, sum_received: received } = await measure(`-n ${bytes}`)
    expect(sent.bytes).toBeGreaterThanOrEqual(bytes)
    // What is in the buffers on the way when the client says that it is done is not counted.
    expect(received.bytes).toBeGreaterThan(bytes / 2)
    expect(received.bytes).toBeLessThanOrEqual(sent.bytes)
  })

  it('receives, over several connections at once', async () => {
    const { sum_received: received } = await measure(`-n ${bytes} -R -P 3`)
    expect(received.bytes).toBeGreaterThanOrEqual(bytes)
  })

  it.each(['to the service', 'from the service'])('carries datagrams %s', async (way) => {
    const { sum_received: received } = await measure(`-u -b 4M -t 2 ${way === 'from the service' ? '-R' : ''}`)
    expect(received.packets).toBeGreaterThan(100)
    expect(received.lost_packets).toBeLessThan(received.packets / 2)
  })
})
