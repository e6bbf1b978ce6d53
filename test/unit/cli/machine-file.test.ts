/** Machine files: what is in them, and what is said about one that is wrong. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { hostOptions } from '../../../src/cli/machine/build'
import { loadMachine } from '../../../src/cli/machine/file'
import { checkMachine } from '../../../src/cli/machine/options'

const folder = mkdtempSync(join(tmpdir(), 'vmhost-machine-'))
afterAll(() => rmSync(folder, { recursive: true }))

function write(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const guest = { name: 'a', memory: '16MiB' }

describe('a machine file', () => {
  it.each<[string, unknown]>([
    ['guests', {}],
    ['guests', { guests: [] }],
    ['guests', { guests: [guest, guest] }],
    ['guests.0.name', { guests: [{}] }],
    ['guests.0.nane', { guests: [{ ...guest, nane: 'b' }] }],
    ['guests.1.memory', { guests: [guest, { name: 'b', memory: 'lots' }] }],
    ['guests.0.memory.limit', { guests: [{ name: 'a', memory: { size: '16MiB', limit: '1KiB' } }] }],
    ['guests.0.cpu.shares', { guests: [{ ...guest, cpu: { shares: 'huge' } }] }],
    ['guests.0.console.type.0.after', { guests: [{ ...guest, console: { type: [{ text: 'x' }] } }] }],
    ['guests.0.boot.initrd', { guests: [{ ...guest, boot: { initrd: 'initrd' } }] }],
    ['guests.0.nics.0', { guests: [{ ...guest, nics: [{}] }] }],
    ['guests.0.nics.0.nic', { guests: [{ ...guest, nics: [{ nic: 'eth0' }] }] }],
    ['guests.0.nics.0.network', { guests: [{ ...guest, nics: [{ network: 'lan' }] }] }],
    ['guests.0.nics.0.vlan', { host: { nics: [{ name: 'eth0' }] }, guests: [{ ...guest, nics: [{ nic: 'eth0', vlan: 5000 }] }] }],
    ['guests.0.nics.0.vlan', { networks: [{ name: 'lan' }], guests: [{ ...guest, nics: [{ network: 'lan', vlan: 1 }] }] }],
    ['networks.0.seed', { networks: [{ name: 'lan', seed: -1 }], guests: [guest] }],
    ['networks', { networks: [{ name: 'lan' }, { name: 'lan' }], guests: [guest] }],
    ['host.cpus', { host: { cpus: 0 }, guests: [guest] }],
    ['hots', { hots: {}, guests: [guest] }],
  ])('is refused with the path of what is wrong: %s', (field, machine) => {
    expect(() => checkMachine(machine, 'm.json')).toThrowError(
      expect.objectContaining({
        code: 'ERR_INVALID_OPTION',
        message: expect.stringMatching(`^machine file "m.json" option ${field} is .*, expected `),
        details: expect.objectContaining({ field }),
      }),
    )
  })

  it('is refused when it is no object at all', () => {
    for (const machine of [undefined, null, 42, 'guests', []])
      expect(() => checkMachine(machine, 'm.json')).toThrowError(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }))
  })

  it('names the file that cannot be read, is no JSON, or is of no known kind', async () => {
    for (const file of [
      join(folder, 'nowhere.json'),
      join(folder, 'nowhere.ts'),
      write('bad.json', '{'),
      write('machine.yaml', 'guests: []'),
    ])
      await expect(loadMachine(file)).rejects.toMatchObject({
        code: 'ERR_INVALID_OPTION',
        message: expect.stringContaining(file),
      })
  })

  it('is TypeScript as well, with an object or a function', async () => {
    const types = 'interface M { guests: { name: string }[] }\n'
    const object = write('object.ts', `${types}export default { guests: [{ name: 'a' }] } satisfies M`)
    const called = write('called.ts', `${types}export default async (): Promise<M> => ({ guests: [{ name: 'b' }] })`)
    expect((await loadMachine(object)).machine.guests.map(({ name }) => name)).toEqual(['a'])
    expect((await loadMachine(called)).machine.guests.map(({ name }) => name)).toEqual(['b'])
    const wrong = write('wrong.ts', "throw new Error('not today')")
    await expect(loadMachine(wrong)).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
      message: expect.stringContaining('not today'),
    })
  })

  it('gives the host what its guests need: memory, virtual functions, and files beside it', () => {
    const machine = checkMachine(
      {
        host: { nics: [{ name: 'eth0' }], swap: { path: 'swap' } },
        guests: [
          { name: 'a', memory: '16MiB', clock: 'virtual', nics: [{ nic: 'eth0' }, { nic: 'eth0', vlan: 7 }] },
          { name: 'b', memory: { size: '32MiB' }, balloon: true },
        ],
      },
      'm.json',
    )
    expect(hostOptions({ machine, file: 'some/lab.json', folder: '/some' })).toMatchObject({
      name: 'lab',
      cpus: 1,
      memory: (16 + 32 + 64) * 2 ** 20,
      nics: [{ name: 'eth0', sriov: { totalVfs: 2 } }],
      swap: { path: '/some/swap' },
    })
  })
})
