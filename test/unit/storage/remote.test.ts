/** Disks over HTTP: what is fetched, what is kept, and what is an error. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RangeDevice } from '../../../src/storage/range-device'
import { urlDevice } from '../../../src/storage/remote'

const content = Uint8Array.from({ length: 700_000 }, (_, at) => (at >> 8) ^ at)

describe('a disk over HTTP', () => {
  let server: Server
  let url: string
  let requests: string[]
  let wrong: {
    status?: number
    tag?: string | null
    changed?: string
    shortBy?: number
    shiftedBy?: number
    isWhole?: boolean
    isBroken?: boolean
  }

  beforeEach(async () => {
    requests = []
    wrong = {}
    server = createServer((request, response) => {
      const range = request.headers.range ?? ''
      requests.push(range)
      const [, first, last] = (/bytes=(\d+)-(\d+)/.exec(range) ?? []).map(Number) as [number, number, number]
      const etag = wrong.tag === undefined ? '"one"' : wrong.tag
      const version = { ...(etag === null ? {} : { etag }), 'last-modified': wrong.changed ?? 'Sun, 06 Nov 1994 08:49:37 GMT' }
      if (wrong.status !== undefined) response.writeHead(wrong.status).end()
      else if (wrong.isWhole === true) response.writeHead(200, version).end(content)
      else {
        const start = first + (wrong.shiftedBy ?? 0)
        const broken = wrong.isBroken === true ? { 'content-length': last + 1 - first } : {}
        response.writeHead(206, { ...version, ...broken, 'content-range': `bytes ${start}-${last}/${content.length}` })
        if (wrong.isBroken === true) response.write(content.subarray(start, start + 1000), () => response.destroy())
        else response.end(content.subarray(start, last + 1 - (wrong.shortBy ?? 0)))
      }
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/disk.img`
  })
  afterEach(() => server.close())

  const read = async (device: RangeDevice, offset: number, bytes: number): Promise<Uint8Array> => {
    const into = new Uint8Array(bytes)
    await device.read(offset, into)
    return into
  }

  it('is read in blocks, each of which is fetched once', async () => {
    const device = await urlDevice(url)
    expect(device.bytes).toBe(content.length)
    expect(Buffer.compare(await read(device, 262_000, 1000), content.subarray(262_000, 263_000))).toBe(0)
    expect(Buffer.compare(await read(device, 0, 512), content.subarray(0, 512))).toBe(0)
    expect(Buffer.compare(await read(device, 699_000, 1000), content.subarray(699_000))).toBe(0)
    expect(requests).toEqual(['bytes=0-0', 'bytes=0-262143', 'bytes=262144-524287', 'bytes=524288-699999'])
  })

  it.each([
    ['a status of 500', { status: 500 }, /HTTP status 500/],
    ['no range', { isWhole: true }, /HTTP status 200, expected 206/],
    ['less than was asked for', { shortBy: 1 }, /bytes at 0, expected 262144 at 0/],
    ['an answer that breaks off', { isBroken: true }, /disk http.*: the answer broke off/],
    ['another place', { shiftedBy: 512 }, /at 512, expected 262144 at 0/],
    ['another content', { tag: '"two"' }, /has changed/],
  ])('%s is an error, and the next read tries again', async (_, answer, message) => {
    const device = await urlDevice(url)
    wrong = answer
    await expect(read(device, 0, 512)).rejects.toMatchObject({ code: 'ERR_DOWNLOAD', message: expect.stringMatching(message) })
    wrong = {}
    expect(Buffer.compare(await read(device, 0, 512), content.subarray(0, 512))).toBe(0)
  })

  it('is known by the time of its last change where there are no tags', async () => {
    wrong = { tag: null }
    const device = await urlDevice(url)
    expect(Buffer.compare(await read(device, 0, 512), content.subarray(0, 512))).toBe(0)
    wrong = { tag: null, changed: 'Sun, 06 Nov 1994 08:49:38 GMT' }
    await expect(read(device, 600_000, 512)).rejects.toThrow(/has changed/)
  })

  it('is not opened where there are no ranges, or nobody', async () => {
    wrong = { isWhole: true }
    await expect(urlDevice(url)).rejects.toMatchObject({ code: 'ERR_DOWNLOAD' })
    server.close()
    server.closeAllConnections()
    await expect(urlDevice(url)).rejects.toMatchObject({ code: 'ERR_DOWNLOAD' })
  })

  it('cannot be written', async () => {
    const device = await urlDevice(url)
    expect(() => device.write()).toThrow(/read-only/)
  })
})
