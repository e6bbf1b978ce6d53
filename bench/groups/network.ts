/**
 * Two stock Debian guests on a wire: on two virtual functions of an adapter of ours, and on a socket between two QEMUs. And what the adapter
 * takes from drivers without a system around them.
 */
import { debianRootFolder } from '../../src/image/folders'
import { shellPrompt } from '../../src/image/initramfs'
import type { VirtualFunction } from '../../src/index'
import { alternate } from '../alternate'
import { builtLibrary } from '../built'
import { ConsoleChild } from '../console-child'
import { type DebianGuest, debianGuest, onQemu } from '../debian-guest'
import type { BenchGroup } from '../group'
import { type Measure, measure, ratios } from '../measure'
import { functionsInUse, packetRate, rateError } from '../packets'
import { phrase } from '../table'

const PROMPT = new RegExp(shellPrompt.replace(/[$]/g, '\\$'))
const PORT = 47_211
const SECONDS = 4
const VFS = 64

/** Two guests with a wire between them; the first has 10.0.0.1. */
interface Pair {
  ask(guest: 0 | 1, command: string): Promise<string>
  end(): Promise<void>
}

interface Sample {
  mbits: number
  pingMs: number
}

export const network: BenchGroup = {
  name: 'network',
  async run({ rounds, report, cpus }) {
    const guest = await debianGuest('debian-net', debianRootFolder('debian-net'), 512)
    const samples: Record<'ours' | 'qemu', Sample[]> = { ours: [], qemu: [] }
    const sampled = async (side: 'ours' | 'qemu', start: () => Promise<Pair>): Promise<number> => {
      const sample = await measurePair(await start())
      samples[side].push(sample)
      report(`${side}: ${sample.mbits} Mbit/s, ping ${sample.pingMs} ms`)
      return sample.mbits
    }
    await alternate(
      { ours: () => sampled('ours', () => ourPair(guest, cpus)), qemu: () => sampled('qemu', () => qemuPair(guest)) },
      rounds,
    )
    const measures = [...measuresOf(samples), ...(await packetMeasures(cpus, rounds))]
    report(measures.map(phrase).join(', '))
    return measures
  },
}

function measuresOf({ ours, qemu }: Record<'ours' | 'qemu', Sample[]>): Measure[] {
  const rates = (samples: Sample[]): number[] => samples.map(({ mbits }) => mbits)
  const pings = (samples: Sample[]): number[] => samples.map(({ pingMs }) => pingMs)
  return [
    measure('network.iperf_vs_qemu', "x QEMU's rate", ratios(rates(ours), rates(qemu))),
    measure('network.ping_vs_qemu', "x QEMU's round trip", ratios(pings(ours), pings(qemu))),
    measure('network.iperf_mbits', 'Mbit/s', rates(ours)),
    measure('network.iperf_qemu_mbits', 'Mbit/s', rates(qemu)),
  ]
}

async function packetMeasures(cpus: number, rounds: number): Promise<Measure[]> {
  const packets = await inTurn(rounds, () => packetRate(cpus))
  const inUse = await functionsInUse(cpus, VFS)
  const errors = await inTurn(rounds, () => rateError(cpus))
  return [
    measure(
      'network.packets_per_second',
      'frames/s',
      packets.map(({ packetsPerSecond }) => packetsPerSecond),
    ),
    measure(
      'network.copies_per_packet',
      'copies',
      packets.map(({ copiesPerPacket }) => copiesPerPacket),
    ),
    measure('network.vfs', 'functions', [inUse]),
    measure('network.max_tx_rate_error_percent', '%', errors),
  ]
}

async function inTurn<Sample>(rounds: number, take: () => Promise<Sample>): Promise<Sample[]> {
  const samples: Sample[] = []
  for (let round = 0; round < rounds; round++) samples.push(await take())
  return samples
}

/** Once to warm up: translators of both sides have seen the code then. */
async function measurePair(pair: Pair): Promise<Sample> {
  try {
    for (const guest of [0, 1] as const)
      await pair.ask(guest, `ip addr add 10.0.0.${guest + 1}/24 dev eth0; ip link set eth0 up; sleep 1`)
    await pair.ask(1, 'iperf3 -s -D; sleep 1')
    await iperf(pair)
    const mbits = await iperf(pair)
    const pingMs = Number(/min\/avg\/max[^=]*= [\d.]+\/([\d.]+)/.exec(await pair.ask(0, 'ping -c 20 -i 0.1 10.0.0.2'))?.[1])
    return { mbits, pingMs }
  } finally {
    await pair.end()
  }
}

/** What arrived, in Mbit/s. */
async function iperf(pair: Pair): Promise<number> {
  const answer = await pair.ask(0, `iperf3 -c 10.0.0.2 -t ${SECONDS} -f m`)
  const rate = /([\d.]+) Mbits\/sec +receiver/.exec(answer)?.[1]
  if (rate === undefined) throw new Error(`iperf3 gave no rate:\n${answer}`)
  return Number(rate)
}

async function ourPair({ kernel, initrd }: DebianGuest, cpus: number): Promise<Pair> {
  const { Host } = await builtLibrary()
  const host = await Host.create({ memory: '2GiB', cpus, nics: [{ name: 'eth0', sriov: { totalVfs: 2 } }] })
  const pf = host.nic('eth0').physicalFunction
  const create = (vf: VirtualFunction) =>
    host.hypervisor.createGuest({
      name: `vf${vf.index}`,
      memory: '512MiB',
      nics: [vf],
      boot: { kernel, initrd, cmdline: 'console=ttyS0' },
    })
  const guests = await Promise.all((await pf.enableVfs(2)).map(create))
  await Promise.all(guests.map((guest) => guest.start()))
  await Promise.all(guests.map((guest) => guest.console.waitFor(shellPrompt, { timeoutMs: 300_000 })))
  return {
    ask: async (index, command) => {
      const guest = guests[index]
      await guest?.console.write(`${command}\n`)
      return (await guest?.console.waitFor(shellPrompt, { timeoutMs: 300_000 })) ?? ''
    },
    end: () => host.dispose(),
  }
}

async function qemuPair(guest: DebianGuest): Promise<Pair> {
  const child = (index: number, wire: string): ConsoleChild =>
    new ConsoleChild([
      ...onQemu(guest),
      ...['-netdev', `socket,id=wire,${wire}=127.0.0.1:${PORT}`],
      ...['-device', `virtio-net-pci,netdev=wire,mac=52:54:00:00:00:0${index + 1}`],
    ])
  const children = [child(0, 'listen')]
  await new Promise((resolve) => setTimeout(resolve, 1000))
  children.push(child(1, 'connect'))
  await Promise.all(children.map((it) => it.waitFor(PROMPT)))
  return {
    ask: async (index, command) => {
      children[index]?.type(command)
      const said = await children[index]?.waitFor(new RegExp(`[\\s\\S]*?${PROMPT.source}`))
      return said?.match[0] ?? ''
    },
    end: async () => {
      await Promise.all(children.map((it) => it.kill()))
    },
  }
}
