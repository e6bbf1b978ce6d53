/** Real programs of a Debian on shares, one a folder of the machine and one in memory: what they count on of files. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCpio } from '../../src/image/cpio'
import { debianFile } from './built-host'
import { hasImage, ProgramGuest } from './program-guest'

const image = 'debian-tools'
const timeoutMs = 290_000
const folder = mkdtempSync(join(tmpdir(), 'vmhost-shared-'))

/** What the image of the tools has not, in the order in which they need each other. */
const moduleNames = ['virtio_mmio', 'netfs', '9pnet', '9pnet_virtio', '9p']
function modules(): Record<string, Uint8Array> {
  const entries = readCpio(readFileSync(debianFile('modules.cpio')))
  return Object.fromEntries(
    moduleNames.map((name) => {
      const found = entries.find((entry) => entry.name.endsWith(`/${name}.ko.xz`))
      if (found === undefined) throw new Error(`the image debian has no module ${name}`)
      return [`${name}.ko.xz`, found.data]
    }),
  )
}

describe.skipIf(!hasImage(image))('programs of a Debian on shared files', () => {
  let guest: ProgramGuest

  beforeAll(async () => {
    const script = readFileSync('test/guests/programs/files.py')
    guest = await ProgramGuest.boot(
      image,
      { 'files.py': script, ...modules() },
      {
        shares: [
          { tag: 'folder', path: folder },
          { tag: 'memory', files: { first: 'first\n' } },
        ],
      },
    )
    for (const module of moduleNames) await guest.ask(`insmod ${module}.ko.xz`)
    for (const tag of ['folder', 'memory'])
      await guest.output(`mkdir -p /mnt/${tag}; mount -t 9p -o trans=virtio,version=9p2000.L ${tag} /mnt/${tag}`)
  }, timeoutMs)
  afterAll(async () => {
    await guest?.end()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(['folder', 'memory'])('find what POSIX says, in a share of kind %s', { timeout: timeoutMs }, async (tag) => {
    const { status, output } = await guest.ask(`python3 files.py /mnt/${tag}`)
    expect(output.split('\n').filter((line) => line.startsWith('WRONG') || /Error|Traceback/.test(line))).toEqual([])
    expect(status).toBe(0)
    expect(output.trim().split('\n')).toHaveLength(15)
  })

  it('left in the folder of the machine what they wrote', () => {
    expect(readFileSync(join(folder, 'state'), 'utf8')).toBe('29')
    expect(readFileSync(join(folder, 'c/b/inside'), 'utf8')).toBe('INSIDE')
  })
})
