/** fio in a stock Debian guest: on a disk in the memory of a host of ours, and on QEMU's virtio-blk over a file in tmpfs. */
import { rmSync, truncateSync, writeFileSync } from 'node:fs'
import { debianRootFolder } from '../../src/image/folders'
import { shellPrompt } from '../../src/image/initramfs'
import { alternate } from '../alternate'
import { ConsoleChild } from '../console-child'
import { type DebianGuest, debianGuest, onOurs, onQemu } from '../debian-guest'
import type { BenchGroup } from '../group'
import { measure, ratios } from '../measure'
import { phrase } from '../table'

const PROMPT = new RegExp(`[\\s\\S]*?${shellPrompt.replace(/[$]/g, '\\$')}`)
const DISK_MIB = 128
const SECONDS = 4
const TMPFS_FILE = '/dev/shm/vmhost-bench.img'
const GUEST_MIB = 512

/** What fio does, and the field of its terse output that counts: kilobytes or requests of a second. */
const jobs = {
  randread: { options: '--rw=randread --bs=4k --iodepth=16', field: 7 },
  sequential: { options: '--rw=read --bs=1M --iodepth=4', field: 6 },
  write: { options: '--rw=write --bs=1M --iodepth=4', field: 47 },
} as const
type Job = keyof typeof jobs
type Side = 'ours' | 'qemu'

export const storage: BenchGroup = {
  name: 'storage',
  async run({ rounds, quick, report }) {
    const guest = await debianGuest('debian-storage', debianRootFolder('debian-storage'), GUEST_MIB)
    const samples: Record<Side, Record<Job, number>[]> = { ours: [], qemu: [] }
    const sampled = async (side: Side): Promise<number> => {
      const sample = await sampleOf(side, guest, quick ? 1 : SECONDS)
      samples[side].push(sample)
      report(`${side}: ${sample.randread} reads a second, ${sample.sequential} and ${sample.write} KiB/s`)
      return sample.randread
    }
    await alternate({ ours: () => sampled('ours'), qemu: () => sampled('qemu') }, rounds)
    const of = (side: Side, job: Job): number[] => samples[side].map((sample) => sample[job])
    const measures = [
      measure('storage.randread_vs_qemu', "x QEMU's requests", ratios(of('ours', 'randread'), of('qemu', 'randread'))),
      measure('storage.sequential_vs_qemu', "x QEMU's rate", ratios(of('ours', 'sequential'), of('qemu', 'sequential'))),
      measure('storage.sequential_write_vs_qemu', "x QEMU's rate", ratios(of('ours', 'write'), of('qemu', 'write'))),
      measure('storage.randread_iops', 'reads/s', of('ours', 'randread')),
      measure('storage.sequential_mibs', 'MiB/s', of('ours', 'sequential').map(mebibytes)),
    ]
    report(measures.map(phrase).join(', '))
    return measures
  },
}

const mebibytes = (kibibytes: number): number => kibibytes / 1024

/** The disk is written once before, so that no side reads holes, and each job runs twice: the first time warms the translators. */
async function sampleOf(side: Side, guest: DebianGuest, seconds: number): Promise<Record<Job, number>> {
  const child = start(side, guest)
  try {
    await child.waitFor(PROMPT)
    await runJob(child, 'write', 1)
    const sample = { randread: 0, sequential: 0, write: 0 }
    for (const job of ['randread', 'sequential', 'write'] as const) {
      await runJob(child, job, seconds / 2)
      sample[job] = await runJob(child, job, seconds)
    }
    return sample
  } finally {
    await child.kill()
    rmSync(TMPFS_FILE, { force: true })
  }
}

async function runJob(child: ConsoleChild, job: Job, seconds: number): Promise<number> {
  const { options, field } = jobs[job]
  const common = `--minimal --name=${job} --filename=/dev/vda --direct=1 --ioengine=libaio --time_based --runtime=${seconds}`
  child.type(`fio ${common} ${options} | grep '^3;'`)
  const { match } = await child.waitFor(PROMPT)
  const line = /^3;.*$/m.exec(match[0])?.[0].split(';')
  const value = Number(line?.[field])
  if (!(value > 0)) throw new Error(`fio gave no result for ${job}:\n${match[0]}`)
  return value
}

function start(side: Side, guest: DebianGuest): ConsoleChild {
  if (side === 'ours') return new ConsoleChild(onOurs(guest, '--disk', `size=${DISK_MIB}MiB`))
  writeFileSync(TMPFS_FILE, '')
  truncateSync(TMPFS_FILE, DISK_MIB * 2 ** 20)
  const drive = ['-drive', `file=${TMPFS_FILE},format=raw,if=none,id=disk,cache=writeback`]
  return new ConsoleChild([...onQemu(guest), ...drive, '-device', 'virtio-blk-device,drive=disk'])
}
