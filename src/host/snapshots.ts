/** Snapshots where the core is: written from a guest, and made into one again. */
import type { Core } from '../core/core'
import { ABI_HASH } from '../core/layout.gen'
import { VmHostError } from '../error'
import { openRandomAccess, type RandomSource, shareable } from '../platform/random-access'
import { SnapshotFile } from '../snapshot/file'
import { fillVolumes } from '../snapshot/fill'
import { damaged } from '../snapshot/format'
import type { SavedPlan, SnapshotHeader } from '../snapshot/header'
import { Pager } from '../snapshot/pager'
import { writeState } from '../snapshot/state'
import { takeSnapshot } from '../snapshot/take'
import type { CpuThreads } from './cpu-threads'
import { createRegion, type TakenRegion } from './guest-region'
import { memoryClaims } from './memory-claims'
import { withoutPlugs } from './pci-functions'
import type { GuestPlan, RestorePlan, SnapshotPlan } from './protocol'
import { giveBack, type OpenDisk, openDisks } from './resident-disks'
import type { ResidentGuest } from './resident-guest'
import type { ResidentNics } from './resident-nics'
import type { ResidentVolumes } from './resident-volumes'
import { checkVolumes, portStates, restoreDevices, savedVolumes } from './saved-devices'

export interface WriteOptions {
  core: Core
  guest: ResidentGuest
  plan: SnapshotPlan
  take(bytes: Uint8Array): void | Promise<void>
}

/** Hands the pieces of the file to `take`; the guest stands still only while it is cloned. */
export async function writeSnapshot({ core, guest, plan, take }: WriteOptions): Promise<void> {
  const { id, base, identity, htif, compression } = plan
  const { pointer, plan: own, devices, volumes: disks, ...frozen } = await guest.freeze(plan)
  try {
    const { writes: _, sharingDomain: __, ...plan } = own
    const saved = { ...plan, functions: withoutPlugs(plan.functions), devices }
    const known = { id, identity, plan: saved, ...frozen }
    const facts = { ...known, ...(base === undefined ? {} : { base }), ...(htif === undefined ? {} : { htif }) }
    const volumes = savedVolumes(devices, { ramPages: plan.ramPages, disks })
    const isIncremental = base !== undefined
    for await (const bytes of takeSnapshot({ core, guest: pointer, facts, isIncremental, compression, volumes }))
      await take(bytes)
  } finally {
    core.exports.guestDestroy(pointer)
    for (const disk of disks) await giveBack(disk)
  }
}

export interface ReadOptions {
  core: Core
  nics: ResidentNics
  /** The snapshot, and behind an incremental one its base, and so on. */
  sources: readonly RandomSource[]
  plan: RestorePlan
  volumes: ResidentVolumes
  /** The guest runs on these, which bring its pages in themselves. */
  threads: CpuThreads | undefined
  /** This thread is there for the guests alone. */
  ownsThread: boolean
}

const pageBytes = 4096

export interface ReadSnapshot {
  region: TakenRegion
  disks: OpenDisk[]
  plan: GuestPlan
  header: SnapshotHeader
}

/** Checks the snapshot and builds its guest; when anything is wrong, nothing is changed. */
export async function readSnapshot(options: ReadOptions): Promise<ReadSnapshot> {
  const { core } = options
  const sources = options.threads === undefined ? options.sources : await shareable(options.sources)
  const files: SnapshotFile[] = []
  try {
    for (const source of sources) files.push(await openFile(source, options.ownsThread))
    const header = checkChain(files)
    checkAbi(header)
    for (const file of files) if (file.isLocal) await file.verify()
    const plan = planOf(header.plan, options.plan)
    const disks = await openDisks(core, plan.devices, options.volumes, { isRestored: true })
    try {
      checkVolumes(header.plan.devices, disks)
      await fillVolumes(files[0] as SnapshotFile, savedVolumes(header.plan.devices, { ramPages: plan.ramPages, disks }))
      return { region: await buildRegion({ ...options, sources, files, header, plan, disks }), disks, plan, header }
    } catch (error) {
      for (const disk of disks) await giveBack(disk)
      throw error
    }
  } catch (error) {
    for (const file of files) await file.close()
    throw error
  }
}

async function openFile(source: RandomSource, mayWait: boolean): Promise<SnapshotFile> {
  const access = await openRandomAccess(source, { mayWait })
  try {
    return await SnapshotFile.open(access)
  } catch (error) {
    await access.close()
    throw error
  }
}

/** Each file is the base of the one before it, and the last needs none. */
function checkChain(files: readonly SnapshotFile[]): SnapshotHeader {
  for (const [index, { header }] of files.entries()) {
    const next = files[index + 1]?.header
    if (header.base === next?.id && header.plan.ramPages === (next ?? header).plan.ramPages) continue
    const found = next === undefined ? 'none was given' : `snapshot ${next.id} was given`
    throw new VmHostError('ERR_INVALID_OPTION', `snapshot ${header.id}: its base is ${header.base ?? 'none'}, ${found}`, {
      details: { base: header.base },
    })
  }
  const header = files[0]?.header
  if (header === undefined) throw damaged('there is none')
  return header
}

/** Another version's state is read by its table; what devices on buses keep has none. */
function checkAbi({ abi, plan }: SnapshotHeader): void {
  const own = ABI_HASH.toString(16)
  if (abi === own || (plan.devices.length === 0 && plan.functions.length === 0)) return
  throw new VmHostError('ERR_ABI_MISMATCH', `the snapshot is of ABI ${abi} with devices on buses, expected ABI ${own}`)
}

function planOf(saved: SavedPlan, given: RestorePlan): GuestPlan {
  const { name = saved.name, sharingDomain } = given
  const cpu = { ...saved.cpu, ...given.cpu }
  const memory = memoryClaims(given.memory ?? {}, saved.ramPages * pageBytes, saved.memory)
  const plan = { ...saved, name, cpu, memory, writes: [], devices: restoreDevices(saved.devices, given) }
  return sharingDomain === undefined ? plan : { ...plan, sharingDomain }
}

interface BuildOptions {
  core: Core
  nics: ResidentNics
  files: readonly SnapshotFile[]
  header: SnapshotHeader
  plan: GuestPlan
  disks: readonly OpenDisk[]
  sources: readonly RandomSource[]
  threads: CpuThreads | undefined
}

async function buildRegion({ core, nics, files, header, plan, disks, sources, threads }: BuildOptions): Promise<TakenRegion> {
  const state = await (files[0] as SnapshotFile).state()
  const pointer = createRegion(core, plan, { nics, disks })
  const { ramPages } = plan
  const pager = new Pager({ core, guest: pointer, ramPages, files, onClose: () => threads?.dropPages(pointer) })
  try {
    writeState({ core, guest: pointer, harts: plan.harts }, state, header)
    core.exports.guestRebuild(pointer)
    checkRoom(core, plan.name, pager.waiting)
    pager.announce()
    const named = sources.map((source, index) => ({ source, id: (files[index] as SnapshotFile).header.id }))
    const mayWait = files.every(({ readsNow }) => readsNow)
    if (!mayWait || (await threads?.servePages({ guest: pointer, ramPages, sources: named })) === false) await pager.finish()
  } catch (error) {
    threads?.dropPages(pointer)
    core.exports.guestDestroy(pointer)
    throw error
  }
  const { line, id } = header
  return { pointer, line, pager, ports: portStates(header.plan.devices), tracked: id, hasNoImages: true }
}

function checkRoom(core: Core, name: string, pages: number): void {
  const free = core.exports.hostFreeFrames()
  if (pages <= free) return
  const message = `guest ${JSON.stringify(name)}: its snapshot has ${pages} pages, the host has ${free} frames free`
  throw new VmHostError('ERR_OUT_OF_MEMORY', message, { details: { pages, free } })
}
