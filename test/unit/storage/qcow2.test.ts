/** qcow2 images that are written here, with qemu-img as the judge. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createBlockFile, openBlockFile } from '../../../src/platform/block-file'
import { FileDevice } from '../../../src/storage/file-device'
import { MemoryDevice } from '../../../src/storage/memory-device'
import { openVolume } from '../../../src/storage/open'
import { emptyQcow2, openQcow2 } from '../../../src/storage/qcow2/open'
import type { GrowableFile } from '../../../src/storage/qcow2/storage'
import { Random, seedFromEnvironment } from '../../support/random'

const folder = mkdtempSync(join(tmpdir(), 'vmhost-qcow2-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const qemuImg = ['/usr/bin/qemu-img', '/usr/local/bin/qemu-img'].find(existsSync)
const judge = (...args: string[]): string => execFileSync(qemuImg ?? 'qemu-img', args, { encoding: 'utf8', stdio: 'pipe' })
const plan = { format: 'qcow2', isReadOnly: false, serial: '', allowBacking: true } as const
const openFile = (path: string, isReadOnly = false) => openVolume({ ...plan, isReadOnly, source: { kind: 'file', path } })

const MIB = 2 ** 20
const BYTES = 8 * MIB

describe.skipIf(qemuImg === undefined)('a qcow2 image', () => {
  const seed = seedFromEnvironment(0x9c02)
  const formats = [
    '',
    'cluster_size=512',
    'cluster_size=4096',
    'compat=0.10',
    'cluster_size=2M',
    'refcount_bits=1',
    'refcount_bits=64',
  ]

  it.each(formats)(`holds what was written, as qemu-img says, with -o "%s" (seed ${seed})`, async (option) => {
    const path = join(folder, `random-${formats.indexOf(option)}.qcow2`)
    judge('create', '-f', 'qcow2', ...(option === '' ? [] : ['-o', option]), path, String(BYTES))
    const random = new Random(seed)
    const model = new Uint8Array(BYTES)
    for (let round = 0; round < 3; round++) {
      const device = await openFile(path)
      for (let step = 0; step < 60; step++) {
        const offset = 512 * random.below(BYTES / 512)
        const bytes = Math.min(512 * random.between(1, 300), BYTES - offset)
        if (random.oneIn(5)) {
          await device.zero(offset, bytes, random.oneIn(2))
          model.fill(0, offset, offset + bytes)
        } else if (random.oneIn(4)) {
          const found = new Uint8Array(bytes)
          await device.read(offset, found)
          expect(Buffer.compare(found, model.subarray(offset, offset + bytes))).toBe(0)
        } else {
          const content = random.fill(new Uint8Array(bytes))
          await device.write(offset, content)
          model.set(content, offset)
        }
        if (random.oneIn(20)) await device.flush()
      }
      await device.flush()
      await device.close()
      expect(judge('check', path)).toContain('No errors were found')
    }
    judge('convert', '-f', 'qcow2', '-O', 'raw', path, `${path}.raw`)
    expect(Buffer.compare(readFileSync(`${path}.raw`), model)).toBe(0)
  })

  it.each(['cluster_size=512', 'cluster_size=4096', ''])(
    `is not corrupt after its file system was full time and again, with -o "%s" (seed ${seed})`,
    async (option) => {
      const path = join(folder, `full-${option}.qcow2`)
      judge('create', '-f', 'qcow2', ...(option === '' ? [] : ['-o', option]), path, String(BYTES))
      const random = new Random(seed)
      const file = new FileDevice(openBlockFile(path, false), false)
      let room = Number.POSITIVE_INFINITY
      // Writes over what is there go through; what makes the file longer needs room, and is cut short when there is too little.
      const full: GrowableFile = {
        get bytes() {
          return file.bytes
        },
        read: (offset, into) => file.read(offset, into),
        write: (offset, from) => {
          const longer = Math.max(0, offset + from.length - file.bytes)
          room -= longer
          if (room >= 0) return file.write(offset, from)
          const fits = from.length - longer
          if (fits > 0) file.write(offset, from.subarray(0, fits))
          throw new Error('ENOSPC')
        },
        flush: () => file.flush(),
        close: () => file.close(),
      }
      const device = await openQcow2(full, { isReadOnly: false, openBacking: () => Promise.reject(new Error('none')) })
      const model = new Uint8Array(BYTES)
      let failed = 0
      for (let step = 0; step < 400; step++) {
        if (random.oneIn(10)) room = random.oneIn(2) ? Number.POSITIVE_INFINITY : random.below(20_000)
        const offset = 512 * random.below(BYTES / 512)
        const content = random.fill(new Uint8Array(Math.min(512 * random.between(1, 100), BYTES - offset)))
        model.set(content, offset)
        try {
          await device.write(offset, content)
        } catch (error) {
          expect(error).toMatchObject({ message: expect.stringContaining('ENOSPC') })
          failed++
          // What was under way is neither old nor new: it is written again, with room.
          room = Number.POSITIVE_INFINITY
          await device.write(offset, content)
          room = random.below(20_000)
        }
      }
      room = Number.POSITIVE_INFINITY
      await device.flush()
      await device.close()
      expect(failed).toBeGreaterThan(20)
      // 0: no errors; 3: leaked clusters at worst.
      expect([0, 3]).toContain(spawnSync(qemuImg ?? 'qemu-img', ['check', path]).status)
      judge('convert', '-f', 'qcow2', '-O', 'raw', path, `${path}.raw`)
      expect(Buffer.compare(readFileSync(`${path}.raw`), model)).toBe(0)
    },
  )

  it('reads compressed clusters, and writes over them', async () => {
    const content = Buffer.alloc(BYTES, 'compressible ')
    writeFileSync(join(folder, 'content.raw'), content)
    for (const compression of ['zlib', 'zstd']) {
      const path = join(folder, `${compression}.qcow2`)
      const options = ['-o', `compression_type=${compression}`]
      judge('convert', '-c', '-f', 'raw', '-O', 'qcow2', ...options, join(folder, 'content.raw'), path)
      const device = await openFile(path)
      const found = new Uint8Array(BYTES)
      await device.read(0, found)
      expect(Buffer.compare(found, content)).toBe(0)
      await device.write(100_000 * 512 - 99_000 * 512, Buffer.alloc(1024, 'x'))
      await device.flush()
      await device.close()
      expect(judge('check', path)).toContain('No errors were found')
    }
  })

  it('is an overlay over a backing file when that is allowed, and leaves it alone', async () => {
    const base = join(folder, 'base.raw')
    const path = join(folder, 'overlay.qcow2')
    writeFileSync(base, Buffer.alloc(MIB, 'base'))
    judge('create', '-f', 'qcow2', '-b', base, '-F', 'raw', path, String(BYTES))
    const refused = openVolume({ ...plan, allowBacking: false, source: { kind: 'file', path } })
    await expect(refused).rejects.toMatchObject({ code: 'ERR_UNSUPPORTED' })
    const device = await openFile(path)
    await device.write(512, Buffer.alloc(512, 'over'))
    await device.zero(4096, 65_536, true)
    await device.flush()
    await device.close()
    expect(readFileSync(base)).toEqual(Buffer.alloc(MIB, 'base'))
    judge('convert', '-O', 'raw', path, `${path}.raw`)
    const expected = Buffer.alloc(BYTES)
    expected
      .fill('base', 0, MIB)
      .fill('over', 512, 1024)
      .fill(0, 4096, 4096 + 65_536)
    expect(Buffer.compare(readFileSync(`${path}.raw`), expected)).toBe(0)
  })

  it('leaves clusters without an owner at worst when its writer dies without a flush', async () => {
    const path = join(folder, 'killed.qcow2')
    writeFileSync(path, emptyQcow2({ bytes: BYTES }))
    const first = await openFile(path)
    await first.write(0, Buffer.alloc(MIB, 'kept'))
    await first.flush()
    await first.zero(0, MIB, true)
    await first.write(0, Buffer.alloc(MIB, 'lost'))
    await first.write(4 * MIB, Buffer.alloc(MIB, 'lost'))
    // Not closed: as if its process had been killed here.
    const second = await openFile(path, true)
    const found = new Uint8Array(MIB)
    await second.read(0, found)
    expect(Buffer.compare(found, Buffer.alloc(MIB, 'kept'))).toBe(0)
    let report = ''
    try {
      report = judge('check', path)
    } catch (error) {
      report = String((error as { stdout: string }).stdout)
    }
    expect(report).not.toMatch(/ERROR|corrupt/)
  })

  it('keeps what its snapshots hold', async () => {
    const path = join(folder, 'snapshot.qcow2')
    judge('create', '-f', 'qcow2', path, String(BYTES))
    const first = await openFile(path)
    await first.write(0, Buffer.alloc(MIB, 'old'))
    await first.flush()
    await first.close()
    judge('snapshot', '-c', 'one', path)
    const second = await openFile(path)
    await second.write(0, Buffer.alloc(4096, 'new'))
    await second.flush()
    await second.close()
    expect(judge('check', path)).toContain('No errors were found')
    judge('snapshot', '-a', 'one', path)
    judge('convert', '-O', 'raw', path, `${path}.raw`)
    expect(readFileSync(`${path}.raw`).subarray(0, MIB)).toEqual(Buffer.alloc(MIB, 'old'))
  })
})

describe('a damaged qcow2 image', () => {
  it('is refused, or read, and never writes outside of itself', async () => {
    const random = new Random(seedFromEnvironment(0xdead))
    for (let trial = 0; trial < 300; trial++) {
      const image = emptyQcow2({ bytes: MIB, clusterBits: 9 })
      for (let n = random.between(1, 6); n > 0; n--)
        image[random.below(random.oneIn(2) ? 112 : image.length)] = random.u32() & 0xff
      const file = new MemoryDevice(image)
      try {
        const device = await openQcow2(file, { isReadOnly: true, openBacking: () => Promise.reject(new Error('none')) })
        const bytes = Math.min(device.bytes, 65_536)
        await device.read(0, new Uint8Array(bytes))
      } catch (error) {
        expect(error).toMatchObject({ message: expect.any(String) })
      }
    }
  })

  it('that was not closed is read, and not written', async () => {
    const image = emptyQcow2({ bytes: MIB })
    image[79] = 1
    const open = (isReadOnly: boolean) =>
      openQcow2(new MemoryDevice(image.slice()), { isReadOnly, openBacking: () => Promise.reject() })
    await expect(open(false)).rejects.toMatchObject({
      code: 'ERR_UNSUPPORTED',
      message: expect.stringContaining('open it read-only'),
    })
    const into = new Uint8Array(512).fill(1)
    await (await open(true)).read(0, into)
    expect(into).toEqual(new Uint8Array(512))
  })

  it.each([
    ['a first level beside its place', 47, 8],
    ['reference counts beside their place', 55, 8],
    ['reference counts without end', 57, 1],
    ['a header without end', 101, 200],
  ])('is refused for %s', async (_, at, value) => {
    const image = emptyQcow2({ bytes: MIB })
    image[at] = value
    const opening = openQcow2(new MemoryDevice(image), { isReadOnly: true, openBacking: () => Promise.reject() })
    await expect(opening).rejects.toMatchObject({ code: 'ERR_IMAGE_FORMAT' })
  })

  it('has clusters at their places, or an error of the disk', async () => {
    const odd = emptyQcow2({ bytes: 8 * MIB, clusterBits: 16 })
    const view = new DataView(odd.buffer)
    view.setBigUint64(3 * 65_536, BigInt(2 * 65_536) | (1n << 63n))
    view.setBigUint64(2 * 65_536, BigInt(512) | (1n << 63n))
    const damaged = await openQcow2(new MemoryDevice(odd), { isReadOnly: false, openBacking: () => Promise.reject() })
    await expect(damaged.read(0, new Uint8Array(512))).rejects.toMatchObject({ code: 'ERR_IMAGE_FORMAT' })
    await expect(damaged.write(0, new Uint8Array(512))).rejects.toMatchObject({ code: 'ERR_IMAGE_FORMAT' })
  })

  it('that leads back into itself, or to what cannot be read, is refused, and leaves nothing open', async () => {
    const open = (): number => readdirSync('/proc/self/fd').length
    const path = join(folder, 'ring.qcow2')
    writeFileSync(path, emptyQcow2({ bytes: MIB, backing: { name: 'ring.qcow2', format: 'qcow2' } }))
    const vmdk = join(folder, 'vmdk.qcow2')
    const image = emptyQcow2({ bytes: MIB, backing: { name: 'base.vmdk', format: 'qcow2' } })
    image.set(new TextEncoder().encode('vmdk'), 112)
    new DataView(image.buffer).setUint32(108, 4)
    writeFileSync(vmdk, image)
    writeFileSync(join(folder, 'odd.raw'), Buffer.alloc(1000))
    const before = open()
    await expect(openFile(path)).rejects.toMatchObject({ code: 'ERR_IMAGE_FORMAT', message: expect.stringContaining('64') })
    await expect(openFile(vmdk)).rejects.toMatchObject({ code: 'ERR_UNSUPPORTED', message: expect.stringContaining('"vmdk"') })
    const odd = openVolume({ ...plan, format: 'raw', source: { kind: 'file', path: join(folder, 'odd.raw') } })
    await expect(odd).rejects.toMatchObject({ code: 'ERR_IMAGE_FORMAT' })
    expect(open()).toBe(before)
  })

  it('opens files that are no images as raw ones', async () => {
    const path = join(folder, 'raw.img')
    writeFileSync(path, Buffer.alloc(4096, 'raw'))
    const device = await openVolume({ ...plan, format: 'auto', source: { kind: 'file', path } })
    expect(device).toBeInstanceOf(FileDevice)
    expect(openBlockFile(path, true).bytes).toBe(4096)
  })

  it('leaves no file behind that cannot be made', () => {
    const path = join(folder, 'huge.img')
    expect(() => createBlockFile(path, 2 ** 62)).toThrow(expect.objectContaining({ code: 'ERR_IMAGE_READ' }))
    expect(existsSync(path)).toBe(false)
  })
})
