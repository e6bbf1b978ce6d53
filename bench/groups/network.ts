/** Two stock Debian guests on a wire: on two virtual functions of an adapter of ours, and on a socket between two QEMUs. */
import { debianRootFolder } from '../../src/image/folders'
import { shellPrompt } from '../../src/image/initramfs'
import type { VirtualFunction } from '../../src/index'
import { alternate } from '../alternate'
import { builtLibrary } from '../built'
import { ConsoleChild } from '../console-child'
import { type DebianGuest, debianGuest, onQemu } from '../debian-guest'
import type { BenchGroup } from '../group'
import { type Measure, measure, ratios } from '../measure'
import { phrase } from '../table'

const PROMPT = new RegExp(shellPrompt.replace(/[$]/g, '\\$'))
const PORT = 47_211
const SECONDS = 4
/** Mbit/s that a limited function may send. */
const LIMIT = 10

/** Two guests with a wire between them; the first has 10.0.0.1. */
interface Pair {
  ask(guest: 0 | 1, command: string): Promise<string>
  /** Limits what the first guest sends, in Mbit/s; 0 for not at all. */
  limit?(rate: number): Promise<void>
  end(): Promise<void>
}

interface Sample {
  mbits: number
  pingMs: number
  limitedMbits?: number
}

export const network: BenchGroup = {
  name: 'network',
  async run({ rounds, report }) {
    const guest = await debianGuest('debian-net', debianRootFolder('debian-net'), 512)
    const samples: Record<'ours' | 'qemu', Sample[]> = { ours: [], qemu: [] }
    const sampled = async (side: 'ours' | 'qemu', start: () => Promise<Pair>): Promise<number> => {
      const sample = await measurePair(await start())
      samples[side].push(sample)
      report(`${side}: ${sample.mbits} Mbit/s, ping ${sample.pingMs} ms`)
      return sample.mbits
    }
    await alternate(
      { ours: () => sampled('ours', () => ourPair(guest)), qemu: () => sampled('qemu', () => qemuPair(guest)) },
      rounds,
    )
    const measures = measuresOf(samples)
    report(measures.map(phrase).join(', '))
    return measures
  },
}

function measuresOf({ ours, qemu }: Record<'ours' | 'qemu', Sample[]>): Measure[] {
  const rates = (samples: Sample[]): number[] => samples.map(({ mbits }) => mbits)
  const pings = (samples: Sample[]): number[] => samples.map(({ pingMs }) => pingMs)
  const errors = ours.map(({ limitedMbits = 0 }) => (100 * Math.abs(limitedMbits - LIMIT)) / LIMIT)
  return [
    measure('network.iperf_vs_qemu', "x QEMU's rate", ratios(rates(ours), rates(qemu))),
    measure('network.ping_vs_qemu', "x QEMU's round trip", ratios(pings(ours), pings(qemu))),
    measure('network.max_tx_rate_error_percent', '%', errors),
    measure('network.iperf_mbits', 'Mbit/s', rates(ours)),
    measure('network.iperf_qemu_mbits', 'Mbit/s', rates(qemu)),
  ]
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
    if (pair.limit === undefined) return { mbits, pingMs }
    await pair.limit(LIMIT)
    return { mbits, pingMs, limitedMbits: await iperf(pair) }
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

async function ourPair({ kernel, initrd }: DebianGuest): Promise<Pair> {
  const { Host } = await builtLibrary()
  const host = await Host.create({ memory: '2GiB', cpus: 2, nics: [{ name: 'eth0', sriov: { totalVfs: 2 } }] })
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
    limit: (rate) => pf.setVf(0, { maxTxRate: rate }),
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
