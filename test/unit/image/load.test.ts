/** Images from paths, URLs, buffers and blobs, compressed or broken. */
import { execFileSync } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadImage } from '../../../src/image/load'
import type { ImagePlatform, ImageProgress, ImageSource } from '../../../src/image/source'
import { imagePlatform } from '../../../src/platform/files'

const content = Uint8Array.from({ length: 3_000_000 }, (_, index) => (index * index) >> 5)
/** RFC 8878 by hand: one frame, single segment, content size 5, one last raw block "hello". */
const zstdHello = Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x05, 0x29, 0x00, 0x00, 0x68, 0x65, 0x6c, 0x6c, 0x6f])

const platform: ImagePlatform = {
  readFile: async (path) => {
    const { size } = await stat(path)
    const chunks = createReadStream(path)
    await new Promise((resolve, reject) => chunks.once('readable', () => resolve(undefined)).once('error', reject))
    return { chunks, total: size }
  },
}

let folder = ''
let server: Server
let origin = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vmhost-load-'))
  await writeFile(join(folder, 'image'), content)
  await writeFile(join(folder, 'image.gz'), gzipSync(content))
  server = createServer((request, response) => {
    if (request.url === '/image') return response.writeHead(200, { 'content-length': content.length }).end(content)
    if (request.url === '/cut') {
      response.writeHead(200, { 'content-length': content.length })
      return response.write(content.subarray(0, 1000), () => response.destroy())
    }
    return response.writeHead(request.url === '/broken' ? 500 : 404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
})

afterAll(async () => {
  await rm(folder, { recursive: true })
  server.close()
})

const load = (source: ImageSource) => loadImage(source, platform, { name: 'kernel' })
const code = (expected: string) => expect.objectContaining({ code: expected })

describe('loading an image', () => {
  it('reads every kind of source to the same bytes', async () => {
    const sources: ImageSource[] = [
      content,
      content.buffer,
      { buffer: content },
      new Blob([content]),
      join(folder, 'image'),
      { path: join(folder, 'image') },
      `${origin}/image`,
      { url: new URL(`${origin}/image`) },
      new URL(`file://${folder}/image`),
    ]
    for (const source of sources) expect(Buffer.compare(await load(source), content)).toBe(0)
  })

  it('decompresses gzip and zstd, told by their magic', async () => {
    expect(Buffer.compare(await load(join(folder, 'image.gz')), content)).toBe(0)
    expect(new TextDecoder().decode(await load(zstdHello))).toBe('hello')
  })

  it('decompresses what the zstd tool writes, where there is one', async ({ skip }) => {
    let compressed: Uint8Array
    try {
      compressed = execFileSync('zstd', ['-c', '-19'], { input: content, stdio: ['pipe', 'pipe', 'ignore'] })
    } catch {
      return skip('there is no zstd tool')
    }
    expect(Buffer.compare(await load(compressed), content)).toBe(0)
  })

  it('passes short and empty images through', async () => {
    expect(await load(new Uint8Array(0))).toHaveLength(0)
    expect(await load(Uint8Array.of(0x1f))).toEqual(Uint8Array.of(0x1f))
  })

  it('gives a buffer that is nobody else’s, so that it can be handed to another thread', async () => {
    await writeFile(join(folder, 'small'), 'small')
    await writeFile(join(folder, 'empty'), '')
    const sources: ImageSource[] = [
      content,
      content.buffer,
      content.subarray(5, 9),
      new Blob([content]),
      join(folder, 'small'),
      join(folder, 'empty'),
      join(folder, 'image'),
      join(folder, 'image.gz'),
      `${origin}/image`,
    ]
    for (const source of sources) {
      const bytes = await loadImage(source, imagePlatform(), {})
      expect(bytes.buffer).not.toBe(content.buffer)
      expect(bytes.byteLength).toBe(bytes.buffer.byteLength)
      structuredClone(bytes, { transfer: [bytes.buffer as ArrayBuffer] })
    }
    expect(content).toHaveLength(3_000_000)
  })

  it('reads files of the platform piece by piece, until somebody does not want them any more', async () => {
    const large = content.length * 3
    await writeFile(join(folder, 'large'), Buffer.concat([content, content, content]))
    const seen: number[] = []
    const bytes = await loadImage(join(folder, 'large'), imagePlatform(), {
      onProgress: ({ phase, loaded }) => phase === 'read' && seen.push(loaded),
    })
    expect(Buffer.compare(bytes, Buffer.concat([content, content, content]))).toBe(0)
    expect(seen.length).toBeGreaterThan(1)
    expect(seen.at(-1)).toBe(large)
    const aborted = new AbortController()
    const loading = loadImage(join(folder, 'large'), imagePlatform(), {
      signal: aborted.signal,
      onProgress: () => aborted.abort(),
    })
    await expect(loading).rejects.toEqual(code('ERR_ABORTED'))
  })

  it('tells progress of both phases up to the end', async () => {
    const seen: ImageProgress[] = []
    await loadImage(join(folder, 'image.gz'), platform, { onProgress: (progress) => seen.push(progress) })
    const read = seen.filter(({ phase }) => phase === 'read')
    expect(read.at(-1)?.loaded).toBe(read.at(-1)?.total)
    expect(seen.at(-1)).toEqual({ phase: 'decompress', loaded: content.length, total: content.length })
  })

  it('says what is wrong with a file', async () => {
    await expect(load(join(folder, 'none'))).rejects.toEqual(code('ERR_IMAGE_NOT_FOUND'))
    await expect(load(folder)).rejects.toEqual(code('ERR_IMAGE_READ'))
    await expect(loadImage('file', {}, {})).rejects.toEqual(code('ERR_UNSUPPORTED'))
    await expect(load(7 as unknown as string)).rejects.toEqual(code('ERR_INVALID_OPTION'))
  })

  it('says what is wrong with a download', async () => {
    await expect(load(`${origin}/none`)).rejects.toEqual(code('ERR_IMAGE_NOT_FOUND'))
    await expect(load(`${origin}/broken`)).rejects.toMatchObject({
      code: 'ERR_DOWNLOAD',
      message: expect.stringContaining('500'),
    })
    await expect(load('http://127.0.0.1:9/')).rejects.toEqual(code('ERR_DOWNLOAD'))
    await expect(load(`${origin}/cut`)).rejects.toBeInstanceOf(Error)
  })

  it('notices a source that ends before the size that it announced', async () => {
    async function* half() {
      yield new Uint8Array(500)
    }
    const short: ImagePlatform = { readFile: async () => ({ chunks: half(), total: 1000 }) }
    await expect(loadImage('file', short)).rejects.toMatchObject({
      code: 'ERR_DOWNLOAD',
      message: expect.stringContaining('500 of 1000'),
    })
  })

  it('refuses truncated and damaged compressed data at any cut', async () => {
    const gzip = gzipSync(content)
    for (const cut of [1, 4, 8, 9, 1000, gzip.length - 5]) {
      await expect(load(gzip.subarray(0, gzip.length - cut))).rejects.toEqual(code('ERR_IMAGE_FORMAT'))
    }
    const flipped = gzip.slice()
    flipped[5000] = (flipped[5000] ?? 0) ^ 0xff
    await expect(load(flipped)).rejects.toEqual(code('ERR_IMAGE_FORMAT'))
    for (const cut of [1, 5, 8])
      await expect(load(zstdHello.subarray(0, zstdHello.length - cut))).rejects.toEqual(code('ERR_IMAGE_FORMAT'))
  })

  it('stops when it is aborted, before and during', async () => {
    await expect(loadImage(content, platform, { signal: AbortSignal.abort() })).rejects.toEqual(code('ERR_ABORTED'))
    const controller = new AbortController()
    const loading = loadImage(join(folder, 'image.gz'), platform, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })
    await expect(loading).rejects.toEqual(code('ERR_ABORTED'))
  })
})
