/** The snapshot file: what is written is read, and nothing else is. */
import { beforeAll, describe, expect, it } from 'vitest'
import { openRandomAccess } from '../../../src/platform/random-access'
import { checksum, prepareChecksums } from '../../../src/snapshot/checksum'
import { SnapshotFile } from '../../../src/snapshot/file'
import {
  formatVersion,
  noSlot,
  pageBytes,
  pagesPerChunk,
  writeHead,
  writeIndex,
  writeTail,
  zeroSlot,
} from '../../../src/snapshot/format'
import { decodeHeader, encodeHeader, type SnapshotHeader } from '../../../src/snapshot/header'

beforeAll(prepareChecksums)

const header = {
  id: 'one',
  abi: 'ff',
  compression: 'none',
  state: 'running',
  plan: { ramPages: 64, extensions: 1n << 60n, console: { type: [{ text: 'x', after: /a+/i }] } },
  line: { input: Uint8Array.of(1, 2, 255), output: new Uint8Array(0) },
} as unknown as SnapshotHeader

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

const open = async (bytes: Uint8Array): Promise<SnapshotFile> => SnapshotFile.open(await openRandomAccess({ bytes }))

/** Opens and checks everything, as a restore from memory does. */
async function readAll(bytes: Uint8Array): Promise<void> {
  const file = await open(bytes)
  await file.verify()
  for (let chunk = 0; chunk < file.chunkCount; chunk++) await file.chunk(chunk)
}

describe('a snapshot file', () => {
  it('gives back its header, with types that JSON lacks', () => {
    expect(decodeHeader(encodeHeader(header))).toEqual(header)
  })

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

  it('is refused when it is something else', async () => {
    await expect(readAll(new Uint8Array(1000).fill(0x41))).rejects.toMatchObject({ code: 'ERR_SNAPSHOT_FORMAT' })
  })
})
