/** What a header has to be, whoever wrote it: a file is not to be trusted because its checksums are right. */
import * as v from 'valibot'
import { MAX_HARTS, PciKind, VIRTIO_MMIO_DEVICES } from '../core/layout.gen'
import { blkQueues } from '../spec/devices/virtio-blk'
import { virtioNetSizes } from '../spec/devices/virtio-net'
import { rngSeedBytes } from '../spec/devices/virtio-rng'
import { vsockAnyCid, vsockHostCid } from '../spec/devices/virtio-vsock'
import { mostMsixVectors, mostPlaces, mostRootPorts } from '../spec/pci/functions'
import { isPciSlot, placeOfSlot, slotOfPlace } from '../spec/pci/places'
import { platform } from '../spec/platform'
import { damaged } from './format'
import type { SnapshotHeader } from './header'
import { wholePages } from './saved-devices'

/** Most pages that 4 GiB have, which is all that a host can address. */
const mostPages = 2 ** 20
const mostDiskBytes = 2 ** 40
const mostText = 2 ** 20

const count = (least: number, most: number) => {
  const expected = `a whole number from ${least} to ${most}`
  return v.pipe(v.number(expected), v.integer(expected), v.minValue(least, expected), v.maxValue(most, expected))
}
const bits = (width: number) =>
  v.custom<bigint>((it) => typeof it === 'bigint' && it >= 0n && it < 1n << BigInt(width), `${width} bits`)
const bytesOf = (length: number) =>
  v.custom<Uint8Array>((it) => it instanceof Uint8Array && it.length === length, `${length} bytes`)
const anyBytes = v.custom<Uint8Array>((it) => it instanceof Uint8Array, 'bytes')
const text = (most = mostText) => v.pipe(v.string('a text'), v.maxLength(most, `at most ${most} characters`))
const flag = v.boolean('true or false')
const percent = v.pipe(v.number('percent'), v.minValue(0, 'percent'), v.maxValue(MAX_HARTS * 100, 'percent'))
const hex = v.pipe(v.string('a hexadecimal number'), v.regex(/^[0-9a-f]{1,16}$/, 'a hexadecimal number'))
const uuid = v.pipe(v.string('a UUID'), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'a UUID'))
const pattern = v.custom<string | RegExp>((it) => typeof it === 'string' || it instanceof RegExp, 'a pattern')
const typist = { type: v.optional(v.array(v.strictObject({ text: text(), after: pattern }))), until: v.optional(pattern) }

/** Those of the memory-mapped transport, and those of places on PCI. */
const mostDevices = slotOfPlace(mostPlaces)
const slot = count(0, mostDevices - 1)
const fid = v.strictObject({
  fid: count(0, 2 ** 32 - 1),
  path: v.pipe(v.array(v.pipe(text(255), v.regex(/^(?!\.{1,2}$)[^/\0]+$/, 'a name'))), v.maxLength(1024, 'a path')),
  uid: v.optional(count(0, 2 ** 32 - 1)),
  opened: v.optional(v.strictObject({ writes: flag })),
  names: v.optional(v.array(text(255))),
})
const device = v.variant('kind', [
  v.strictObject({ kind: v.literal('rng'), slot, seed: v.optional(bytesOf(rngSeedBytes)) }),
  v.strictObject({ kind: v.literal('balloon'), slot: count(0, VIRTIO_MMIO_DEVICES - 1) }),
  v.strictObject({
    kind: v.literal('blk'),
    slot,
    disk: count(0, mostDevices - 1),
    queues: count(1, blkQueues),
    serial: text(20),
    isReadOnly: flag,
    bytes: count(1, mostDiskBytes),
    bytesPerSecond: v.optional(count(1, Number.MAX_SAFE_INTEGER)),
    iops: v.optional(count(1, Number.MAX_SAFE_INTEGER)),
    reference: v.optional(v.strictObject({ name: text(4096), generation: v.optional(text(256)) })),
    isOverlay: v.optional(flag),
  }),
  v.strictObject({
    kind: v.literal('p9'),
    slot,
    tag: v.pipe(text(32), v.nonEmpty('a tag')),
    isReadOnly: flag,
    state: v.strictObject({ messageBytes: count(1, 2 ** 20), fids: v.pipe(v.array(fid), v.maxLength(65_536, 'fids')) }),
  }),
  v.strictObject({
    kind: v.literal('console'),
    slot,
    names: v.pipe(v.array(text(64)), v.minLength(1, 'a name'), v.maxLength(8, 'up to 8 names')),
    state: v.strictObject({
      ports: v.array(v.strictObject({ isReady: flag, isOpen: flag })),
      control: v.pipe(v.array(anyBytes), v.maxLength(1024, 'messages')),
    }),
  }),
  v.strictObject({ kind: v.literal('vsock'), slot, cid: count(vsockHostCid + 1, vsockAnyCid - 1) }),
])

const kinds = Object.keys(PciKind) as (keyof typeof PciKind)[]
const place = count(0, mostPlaces - 1)
const networkFunction = v.strictObject({
  place,
  kind: v.picklist(
    kinds.filter((kind) => kind === 'virtioNet' || kind === 'igbVf'),
    "'virtioNet' or 'igbVf'",
  ),
  msixVectors: count(0, mostMsixVectors),
  interruptPin: count(0, 4),
  pairs: count(0, virtioNetSizes.mostPairs),
})

const amounts = v.record(text(64), v.record(text(64), count(0, 2 ** 24)))
const pcpus = v.optional(v.array(count(0, 255)))

const plan = v.strictObject({
  name: v.pipe(text(4096), v.nonEmpty('a name')),
  harts: count(1, MAX_HARTS),
  ramPages: count(1, mostPages),
  interruptController: count(0, 1),
  start: count(0, 1),
  clock: v.picklist(['real', 'virtual'], "'real' or 'virtual'"),
  sbi: count(0, 2 ** 32 - 1),
  extensions: bits(64),
  epochNs: bits(64),
  paging: v.picklist([8, 9, 10], 'a satp.MODE'),
  entries: v.array(
    v.strictObject({
      hart: count(0, MAX_HARTS - 1),
      pc: bits(64),
      isMachineMode: flag,
      a0: bits(64),
      a1: bits(64),
      a2: bits(64),
    }),
  ),
  htif: v.optional(v.strictObject({ tohost: bits(64), fromhost: bits(64) })),
  console: v.strictObject(typist),
  maxInstructions: v.optional(count(1, Number.MAX_SAFE_INTEGER)),
  onReboot: v.picklist(['reset', 'stop'], "'reset' or 'stop'"),
  functions: v.pipe(v.array(networkFunction), v.maxLength(mostRootPorts, `at most ${mostRootPorts} functions`)),
  pciPlaces: count(0, mostPlaces),
  rootPorts: v.pipe(v.array(place), v.maxLength(mostRootPorts, `at most ${mostRootPorts} root ports`)),
  generationId: v.optional(bytesOf(16)),
  engine: v.picklist(['auto', 'interpreter', 'translator'], 'an engine'),
  cpu: v.strictObject({
    shares: v.optional(v.union([v.picklist(['low', 'normal', 'high']), count(1, 1_000_000)], 'shares')),
    reservation: v.optional(percent),
    limit: v.optional(v.union([v.literal('unlimited'), percent], 'a limit')),
    affinity: v.optional(v.union([v.literal('any'), v.strictObject({ hard: pcpus, soft: pcpus })], 'physical CPUs')),
  }),
  devices: v.pipe(v.array(device), v.maxLength(mostDevices, `at most ${mostDevices} devices`)),
  memory: v.strictObject({
    reservationPages: count(0, mostPages),
    limitPages: count(0, mostPages),
    shares: count(1, 2 ** 31),
  }),
  watchdog: v.optional(v.strictObject({ timeoutMs: count(1, 2 ** 31), action: v.picklist(['crash', 'reset']) })),
})

const schema = v.strictObject({
  id: v.pipe(text(200), v.nonEmpty('an id')),
  base: v.optional(text(200)),
  abi: hex,
  compression: v.picklist(['deflate', 'none'], "'deflate' or 'none'"),
  identity: v.strictObject({ uuid, generationId: uuid }),
  htif: v.optional(
    v.strictObject({
      signature: v.optional(v.strictObject({ begin: count(0, Number.MAX_SAFE_INTEGER), end: count(0, Number.MAX_SAFE_INTEGER) })),
    }),
  ),
  state: v.picklist(['running', 'paused'], "'running' or 'paused'"),
  plan,
  line: v.strictObject({
    typist: v.strictObject({ ...typist, window: text(), typedTo: count(0, mostText) }),
    input: anyBytes,
    output: anyBytes,
  }),
  layout: v.strictObject({ guest: amounts, hart: amounts, buses: count(0, 2 ** 24) }),
})

/** The header, when it is one; throws ERR_SNAPSHOT_FORMAT, which names what is wrong. */
export function checkHeader(header: unknown): SnapshotHeader {
  const result = v.safeParse(schema, header, { abortEarly: true })
  if (!result.success) {
    const [issue] = result.issues
    throw damaged(`${v.getDotPath(issue) ?? 'the whole'} of its header is ${issue.received}, expected ${expectation(issue)}`)
  }
  const checked = result.output as SnapshotHeader
  checkPlan(checked)
  checkPlaces(checked.plan)
  return checked
}

/** Our own words where the schema has them. */
const expectation = ({ message, expected }: v.BaseIssue<unknown>): string =>
  message.startsWith('Invalid ') ? (expected ?? message) : message

/** What is wrong only together. */
function checkPlan({ plan }: SnapshotHeader): void {
  const { devices, harts, ramPages, memory, entries } = plan
  const slots = devices.map((it) => it.slot)
  if (new Set(slots).size < slots.length) throw damaged(`its header has two devices in one slot (${slots.join(', ')})`)
  const disks = devices.flatMap((it) => (it.kind === 'blk' ? [it.disk] : []))
  if (new Set(disks).size < disks.length) throw damaged(`its header has two disks of one number (${disks.join(', ')})`)
  for (const it of devices)
    if (it.kind === 'blk' && it.isOverlay === true && it.reference === undefined)
      throw damaged(`its header has disk ${it.disk} as an overlay of nothing`)
  for (const it of devices)
    if (it.kind === 'console' && it.state.ports.length !== it.names.length)
      throw damaged(`its header has ${it.names.length} ports, and the state of ${it.state.ports.length}`)
  if (entries.some(({ hart }) => hart >= harts)) throw damaged(`its header has an entry beyond its ${harts} harts`)
  if (memory.reservationPages > ramPages) throw damaged(`its header reserves ${memory.reservationPages} pages of ${ramPages}`)
  if (plan.htif !== undefined) checkHtif(plan.htif, ramPages)
  if (wholePages(plan) > mostPages * 2) throw damaged('its header has disks larger than any memory')
}

/** Each function is behind a root port of its own. */
function checkPlaces({ functions, devices, rootPorts, pciPlaces }: SnapshotHeader['plan']): void {
  if (new Set(rootPorts).size < rootPorts.length)
    throw damaged(`its header has two root ports at one place (${rootPorts.join(', ')})`)
  const beyond = rootPorts.find((it) => it >= pciPlaces)
  if (beyond !== undefined) throw damaged(`its header has a root port at place ${beyond} of ${pciPlaces}`)
  const places = [
    ...functions.map((it) => it.place),
    ...devices.flatMap((it) => (isPciSlot(it.slot) ? [placeOfSlot(it.slot)] : [])),
  ]
  if (new Set(places).size < places.length) throw damaged(`its header has two functions at one place (${places.join(', ')})`)
  const lost = places.find((it) => !rootPorts.includes(it))
  if (lost !== undefined) throw damaged(`its header has a function at place ${lost} without a root port`)
}

/** The core watches one page for stores, and reads the whole doubleword. */
function checkHtif({ tohost }: { tohost: bigint }, ramPages: number): void {
  const offset = tohost - BigInt(platform.dram.base)
  if (offset >= 0n && offset < BigInt(ramPages * 4096) && tohost % 8n === 0n) return
  throw damaged(`its header has tohost at 0x${tohost.toString(16)}, expected a doubleword of RAM`)
}
