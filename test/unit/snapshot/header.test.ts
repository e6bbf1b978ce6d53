/** Headers that nobody wrote in good faith: each is refused by name, or says nothing that could do harm. */
import { beforeAll, describe, expect, it } from 'vitest'
import { VmHostError } from '../../../src/error'
import { prepareChecksums } from '../../../src/snapshot/checksum'
import { decodeHeader, encodeHeader, type SnapshotHeader } from '../../../src/snapshot/header'
import { Random, seedFromEnvironment } from '../../support/random'
import { mutate } from './mutate'
import { validHeader } from './valid-header'

beforeAll(prepareChecksums)

const mutations = 3000
const codeOf = (run: () => void): string => {
  try {
    run()
    return 'none'
  } catch (error) {
    return error instanceof VmHostError ? error.code : String(error)
  }
}

/** What the core relies on, said once more. */
function harmIn({ plan }: SnapshotHeader): string[] {
  const { harts, ramPages, devices, functions, entries, memory, interruptController, start, sbi, rootPorts, pciPlaces } = plan
  const isCount = (value: number, most: number): boolean => Number.isInteger(value) && value >= 0 && value <= most
  const slots = devices.map(({ slot }) => slot)
  const claims: [string, boolean][] = [
    ['harts', isCount(harts, 64) && harts > 0],
    ['pages', isCount(ramPages, 2 ** 20) && ramPages > 0],
    ['slots', slots.every((slot) => isCount(slot, 7) || rootPorts.includes(slot - 8)) && new Set(slots).size === slots.length],
    [
      'places',
      devices.every(({ slot }) => slot < 8 || (slot - 8 < pciPlaces && !functions.some(({ place }) => place === slot - 8))),
    ],
    ['balloons', devices.every(({ kind, slot }) => kind !== 'balloon' || slot < 8)],
    ['choices', [interruptController, start].every((value) => isCount(value, 1)) && isCount(sbi, 2 ** 32 - 1)],
    ['entries', entries.every(({ hart }) => isCount(hart, harts - 1))],
    ['functions', functions.length < 128 && functions.every(({ kind }) => kind === 'virtioNet' || kind === 'igbVf')],
    ['plugs', functions.every((it) => !('plug' in it) && !('virtualFunctions' in it))],
    ['memory', memory.reservationPages <= ramPages],
    ['domain', !('sharingDomain' in plan) && !('writes' in plan)],
    ['disks', devices.every((it) => it.kind !== 'blk' || isCount(it.bytes, 2 ** 40))],
    ['ports', devices.every((it) => it.kind !== 'console' || it.names.length === it.state.ports.length)],
  ]
  return claims.flatMap(([name, holds]) => (holds ? [] : [name]))
}

describe('a header', () => {
  it('is what was written', () => {
    expect(decodeHeader(encodeHeader(validHeader()))).toEqual(validHeader())
  })

  it(`is refused, or without harm, after each of ${mutations} random changes`, () => {
    const random = new Random(seedFromEnvironment(1))
    let refused = 0
    for (let count = 0; count < mutations; count++) {
      const header = validHeader()
      const what = mutate(header, random)
      const bytes = encodeHeader(header)
      const code = codeOf(() => decodeHeader(bytes))
      if (code !== 'none') {
        expect({ what, code }).toEqual({ what, code: 'ERR_SNAPSHOT_FORMAT' })
        refused++
      } else expect({ seed: random.seed, what, harm: harmIn(decodeHeader(bytes)) }).toMatchObject({ harm: [] })
    }
    expect(refused).toBeGreaterThan(mutations / 2)
  })

  it.each([
    ['plan.harts', (it: SnapshotHeader) => Object.assign(it.plan, { harts: 65 })],
    ['plan.devices.0.slot', (it: SnapshotHeader) => Object.assign(it.plan.devices[0] as object, { slot: 8 + 256 })],
    ['two functions at one place', (it: SnapshotHeader) => Object.assign(it.plan.devices[0] as object, { slot: 8 })],
    ['place 2 without a root port', (it: SnapshotHeader) => Object.assign(it.plan.devices[0] as object, { slot: 10 })],
    ['plan.devices.4.slot', (it: SnapshotHeader) => Object.assign(it.plan.devices[4] as object, { slot: 9 })],
    ['two devices in one slot', (it: SnapshotHeader) => Object.assign(it.plan.devices[0] as object, { slot: 1 })],
    ['plan.functions.0.kind', (it: SnapshotHeader) => Object.assign(it.plan.functions[0] as object, { kind: 'virtioNetPf' })],
    ['sharingDomain', (it: SnapshotHeader) => Object.assign(it.plan, { sharingDomain: 'of somebody else' })],
    ['tohost', (it: SnapshotHeader) => Object.assign(it.plan, { htif: { tohost: 0x1000n, fromhost: 0n } })],
    ['reserves', (it: SnapshotHeader) => Object.assign(it.plan.memory, { reservationPages: 65 })],
  ])('is refused for its %s, which the error names', (what, change) => {
    const header = validHeader()
    change(header)
    expect(() => decodeHeader(encodeHeader(header))).toThrow(what)
  })
})
