/** Debian's nodejs in a guest: a compiler of machine code inside of what translates machine code. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { describe, expect, it } from 'vitest'
import { engine, hasImage, ProgramGuest } from './program-guest'

const image = 'debian-node'
const script = 'test/guests/programs/hot.cjs'

describe.skipIf(!hasImage(image))(`Debian's nodejs (${engine})`, () => {
  it('compiles, changes and drops code, and computes what the host computes', async () => {
    const guest = await ProgramGuest.boot(image, { 'hot.cjs': readFileSync(script, 'utf8') }, { memory: '512MiB' })
    try {
      const expected = execFileSync(process.execPath, [script], { encoding: 'utf8' }).trim()
      expect(expected).toContain('RESULTS')
      expect(await guest.output('node hot.cjs')).toBe(expected)
    } finally {
      await guest.end()
    }
  })
})
