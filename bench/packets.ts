/** Small frames between bare-metal drivers on virtual functions of one adapter: how many, how often each was copied, and at what rate. */
import { setTimeout } from 'node:timers/promises'
import { macToCore } from '../src/nic/mac'
import { packetProgram } from '../test/support/packet-program'
import { builtLibrary } from './built'

/** Until what is hot is compiled for good, and how long is watched then. */
const WARM_MS = 2000
const WATCH_MS = 2000
/** Mbit/s of a limited function, and its frames, of which a second takes thousands. */
const LIMIT = 200
const LIMITED_BYTES = 1514
const RATE_WATCH_MS = 1000

export interface PacketSample {
  packetsPerSecond: number
  copiesPerPacket: number
}

interface Lab extends AsyncDisposable {
  /** What all functions got, and what was moved for it. */
  received(): Promise<{ packets: number; bytes: number; copied: number }>
  /** How many functions have sent and received something. */
  active(): Promise<number>
  setRate(maxTxRate: number): Promise<void>
  /** What the first function sent, in bytes. */
  sent(): Promise<number>
}

interface LabOptions {
  cpus: number
  /** Functions with a guest each, which sends to the next one. */
  vfs: number
  /** Of the first ones; the others only receive. */
  senders: number
  bytes?: number
}

/** Guests on functions of one adapter, which have heard that they may send. */
async function startLab({ cpus, vfs: count, senders, bytes = 60 }: LabOptions): Promise<Lab> {
  const { assemble, Host, Network } = await builtLibrary()
  const host = await Host.create({ memory: '1GiB', cpus, nics: [{ name: 'eth0', sriov: { totalVfs: count } }] })
  const nic = host.nic('eth0')
  const network = new Network()
  nic.connect(network)
  const vfs = await nic.physicalFunction.enableVfs(count)
  const macs = await Promise.all(vfs.map(async (vf) => macToCore((await vf.settings()).mac)))
  const guests = await Promise.all(
    vfs.map((vf, index) => {
      const [to, from] = [macs[(index + 1) % count] ?? 0n, macs[index] ?? 0n]
      const source = packetProgram({ to, from, bytes, ...(index < senders ? {} : { send: 0 }) })
      const buffer = assemble(source, { base: 0x8000_0000 }).bytes
      return host.hypervisor.createGuest({ memory: '4MiB', nics: [vf], boot: { firmware: { buffer } } })
    }),
  )
  await Promise.all(guests.map((guest) => guest.start()))
  await Promise.all(guests.map((guest) => guest.console.waitFor('r\n')))
  network.attach('go').send(goFrame)
  const stats = () => Promise.all(vfs.map((vf) => vf.stats()))
  return {
    received: async () => {
      const all = await stats()
      const sum = (of: (it: (typeof all)[number]) => number): number => all.reduce((total, it) => total + of(it), 0)
      return { packets: sum((it) => it.rx_packets), bytes: sum((it) => it.rx_bytes), copied: sum((it) => it.copied_bytes) }
    },
    active: async () => (await stats()).filter((it) => it.tx_packets > 0 && it.rx_packets > 1).length,
    setRate: (maxTxRate) => nic.physicalFunction.setVf(0, { maxTxRate }),
    sent: async () => (await vfs[0]?.stats())?.tx_bytes ?? 0,
    [Symbol.asyncDispose]: () => host.dispose(),
  }
}

/** A broadcast. */
const goFrame = new Uint8Array(60).fill(0xff, 0, 6).fill(2, 6, 12)

/** One guest sends and the other receives, both by interrupts when their rings are full or empty. */
export async function packetRate(cpus: number): Promise<PacketSample> {
  await using lab = await startLab({ cpus, vfs: 2, senders: 1 })
  await setTimeout(WARM_MS)
  const [before, start] = [await lab.received(), performance.now()]
  await setTimeout(WATCH_MS)
  const after = await lab.received()
  const seconds = (performance.now() - start) / 1000
  return {
    packetsPerSecond: (after.packets - before.packets) / seconds,
    copiesPerPacket: (after.copied - before.copied) / (after.bytes - before.bytes),
  }
}

/** Guests that all send and receive at the same time, of `wanted`. */
export async function functionsInUse(cpus: number, wanted: number): Promise<number> {
  await using lab = await startLab({ cpus, vfs: wanted, senders: wanted })
  await setTimeout(WATCH_MS)
  return await lab.active()
}

/** Percent that a function with `maxTxRate` is off in a second of a sender that never rests. */
export async function rateError(cpus: number): Promise<number> {
  await using lab = await startLab({ cpus, vfs: 2, senders: 1, bytes: LIMITED_BYTES })
  await setTimeout(WARM_MS)
  await lab.setRate(LIMIT)
  await setTimeout(RATE_WATCH_MS / 4)
  const [before, start] = [await lab.sent(), performance.now()]
  await setTimeout(RATE_WATCH_MS)
  const [after, end] = [await lab.sent(), performance.now()]
  const mbits = ((after - before) * 8) / (end - start) / 1000
  return (100 * Math.abs(mbits - LIMIT)) / LIMIT
}
