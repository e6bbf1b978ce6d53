/** The snapshot file: what is written is read, and nothing else is. */
import { beforeAll, describe, expect, it } from 'vitest'
import { openRandomAccess } from '../../../src/platform/random-access'
import { checksum, prepareChecksums } from '../../../src/snapshot/checksum'
import { SnapshotFile } from '../../../src/snapshot/file'
import {
  chunkOf,
  formatVersion,
  noSlot,
  pageBytes,
  pagesPerChunk,
  tailBytes,
  writeHead,
  writeIndex,
  writeTail,
  zeroSlot,
} from '../../../src/snapshot/format'
import { encodeHeader } from '../../../src/snapshot/header'
import { Random, seedFromEnvironment } from '../../support/random'
import { validHeader } from './valid-header'

beforeAll(prepareChecksums)

const header = { ...validHeader(), plan: { ...validHeader().plan, devices: [] } }

/** A file of 20 pages in two chunks, and one page that is told to be zeros. */
function smallSnapshot(): Uint8Array {
  const head = writeHead(encodeHeader(header))
  const state = Uint8Array.from({ length: 100 }, (_, index) => index)
  const pages = [pagesPerChunk, 4].map((count, chunk) =>
    new Uint8Array(count * pageBytes).map((_, at) => (at * 7 + chunk) & 0xff),
  )
  const chunks = [state, ...pages]
  const slots = new Map(Array.from({ length: 20 }, (_, slot) => [slot * 3, slot] as const)).set(63, zeroSlot)
  const index = writeIndex(
    chunks.map((bytes) => ({ stored: bytes.length, raw: bytes.length, checksum: checksum(bytes) })),
    slots,
  )
  const offset = [head, ...chunks].reduce((sum, { length }) => sum + length, 0)
  const tail = writeTail({ indexOffset: offset, indexBytes: index.length, indexChecksum: checksum(index) })
  return new Uint8Array(Buffer.concat([head, ...chunks, index, tail]))
}

/** Some word of the index or of the tail is another, and every checksum is made anew. */
function withOtherIndex(bytes: Uint8Array, random: Random): Uint8Array {
  const view = new DataView(bytes.buffer)
  const tail = bytes.length - tailBytes
  const begin = Number(view.getBigUint64(tail, true))
  const words = [0, 1, 2, 3, 15, 16, 17, 63, 64, 4096, 65_536, 0x7fff_ffff, 0xffff_fffe, 0xffff_ffff, random.u32()]
  for (let changes = random.between(1, 3); changes > 0; changes--) {
    const at = random.oneIn(8) ? tail + 4 * random.below(4) : begin + 4 * random.below((tail - begin) / 4)
    view.setUint32(at, random.pick(words), true)
  }
  view.setBigUint64(tail + 16, checksum(bytes.subarray(begin, tail)), true)
  view.setBigUint64(tail + 24, checksum(bytes.subarray(tail, tail + 24)), true)
  return bytes
}

const open = async (bytes: Uint8Array): Promise<SnapshotFile> => SnapshotFile.open(await openRandomAccess({ bytes }))

/** Opens and checks everything, as a restore from memory does. */
async function readAll(bytes: Uint8Array): Promise<void> {
  const file = await open(bytes)
  await file.verify()
  for (let chunk = 0; chunk < file.chunkCount; chunk++) await file.chunk(chunk)
}

describe('a snapshot file', () => {
  it('tells where each page is', async () => {
    const file = await open(smallSnapshot())
    expect([3, 17 * 3, 63, 1].map((page) => file.slotOf(page))).toEqual([1, 17, zeroSlot, noSlot])
    expect((await file.chunk(2)).subarray(0, 3)).toEqual(Uint8Array.of(1, 8, 15))
  })

  it('is refused when any bit of any byte is another', async () => {
    const bytes = smallSnapshot()
    await readAll(bytes)
    for (let at = 0; at < bytes.length; at += at < 600 || at > bytes.length - 300 ? 1 : 997) {
      const changed = bytes.slice()
      changed[at] = (changed[at] as number) ^ (1 << (at % 8))
      await expect(readAll(changed), `byte ${at}`).rejects.toMatchObject({ code: expect.stringMatching(/^ERR_SNAPSHOT_/) })
    }
  })

  it('is refused when it is cut off anywhere, or longer than it was', async () => {
    const bytes = smallSnapshot()
    const lengths = [0, 1, 23, 24, 63, 64, 500, bytes.length - 41, bytes.length - 40, bytes.length - 8, bytes.length - 1]
    for (const length of lengths)
      await expect(readAll(bytes.slice(0, length)), `${length} bytes`).rejects.toMatchObject({ code: 'ERR_SNAPSHOT_FORMAT' })
    await expect(readAll(new Uint8Array([...bytes, 0]))).rejects.toMatchObject({ code: 'ERR_SNAPSHOT_FORMAT' })
  })

  it('is refused by its version when that is of the future', async () => {
    const bytes = smallSnapshot()
    new DataView(bytes.buffer).setUint32(8, formatVersion + 1, true)
    await expect(readAll(bytes)).rejects.toMatchObject({ code: 'ERR_SNAPSHOT_VERSION' })
  })

  it('is refused, or gives every page that it speaks of, after random changes to its index and tail under checksums that are right', async () => {
    const random = new Random(seedFromEnvironment(1))
    const whole = smallSnapshot()
    let refused = 0
    for (let count = 0; count < 1500; count++) {
      const bytes = withOtherIndex(whole.slice(), random)
      try {
        const file = await open(bytes)
        const chunks: Uint8Array[] = []
        for (let chunk = 0; chunk < file.chunkCount; chunk++) chunks.push(await file.chunk(chunk))
        const isThere = (page: number): boolean => {
          const slot = file.slotOf(page)
          const bytes = chunks[chunkOf(slot)]?.length ?? 0
          return page < header.plan.ramPages && (slot === zeroSlot || bytes >= ((slot % pagesPerChunk) + 1) * pageBytes)
        }
        expect([...file.pages].filter((page) => !isThere(page))).toEqual([])
      } catch (error) {
        expect([random.seed, count, error]).toMatchObject([random.seed, count, { code: expect.stringMatching(/^ERR_SNAPSHOT_/) }])
        refused++
      }
    }
    expect(refused).toBeGreaterThan(500)
  })

  it('is refused when it is something else', async () => {
    await expect(readAll(new Uint8Array(1000).fill(0x41))).rejects.toMatchObject({ code: 'ERR_SNAPSHOT_FORMAT' })
  })
})
