/** Code that changes under a running Linux: breakpoints, rewritten functions, faults in hot loops, kernel modules that come and go. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasDebian } from './built-host'
import { compiled, engine, finalState, hasCompiler, ProgramGuest } from './program-guest'

const programs = ['breakpoints', 'rewritten-code', 'faults']

describe.skipIf(!hasDebian)(`changing code (${engine})`, () => {
  let guest: ProgramGuest
  const files: Record<string, Uint8Array> = {}
  beforeAll(async () => {
    if (hasCompiler) for (const name of programs) files[name] = compiled(name)
    guest = await ProgramGuest.boot('debian', files, { memory: '256MiB' })
  })
  afterAll(() => guest?.end())

  it.skipIf(!hasCompiler).each(programs)('%s', async (name) => {
    expect(await guest.output(`./${name}`)).toBe(`${name}: ok`)
  })

  it('kernel modules come and go, and others take their place', async () => {
    const [one, other] = [
      'modprobe squashfs && rmmod squashfs',
      'modprobe mbcache && rmmod mbcache && modprobe crc16 && rmmod crc16',
    ]
    await guest.output(`(for i in 1 2 3; do ${one} && ${other} || exit 1; done)`)
    await guest.output('modprobe squashfs')
    expect(await guest.output('cat /proc/filesystems')).toContain('squashfs')
  })

  it.runIf(hasCompiler && engine === 'translator')(
    'ends every one of these programs in the state of the interpreter',
    async () => {
      const commands = programs.map((name) => `./${name}`)
      const [interpreted, translated] = [
        await finalState(commands, { engine: 'interpreter', files }),
        await finalState(commands, { engine: 'translator', files }),
      ]
      for (const name of programs) expect(translated.console).toContain(`${name}: ok`)
      expect(translated.console).toBe(interpreted.console)
      const { stateHash, instructions, traps } = interpreted.statistics
      expect(translated.statistics).toMatchObject({ stateHash, instructions, traps })
    },
  )
})
