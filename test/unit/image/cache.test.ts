/** The cache of guest images and its manifest. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseUris } from '../../../src/image/apt'
import { cacheFolder, damagedFiles, readManifest, writeManifest, writeWhole } from '../../../src/image/cache'
import { runProgram } from '../../../src/image/run-program'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vmhost-cache-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('the cache', () => {
  it('lies where the environment says', () => {
    expect(cacheFolder({ VMHOST_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a')
    expect(cacheFolder({ XDG_CACHE_HOME: '/b' })).toBe('/b/vmhost')
    expect(cacheFolder({})).toMatch(/\.cache\/vmhost$/)
  })

  it('knows a file that was changed, cut or lost from an intact one', async () => {
    const names = ['intact', 'changed', 'cut', 'lost']
    const files = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await writeWhole(join(folder, name), Uint8Array.of(1, 2, 3))])),
    )
    const manifest = { name: 'test', version: '1', packages: {}, files }
    await writeManifest(folder, manifest)
    expect(await damagedFiles(folder, manifest)).toEqual([])
    await writeFile(join(folder, 'changed'), Uint8Array.of(1, 2, 4))
    await writeFile(join(folder, 'cut'), Uint8Array.of(1, 2))
    await rm(join(folder, 'lost'))
    expect(await readManifest(folder)).toEqual(manifest)
    expect(await damagedFiles(folder, manifest)).toEqual(['changed', 'cut', 'lost'])
  })

  it('leaves no partial file behind, and has no manifest before one is written', async () => {
    await writeWhole(join(folder, 'file'), Uint8Array.of(1))
    expect(await readdir(folder)).toEqual(['file'])
    expect(await readManifest(folder)).toBeUndefined()
  })
})

describe('fetching packages', () => {
  it('reads what apt says it would download', () => {
    const sha256 = 'ab'.repeat(32)
    const text = `'http://mirror/pool/b/busybox-static_1%3a1.37_riscv64.deb' busybox-static_1%3a1.37_riscv64.deb 941532 SHA256:${sha256}\nnoise\n`
    expect(parseUris(text, '/p')).toEqual([
      { name: 'busybox-static', path: '/p/busybox-static_1%3a1.37_riscv64.deb', bytes: 941532, sha256 },
    ])
  })

  it('says which program is missing, and why one failed', async () => {
    await expect(runProgram('vmhost-no-such-program', [])).rejects.toMatchObject({
      code: 'ERR_UNSUPPORTED',
      message: expect.stringContaining('vmhost-no-such-program is missing'),
    })
    const failing = runProgram(process.execPath, ['-e', 'console.error("noise\\nE: the reason"); process.exit(3)'])
    await expect(failing).rejects.toMatchObject({
      code: 'ERR_DOWNLOAD',
      message: expect.stringMatching(/status 3: E: the reason$/),
    })
  })

  it('hands over the output and the status lines of a program, and stops it on request', async () => {
    const lines: string[] = []
    const script = 'require("fs").writeSync(3, "one\\ntwo\\n"); console.log("out")'
    expect(await runProgram(process.execPath, ['-e', script], { onStatus: (line) => lines.push(line) })).toBe('out\n')
    expect(lines).toEqual(['one', 'two'])
    const signal = AbortSignal.timeout(200)
    await expect(runProgram(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { signal })).rejects.toMatchObject({
      code: 'ERR_ABORTED',
    })
  })
})
