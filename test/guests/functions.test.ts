/** As many virtual functions as an adapter is asked to have, all in use at once: a bare-metal driver on each sends to the next. */
import { expect, it } from 'vitest'
import { assemble, Host, Network } from '../../src/index'
import { macToCore } from '../../src/nic/mac'
import { packetProgram } from '../support/packet-program'
import { wasmUrl } from './built-host'

const FUNCTIONS = 64
const FRAMES = 200

it(`${FUNCTIONS} functions carry frames at the same time, each of which arrives once, in order, and is copied once`, async () => {
  const nics = [{ name: 'eth0', sriov: { totalVfs: FUNCTIONS } }]
  const host = await Host.create({ memory: '512MiB', thread: 'inline', wasmUrl, nics })
  try {
    const network = new Network()
    host.nic('eth0').connect(network)
    const vfs = await host.nic('eth0').physicalFunction.enableVfs(FUNCTIONS)
    const macs = await Promise.all(vfs.map(async (vf) => macToCore((await vf.settings()).mac)))
    const guests = await Promise.all(
      vfs.map((vf, index) => {
        const [to, from] = [macs[(index + 1) % FUNCTIONS] ?? 0n, macs[index] ?? 0n]
        const { bytes: buffer } = assemble(packetProgram({ to, from, send: FRAMES, expect: FRAMES }), { base: 0x8000_0000 })
        return host.hypervisor.createGuest({ memory: '4MiB', nics: [vf], boot: { firmware: { buffer } } })
      }),
    )
    await Promise.all(guests.map((guest) => guest.start()))
    await Promise.all(guests.map((guest) => guest.console.waitFor('r\n')))
    // A broadcast by the uplink, which they wait for.
    network.attach('go').send(new Uint8Array(60).fill(0xff, 0, 6).fill(2, 6, 12))
    const exits = await Promise.all(guests.map((guest) => guest.exited))
    expect(new Set(exits.map(({ reason, code }) => `${reason} ${code}`))).toEqual(new Set(['power-off 0']))
    for (const vf of vfs) {
      const stats = await vf.stats()
      expect(stats).toMatchObject({ tx_packets: FRAMES, rx_packets: FRAMES + 1, broadcast: 1, rx_dropped: 0, tx_dropped: 0 })
      expect(stats.copied_bytes).toBe(stats.rx_bytes)
    }
  } finally {
    await host.dispose()
  }
})
