/** cpio archives, written and read back. */
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { type CpioEntry, fileType, readCpio, writeCpio } from '../../../src/image/cpio'

const entries: CpioEntry[] = [
  { name: 'bin', mode: fileType.directory | 0o755, data: new Uint8Array(0) },
  { name: 'bin/sh', mode: fileType.regular | 0o755, data: Uint8Array.of(1, 2, 3, 4, 5) },
  { name: 'link', mode: fileType.symlink | 0o777, data: new TextEncoder().encode('bin/sh') },
  { name: 'console', mode: fileType.character | 0o600, data: new Uint8Array(0), device: { major: 5, minor: 1 } },
]
const archive = writeCpio(entries)

describe('a cpio archive', () => {
  it('reads back as it was written', () => {
    expect(readCpio(archive)).toEqual(entries)
  })

  it('has the header of "newc", field by field', () => {
    const header = new TextDecoder().decode(writeCpio(entries.slice(1, 2)).subarray(0, 117))
    // ino 1, mode 0100755, uid 0, gid 0, nlink 1, mtime 0, filesize 5, device 0:0, rdevice 0:0, namesize 7, check 0
    expect(header).toBe(
      '070701000000010000' +
        '81ed00000000000000000000000100000000000000050000000000000000000000000000000000000007' +
        '00000000bin/sh\0',
    )
  })

  it('is what the cpio tool lists, where there is one', ({ skip }) => {
    const { error, stdout } = spawnSync('cpio', ['-t'], { input: archive })
    if (error !== undefined) return skip('there is no cpio')
    expect(stdout.toString().trim().split('\n')).toEqual(entries.map(({ name }) => name))
  })

  it('is refused where it is damaged, with the place', () => {
    expect(() => readCpio(archive.subarray(0, archive.length - 8))).toThrow(/truncated/)
    expect(() => readCpio(new Uint8Array(200))).toThrow(/at byte 0: magic/)
    const bad = archive.slice()
    bad[14] = 0x78
    expect(() => readCpio(bad)).toThrow(/field 1 is "x/)
    for (let length = 0; length < archive.length - 4; length += 3) {
      expect(() => readCpio(archive.subarray(0, length))).toThrow(expect.objectContaining({ code: 'ERR_IMAGE_FORMAT' }))
    }
  })
})
