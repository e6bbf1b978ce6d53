/**
 * Snapshots with right checksums whose state says anything: devices, queues, registers and counts that no guest ever had. A host refuses them,
 * or runs a guest that can harm itself alone: who is beside it does not change, and no frame is within reach of two.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { Core } from '../../src/core/core'
import { PCI_FUNCTION_BLOCK_BYTES, VIRTIO_MMIO_DEVICES, VIRTIO_SLOT_BYTES, VirtioKind } from '../../src/core/layout.gen'
import { VmHostError } from '../../src/error'
import { type Guest, type GuestOptions, Host, Network } from '../../src/index'
import { openRandomAccess } from '../../src/platform/random-access'
import { checksum, prepareChecksums } from '../../src/snapshot/checksum'
import { SnapshotFile } from '../../src/snapshot/file'
import { headFixedBytes, tailBytes, writeTail } from '../../src/snapshot/format'
import type { SnapshotHeader } from '../../src/snapshot/header'
import { balloonStruct } from '../../src/spec/devices/virtio-balloon'
import { blkStruct } from '../../src/spec/devices/virtio-blk'
import { virtioNetStruct } from '../../src/spec/devices/virtio-net'
import { portDeviceStruct } from '../../src/spec/devices/virtio-port'
import { ioRequestStruct } from '../../src/spec/layout/io'
import { type Struct, scalarBytes } from '../../src/spec/layout/struct'
import { virtioDeviceStruct, virtioSizes, virtqueueStruct } from '../../src/spec/layout/virtio'
import { igbQueueStruct, igbVfStruct } from '../../src/spec/nic/igb'
import { pciFunctionStruct } from '../../src/spec/pci/state'
import { auditFrames } from '../support/frame-audit'
import { Random, seedFromEnvironment } from '../support/random'
import { cmdline, debianFile, hasDebian, shellPrompt, wasmUrl } from './built-host'

const scale = Number(process.env.VMHOST_STATE_FUZZ ?? 1)
const prompt = 'vmhost> '

/** Some bytes of the state. */
interface Place {
  name: string
  at: number
  bytes: number
}

/** Every field of the state, those of arrays element by element where they are few. */
function placesOf(header: SnapshotHeader): Place[] {
  const places: Place[] = []
  let at = 0
  const add = (name: string, bytes: number): void => {
    places.push({ name, at, bytes })
    at += bytes
  }
  const parts = (table: Record<string, Record<string, number>>, owner: string): void => {
    for (const [part, fields] of Object.entries(table))
      for (const [field, bytes] of Object.entries(fields)) add(`${owner}${part}.${field}`, bytes)
  }
  parts(header.layout.guest, '')
  const io = places.find(({ name }) => name === 'IO.request')
  if (io !== undefined) places.push(...fieldsOf('IO.request 0: ', ioRequestStruct, io.at))
  for (let hart = 0; hart < header.plan.harts; hart++) parts(header.layout.hart, `hart ${hart} `)
  places.push(...busPlaces(header, at))
  return places
}

function busPlaces({ plan, layout }: SnapshotHeader, begin: number): Place[] {
  const slots = VIRTIO_MMIO_DEVICES + plan.pciPlaces
  const places: Place[] = []
  for (let slot = 0; slot < slots; slot++) {
    const at = begin + slot * VIRTIO_SLOT_BYTES
    places.push(...fieldsOf(`slot ${slot}: `, virtioDeviceStruct, at))
    const [queue, state] = ['queue', 'state'].map((name) => at + offsetOf(virtioDeviceStruct, name)) as [number, number]
    for (let index = 0; index < virtioSizes.virtqueues; index += index < 3 ? 1 : 8)
      places.push(...fieldsOf(`slot ${slot}, queue ${index}: `, virtqueueStruct, queue + index * virtqueueStruct.bytes))
    const kind = plan.devices.find((it) => it.slot === slot)?.kind
    const struct =
      slot >= VIRTIO_MMIO_DEVICES
        ? virtioNetStruct
        : kind === 'blk'
          ? blkStruct
          : kind === 'balloon'
            ? balloonStruct
            : portDeviceStruct
    places.push(...fieldsOf(`slot ${slot}, ${struct.name}: `, struct, state))
  }
  const first = begin + slots * VIRTIO_SLOT_BYTES
  const count = Math.floor((begin + layout.buses - first) / PCI_FUNCTION_BLOCK_BYTES)
  for (let index = 0; index < count; index++) {
    const at = first + index * PCI_FUNCTION_BLOCK_BYTES
    const state = at + offsetOf(pciFunctionStruct, 'state')
    places.push(
      ...fieldsOf(`function ${index}: `, pciFunctionStruct, at),
      ...fieldsOf(`function ${index}, vf: `, igbVfStruct, state),
    )
    for (const ring of ['receive', 'transmit'])
      places.push(...fieldsOf(`function ${index}, ${ring}: `, igbQueueStruct, state + offsetOf(igbVfStruct, ring)))
  }
  return places
}

const offsetOf = (struct: Struct, name: string): number => struct.fields.find((it) => it.name === name)?.offset ?? 0

const fieldsOf = (owner: string, struct: Struct, at: number): Place[] =>
  struct.fields.map(({ name, offset, type, count }) => ({
    name: `${owner}${name}`,
    at: at + offset,
    bytes: scalarBytes[type] * count,
  }))

/** Something else into a field: nothing, everything, a little more, a bit, or bytes at random. */
function change(state: Uint8Array, places: readonly Place[], random: Random): string {
  const { name, at, bytes } = random.pick(places)
  const width = Math.min(bytes, random.oneIn(4) ? 1 : 8)
  const from = at + Math.floor(random.below(bytes) / width) * width
  const field = state.subarray(from, Math.min(from + width, at + bytes))
  const kind = random.below(6)
  if (kind === 0) field.fill(0)
  else if (kind === 1) field.fill(0xff)
  else if (kind === 2) field[0] = (field[0] as number) + 1
  else if (kind === 3) field[random.below(field.length)] = 1 << random.below(8)
  else if (kind === 4) {
    field.fill(0)
    field[0] = random.below(256)
  } else random.fill(field)
  return `${name} (${Buffer.from(field).toString('hex')})`
}

/** The same file with another state; `bytes` are stored without compression. */
function withState(bytes: Uint8Array, state: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const out = bytes.slice()
  const begin = headFixedBytes + view.getUint32(12, true)
  out.set(state, begin)
  const tail = out.length - tailBytes
  const indexOffset = Number(view.getBigUint64(tail, true))
  const index = out.subarray(indexOffset, tail)
  // The first chunk of the index: stored, raw, checksum.
  new DataView(index.buffer, index.byteOffset).setBigUint64(4 + 8, checksum(state), true)
  out.set(writeTail({ indexOffset, indexBytes: index.length, indexChecksum: checksum(index) }), tail)
  return out
}

interface Snapshot {
  bytes: Uint8Array
  state: Uint8Array
  places: Place[]
}

async function snapshotOf(guest: Guest): Promise<Snapshot> {
  await guest.pause()
  const pieces: Uint8Array[] = []
  await guest.snapshot({ compress: false, to: new WritableStream({ write: (piece: Uint8Array) => void pieces.push(piece) }) })
  const bytes = new Uint8Array(Buffer.concat(pieces))
  const file = await SnapshotFile.open(await openRandomAccess({ bytes }))
  return { bytes, state: (await file.state()).slice(), places: placesOf(file.header) }
}

let host: Host
let core: Core
let victim: Guest
let victimHash: string | undefined
const network = new Network()

beforeAll(async () => {
  await prepareChecksums()
  const create = vi.spyOn(Core, 'create')
  host = await Host.create({
    memory: '512MiB',
    thread: 'inline',
    wasmUrl,
    nics: [{ name: 'eth0', model: 'igb', sriov: { totalVfs: 2 } }],
  })
  core = (await create.mock.results[0]?.value) as Core
  create.mockRestore()
  victim = await host.hypervisor.createGuest({ name: 'victim', memory: '16MiB', clock: 'virtual', networks: [network] })
  await victim.start()
  await victim.console.waitFor(prompt)
  await victim.pause()
  victimHash = (await victim.stats({ stateHash: true })).stateHash
})
afterAll(() => host.dispose())

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Restores crafted snapshots, lets those that are taken do something, and looks whether anything happened to anybody else. */
async function campaign(
  { bytes, state, places }: Snapshot,
  { steps, work, ms, functions }: { steps: number; work: string; ms: number; functions: number },
): Promise<{ refused: number; ran: number }> {
  const seed = seedFromEnvironment(1)
  const random = new Random(seed)
  const nics = (await host.nic('eth0').physicalFunction.enableVfs(1)).slice(0, functions)
  const { freeMemory } = await host.stats()
  let [refused, ran] = [0, 0]
  for (let step = 0; step < steps; step++) {
    const crafted = state.slice()
    const what = Array.from({ length: 1 + random.below(3) }, () => change(crafted, places, random)).join(', ')
    const label = `seed ${seed}, step ${step}: ${what}`
    if (process.env.VMHOST_STATE_TRACE !== undefined) console.log(label)
    let guest: Guest | undefined
    try {
      guest = await host.hypervisor.restore(withState(bytes, crafted), {
        networks: [network],
        nics,
      })
    } catch (error) {
      expect([label, error]).toEqual([label, expect.any(VmHostError)])
      expect([label, (error as VmHostError).code]).toEqual([label, 'ERR_SNAPSHOT_FORMAT'])
      refused++
    }
    if (guest !== undefined) {
      await guest.resume()
      await guest.console.write(work).catch(() => {})
      await sleep(ms)
      const { detail } = await Promise.race([guest.exited, sleep(0).then(() => ({ detail: '' }))])
      expect([label, detail ?? '']).toEqual([label, expect.not.stringContaining('the core failed')])
      ran++
      // Disks in memory hold frames, too.
      const faults = auditFrames(core).filter((it) => !/belong to nobody/.test(it))
      expect([label, faults]).toEqual([label, []])
      await guest.dispose()
    }
    expect([label, (await victim.stats({ stateHash: true })).stateHash]).toEqual([label, victimHash])
    expect([label, (await host.stats()).freeMemory]).toEqual([label, freeMemory])
  }
  await host.nic('eth0').physicalFunction.enableVfs(0)
  expect(auditFrames(core)).toEqual([])
  return { refused, ran }
}

const devices: GuestOptions = {
  rng: true,
  balloon: true,
  disks: [{ size: '64KiB' }],
  ports: ['hvc0'],
  vsock: true,
  networks: [network],
}

/** At its prompt, with a virtual function of an 82576 and a port. */
async function withDevices(): Promise<Snapshot> {
  const nics = await host.nic('eth0').physicalFunction.enableVfs(1)
  const guest = await host.hypervisor.createGuest({ ...devices, memory: '16MiB', cpu: { vcpus: 2 }, nics })
  await guest.start()
  await guest.console.waitFor(prompt)
  const snapshot = await snapshotOf(guest)
  await guest.dispose()
  await host.nic('eth0').physicalFunction.enableVfs(0)
  return snapshot
}

it('a guest of two harts with its devices, whose state was changed, harms nobody', async () => {
  const { refused, ran } = await campaign(await withDevices(), { steps: 300 * scale, work: 'primes\n', ms: 5, functions: 1 })
  expect([refused > 0, ran > 0]).toEqual([true, true])
})

it('a state that no guest of the plan can have is refused, and the refusal says what it is', async () => {
  const { bytes, state, places } = await withDevices()
  const isNet = ({ name, at }: Place): boolean => /^slot \d+: kind$/.test(name) && state[at] === VirtioKind.net
  const net = places.find(isNet)?.name.match(/\d+/)?.[0]
  const ready = { 'slot 0, queue 0: ready': 1, 'slot 0, queue 0: size': 4 }
  const cases: [Record<string, number>, RegExp][] = [
    [{ 'SELF.harts': 64 }, /: harts is 64, expected 2/],
    [{ 'SELF.ramPages': 2 ** 20 }, /: ramPages is 1048576, expected 4096/],
    [{ 'SELF.virtioSlots': 4000 }, /: virtioSlots is 4000, expected/],
    [{ 'SELF.turnHart': 3 }, /turnHart 3 of 2 harts/],
    [{ 'SELF.virtualNsPerInstruction': 0 }, /: virtualNsPerInstruction is 0/],
    [{ 'PLIC.contexts': 1000 }, /: PLIC: contexts is 1000, expected 4/],
    [{ 'UART.fifoCount': 17 }, /: UART: fifoCount is 17, expected at most 16/],
    [{ 'hart 1 SELF.privilege': 2 }, /: hart 1: privilege is 2, expected one of 0, 1, 3/],
    [{ 'hart 1 SELF.id': 0 }, /: hart 1: id is 0, expected 1/],
    [{ 'hart 0 SELF.hsm': 7 }, /: hart 0: hsm is 7, expected at most 6/],
    [{ 'hart 0 SELF.satp': -(2 ** 60) }, /: hart 0: satp.MODE is 15, expected/],
    [{ 'hart 0 SELF.mstatus': 2 * 2 ** 11 }, /: hart 0: mstatus.MPP is 2/],
    [{ 'hart 0 SELF.stealGpa': 0x1000 }, /: hart 0: its steal time does not lie in RAM/],
    [{ 'slot 0: queues': 9 }, /: virtio slot 0: queues is 9/],
    [{ 'slot 0, queue 0: maxSize': 2 ** 16 }, /: virtio slot 0, queue 0: maxSize is 65536/],
    [{ 'slot 0, queue 0: size': 2 ** 16 }, /: virtio slot 0, queue 0: size is 65536/],
    [ready, /: slot 0: a queue does not lie in RAM/],
    [{ ...ready, 'slot 0, queue 0: descriptorGpa': 0x9000_0000 }, /: slot 0: a queue does not lie in RAM/],
    [{ 'slot 0: status': 15, 'slot 0: driverFeatures': -1 }, /: slot 0: features .* not on offer/],
    [{ 'slot 0: deviceFeatures': -1 }, /: virtio slot 0: deviceFeatures is/],
    [{ [`slot ${net}, Net: pairs`]: 100 }, /: virtio slot \d+: pairs is 100/],
    [{ [`slot ${net}, Net: addresses`]: 65 }, /: virtio slot \d+: addresses is 65, expected at most 64/],
    [{ 'IO.request 0: state': 2 }, /request 0 in state 2/],
    [{ 'IO.request 0: state': 1, 'IO.request 0: queue': 3 }, /request 0 of no queue/],
    [{ 'IO.request 0: state': 1, 'IO.request 0: count': 2 ** 30 }, /request 0 of 1073741824 bytes at 0 of a disk of 65536/],
    [{ 'IO.busy': 5 }, /counts other requests/],
  ]
  const igb = places.filter(({ name }) => /^function \d+, vf: receiveAt$/.test(name)).filter(({ at }) => state[at] !== 0)
  expect(igb).toHaveLength(1)
  cases.push([{ [igb[0]?.name ?? '']: 2 ** 31 }, /: PCI function \d+: receiveAt is 2147483648/])
  const { freeMemory } = await host.stats()
  for (const [fields, message] of cases) {
    const crafted = state.slice()
    for (const [field, value] of Object.entries(fields)) {
      const place = places.find(({ name }) => name === field)
      expect([field, place]).toEqual([field, expect.anything()])
      const view = new DataView(crafted.buffer, place?.at)
      if (place?.bytes === 8) view.setBigInt64(0, BigInt(value), true)
      else view.setUint32(0, value, true)
    }
    const refusal = await host.hypervisor.restore(withState(bytes, crafted)).catch((error: unknown) => error)
    expect([fields, refusal]).toMatchObject([fields, { code: 'ERR_SNAPSHOT_FORMAT', message: expect.stringMatching(message) }])
    expect([fields, (await host.stats()).freeMemory]).toEqual([fields, freeMemory])
  }
})

it.skipIf(!hasDebian)('a Debian whose drivers are up, and whose state was changed, harms nobody', async () => {
  const boot = { kernel: { path: debianFile('Image') }, initrd: { path: debianFile('initrd.cpio') }, cmdline }
  const guest = await host.hypervisor.createGuest({ ...devices, memory: '128MiB', boot })
  await guest.start()
  await guest.console.waitFor(shellPrompt, { timeoutMs: 240_000 })
  const snapshot = await snapshotOf(guest)
  await guest.dispose()
  const work = 'dd if=/dev/vda of=/dev/null; dd if=/dev/hwrng bs=64 count=1 | dd of=/dev/vda; echo x > /dev/hvc0\n'
  const { refused, ran } = await campaign(snapshot, { steps: 60 * scale, work, ms: 60, functions: 0 })
  expect([refused > 0, ran > 0]).toEqual([true, true])
})
