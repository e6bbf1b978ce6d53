/**
 * Whatever write or flush of an image fails, and wherever the power is cut: qemu-img finds no damage, and every sector is what was flushed, or
 * was written since. `VMHOST_QCOW2_MISHAPS=all` tries every step; otherwise some of them.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { MemoryDevice } from '../../../src/storage/memory-device'
import type { Qcow2Device } from '../../../src/storage/qcow2/device'
import { openQcow2 } from '../../../src/storage/qcow2/open'
import { Random, seedFromEnvironment } from '../../support/random'
import { type Mishap, sectorBytes, UnsureFile } from './unsure-file'

const qemuImg = ['/usr/bin/qemu-img', '/usr/local/bin/qemu-img'].find(existsSync)
const folder = mkdtempSync(join(tmpdir(), 'vmhost-mishaps-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const KIB = 1024
const trials = process.env.VMHOST_QCOW2_MISHAPS === 'all' ? Number.POSITIVE_INFINITY : 25

interface Base {
  title: string
  options: string
  bytes: number
  /** What it grows to, in turn. */
  sizes: readonly number[]
  /** The file is so long, as if the clusters until there were others' once. */
  fileBytes?: number
  hasSnapshot?: boolean
  backingBytes?: number
}

/** In small clusters every structure is soon too small. */
const bases: readonly Base[] = [
  { title: 'clusters of 64 KiB', options: 'cluster_size=64K', bytes: 1024 * KIB, sizes: [2048 * KIB] },
  {
    title: 'tables of counts and of tables that grow',
    options: 'cluster_size=512,refcount_bits=64',
    bytes: 1024 * KIB,
    sizes: [3072 * KIB, 6144 * KIB],
    fileBytes: 2 * 1024 * KIB - 40 * 512,
  },
  { title: 'counts of 16 bits', options: 'cluster_size=512', bytes: 1000 * KIB, sizes: [2500 * KIB], fileBytes: 120 * KIB },
  { title: 'a snapshot', options: 'cluster_size=512', bytes: 512 * KIB, sizes: [2500 * KIB], hasSnapshot: true },
  { title: 'version 2', options: 'compat=0.10,cluster_size=4K', bytes: 512 * KIB, sizes: [4096 * KIB] },
  {
    title: 'a longer backing file',
    options: 'cluster_size=4K',
    bytes: 510 * KIB,
    sizes: [600 * KIB, 1200 * KIB],
    backingBytes: 800 * KIB,
  },
]

/** Each sector holds a number all over. */
const stamped = (sectors: number, number: number): Uint8Array =>
  new Uint8Array(new Uint32Array((sectors * sectorBytes) / 4).fill(number).buffer)

/** Which numbers a sector may hold: now, and after a power cut. */
class Model {
  readonly #now = new Map<number, Set<number>>()
  readonly #durable = new Map<number, Set<number>>()
  readonly #unflushed = new Set<number>()
  readonly #first: (sector: number) => number

  /** `first`: what a sector holds that was never written. */
  constructor(first: (sector: number) => number) {
    this.#first = first
  }

  begin(first: number, count: number, number: number): void {
    for (let at = first; at < first + count; at++) {
      for (const numbers of [this.#now, this.#durable]) {
        if (!numbers.has(at)) numbers.set(at, new Set([this.#first(at)]))
        numbers.get(at)?.add(number)
      }
      this.#unflushed.add(at)
    }
  }

  done(first: number, count: number, number: number): void {
    for (let at = first; at < first + count; at++) this.#now.set(at, new Set([number]))
  }

  flushed(): void {
    for (const at of this.#unflushed) this.#durable.set(at, new Set(this.#now.get(at)))
    this.#unflushed.clear()
  }

  /** Numbers of the sectors that hold what they must not. */
  wrong(content: Uint8Array, when: 'now' | 'durable'): string[] {
    const allowed = when === 'now' ? this.#now : this.#durable
    const found: string[] = []
    const expected = (sector: number): number[] => [...(allowed.get(sector) ?? [this.#first(sector)])]
    for (let sector = 0; sector < content.length / sectorBytes; sector++) {
      const held = Buffer.from(content.buffer, content.byteOffset + sector * sectorBytes, sectorBytes)
      if (!expected(sector).some((number) => held.equals(stampOf(number))))
        found.push(`sector ${sector} holds ${held.readUInt32LE(0)}, expected ${expected(sector).join(' or ')}`)
    }
    return found
  }
}

const stamps = new Map<number, Uint8Array>()
function stampOf(number: number): Uint8Array {
  const stamp = stamps.get(number) ?? stamped(1, number)
  stamps.set(number, stamp)
  return stamp
}

function imageOf({ title, options, bytes, fileBytes, hasSnapshot, backingBytes }: Base): Uint8Array {
  const path = join(folder, `${title}.qcow2`)
  const backing = join(folder, 'backing')
  if (backingBytes !== undefined) writeFileSync(backing, stamped(backingBytes / sectorBytes, 7))
  const over = backingBytes === undefined ? [] : ['-b', backing, '-F', 'raw']
  execFileSync(qemuImg ?? '', ['create', '-q', '-f', 'qcow2', '-o', options, ...over, path, String(bytes)])
  if (hasSnapshot) {
    execFileSync('qemu-io', ['-f', 'qcow2', '-c', 'write -P 0 0 256k', path], { stdio: 'pipe' })
    execFileSync(qemuImg ?? '', ['snapshot', '-c', 'one', path])
  }
  if (fileBytes !== undefined) truncateSync(path, fileBytes)
  return readFileSync(path)
}

const open = (file: UnsureFile | MemoryDevice, { backingBytes }: Base): Promise<Qcow2Device> =>
  openQcow2(file, {
    isReadOnly: false,
    openBacking: async () => new MemoryDevice(stamped((backingBytes ?? 0) / sectorBytes, 7), true),
  })

/** One life of an image, until its end or the mishap's. */
async function live(base: Base, { image, seed, mishap }: { image: Uint8Array; seed: number; mishap?: Mishap }) {
  const random = new Random(seed)
  const file = new UnsureFile(image, { random: new Random(seed + (mishap?.step ?? 0)), mishap })
  const device = await open(file, base)
  const backed = base.backingBytes === undefined ? 0 : base.bytes / sectorBytes
  const model = new Model((sector) => (sector < backed ? 7 : 0))
  const sizes = [...base.sizes]
  let failed = 0
  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    try {
      await work()
      return true
    } catch (error) {
      expect(String(error)).toMatch(/ENOSPC|EIO|power cut/)
      failed++
      return false
    }
  }
  for (let number = 100; number < 160 && !file.isOff; number++) {
    const sectors = device.bytes / sectorBytes
    const first = random.below(sectors)
    const count = Math.min(random.between(1, random.oneIn(6) ? 200 : 12), sectors - first)
    const choice = random.below(12)
    if (choice < 7) {
      model.begin(first, count, number)
      if (await attempt(() => device.write(first * sectorBytes, stamped(count, number)))) model.done(first, count, number)
    } else if (choice < 9) {
      model.begin(first, count, 0)
      if (await attempt(() => device.zero(first * sectorBytes, count * sectorBytes))) model.done(first, count, 0)
    } else if (choice < 11) {
      if (await attempt(() => device.flush())) model.flushed()
    } else {
      const size = sizes.shift()
      if (size !== undefined) await attempt(() => device.grow(size))
    }
  }
  return { file, device, model, failed }
}

/** Errors of the image: none, for clusters without an owner are no damage. */
async function damageOf(base: Base, image: Uint8Array, model: Model, when: 'now' | 'durable'): Promise<string[]> {
  const path = join(folder, 'checked.qcow2')
  writeFileSync(path, image)
  const { status, stdout, stderr } = spawnSync(qemuImg ?? '', ['check', path], { encoding: 'utf8' })
  if (status !== 0 && status !== 3) return [`qemu-img check ends with ${status}: ${stdout.slice(0, 300)}${stderr.slice(0, 300)}`]
  const device = await open(new MemoryDevice(image), base)
  const content = new Uint8Array(device.bytes)
  await device.read(0, content)
  return model.wrong(content, when).slice(0, 3)
}

describe.skipIf(qemuImg === undefined || !existsSync('/usr/bin/qemu-io')).each(bases)('a qcow2 image with $title', (base) => {
  const seed = seedFromEnvironment(0x315)
  let image: Uint8Array | undefined
  const run = async (mishap?: Mishap) => {
    image ??= imageOf(base)
    return live(base, { image, seed, ...(mishap && { mishap }) })
  }
  /** Some steps of the life without a mishap, or all of them. */
  async function steps(): Promise<number[]> {
    const { file, failed } = await run()
    expect(failed).toBe(0)
    const all = Array.from({ length: file.steps }, (_, step) => step + 1)
    const random = new Random(seed)
    return all.length <= trials ? all : Array.from({ length: trials }, () => random.pick(all))
  }

  it(`is sound, and has what was written, after any one write or flush failed (seed ${seed})`, async () => {
    for (const step of await steps()) {
      const { file, device, model, failed } = await run({ step, kind: 'error' })
      await device.flush()
      model.flushed()
      const image = new Uint8Array(file.bytes)
      file.read(0, image)
      expect({ step, failed, damage: await damageOf(base, image, model, 'now') }).toEqual({ step, failed, damage: [] })
      expect(failed).toBeLessThanOrEqual(1)
    }
  })

  it(`is sound, and has what was flushed, wherever the power is cut (seed ${seed})`, async () => {
    for (const step of await steps()) {
      const { file, model } = await run({ step, kind: 'power cut' })
      for (let times = 0; times < 2; times++)
        expect({ step, damage: await damageOf(base, file.afterPowerCut(), model, 'durable') }).toEqual({ step, damage: [] })
    }
  })
})

it('a file does not grow while its guest discards and writes again', async () => {
  const random = new Random(1)
  const base: Base = { title: 'reuse', options: '', bytes: 1024 * KIB, sizes: [] }
  const { emptyQcow2 } = await import('../../../src/storage/qcow2/open')
  const file = new UnsureFile(emptyQcow2({ bytes: base.bytes, clusterBits: 9 }), { random })
  const device = await open(file, base)
  const content = stamped(2048, 1)
  await device.write(0, content)
  for (let round = 0; round < 20; round++) {
    await device.zero(0, content.length)
    // Every other round nothing is flushed by the guest.
    if (round % 2 === 0) await device.flush()
    await device.write(0, content)
  }
  await device.flush()
  expect(file.bytes).toBeLessThan(3.5 * content.length)
  const image = new Uint8Array(file.bytes)
  file.read(0, image)
  const again = await open(new MemoryDevice(image), base)
  const before = file.bytes
  await again.zero(0, content.length)
  await again.flush()
  await again.write(0, content)
  await again.flush()
  expect(again).toBeDefined()
  expect(before).toBe(file.bytes)
})
