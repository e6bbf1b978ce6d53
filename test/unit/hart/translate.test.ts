/** Page-table walks of Sv39, Sv48 and Sv57 over random tables, beside an independent model. */
import { beforeAll, describe, expect, it } from 'vitest'
import { Random, seedFromEnvironment } from '../../support/random'
import { DRAM, Machine } from '../hypervisor/core-piece'
import { A, type Access, D, type Memory, R, type TranslationState, translateModel, U, W, X } from './translate-model'

const RAM_PAGES = 256
const TABLES = 6
const MXR = 1n << 19n
const ADUE = 1n << 61n
const PBMTE = 1n << 62n
const N = 1n << 63n
const causes = { read: { page: 13, access: 5 }, write: { page: 15, access: 7 }, execute: { page: 12, access: 1 } } as const
const accessBits = { read: 1, write: 2, execute: 4 } as const
const modeIds = { user: 0, supervisor: 1, sum: 2 } as const
const NOWHERE = 0xffff_ffff_ffff_ffffn

let withNapot: Machine
let withoutNapot: Machine
beforeAll(async () => {
  withNapot = await Machine.create({ ramPages: RAM_PAGES })
  withoutNapot = await Machine.create({ ramPages: RAM_PAGES, extensions: ['i', 'm', 'a', 'zicsr', 'svpbmt', 'svadu'] })
})

const ramPpn = DRAM >> 12n
const tablePpn = (random: Random): bigint => ramPpn + BigInt(random.below(TABLES))

/** A page-table entry that mostly gets far: a table, a leaf with permissions, now and then one that is out of order. */
function randomPte(random: Random): bigint {
  if (random.oneIn(30)) return random.u64()
  let pte = random.oneIn(20) ? 0n : 1n
  if (random.oneIn(2)) {
    pte |= tablePpn(random) << 10n
  } else {
    pte |= random.pick([R, R | W, X, R | X, R | W | X, R | W | X, W, W | X])
    pte |= BigInt(random.below(4)) << 6n
    if (random.oneIn(2)) pte |= U
    const ppn = random.u64() & 0xfff_ffff_ffffn
    pte |= (ppn >> BigInt(random.pick([0, 9, 18, 27, 36]))) << BigInt(10 + random.pick([0, 0, 9, 18, 27, 36]))
    pte &= (1n << 54n) - 1n
    if (random.oneIn(4)) pte = (pte & ~(0xfn << 10n)) | N | (BigInt(random.pick([8, 8, 8, 4, 0])) << 10n)
    if (random.oneIn(8)) pte |= BigInt(random.between(1, 3)) << 61n
  }
  if (random.oneIn(40)) pte |= 1n << BigInt(random.between(54, 63))
  if (random.oneIn(40)) pte |= random.pick([A, D, U])
  if (random.oneIn(40)) pte = (pte & ~(0xfffn << 10n)) | (BigInt(RAM_PAGES + random.below(100)) << 10n)
  return pte
}

function randomGva(random: Random, scheme: number): bigint {
  const width = 12 + 9 * (scheme - 5)
  const gva = BigInt.asUintN(64, BigInt.asIntN(width, random.u64()))
  return random.oneIn(12) ? gva ^ (1n << BigInt(random.below(64))) : gva
}

function fillTables(machine: Machine, random: Random): DataView {
  const tables = new Uint8Array(TABLES * 4096)
  const view = new DataView(tables.buffer)
  for (let at = 0; at < tables.length; at += 8) view.setBigUint64(at, randomPte(random), true)
  machine.write(DRAM, tables)
  return view
}

/** The model sees the tables, and zeros in the rest of RAM. */
function modelMemory(tables: DataView): Memory {
  const isTable = (gpa: bigint): boolean => gpa < DRAM + BigInt(tables.byteLength)
  return {
    isRam: (gpa) => gpa >= DRAM && gpa < DRAM + BigInt(RAM_PAGES * 4096),
    load: (gpa) => (isTable(gpa) ? tables.getBigUint64(Number(gpa - DRAM), true) : 0n),
    store: (gpa, value) => tables.setBigUint64(Number(gpa - DRAM), value, true),
  }
}

function configure(machine: Machine, state: TranslationState): void {
  machine.set('satp', (BigInt(state.scheme) << 60n) | state.rootPpn)
  machine.set('menvcfg', (state.adue ? ADUE : 0n) | (state.pbmte ? PBMTE : 0n))
  machine.set('mstatus', state.mxr ? MXR : 0n)
}

function outcomeOf(machine: Machine, { gva, kind, mode }: Access): unknown {
  const gpa = BigInt.asUintN(64, machine.call.translate(machine.hart(), gva, accessBits[kind], modeIds[mode]))
  const exception = machine.takeException()
  if (exception === undefined) return { gpa }
  expect([gpa, exception.tval]).toEqual([NOWHERE, gva])
  const fault = (['page', 'access'] as const).find((name) => causes[kind][name] === exception.cause)
  return { fault: fault ?? exception.cause }
}

describe('translation', () => {
  it.each([
    ['Sv39', 8],
    ['Sv48', 9],
    ['Sv57', 10],
  ])('of %s agrees with the model over random tables', (_, scheme) => {
    const seed = seedFromEnvironment(0x5a00 + scheme)
    console.log(`translate: seed ${seed}`)
    const random = new Random(seed)
    const seen = new Map<string, number>()
    for (let round = 0; round < 25; round++) {
      const svnapot = !random.oneIn(4)
      const machine = svnapot ? withNapot : withoutNapot
      const tables = fillTables(machine, random)
      const memory = modelMemory(tables)
      for (let step = 0; step < 160; step++) {
        const rootPpn = random.oneIn(40) ? random.u64() & 0xfff_ffff_ffffn : tablePpn(random)
        const flag = (): boolean => random.oneIn(2)
        const state = { scheme, rootPpn, adue: flag(), pbmte: flag(), svnapot, mxr: flag() }
        const access: Access = {
          gva: randomGva(random, scheme),
          kind: random.pick(['read', 'write', 'execute']),
          mode: random.pick(['user', 'supervisor', 'sum']),
        }
        configure(machine, state)
        const expected = translateModel(state, access, memory)
        expect(outcomeOf(machine, access), `${JSON.stringify(access.gva.toString(16))} ${access.kind} ${access.mode}`).toEqual(
          expected,
        )
        const kind = 'gpa' in expected ? 'mapped' : expected.fault
        seen.set(kind, (seen.get(kind) ?? 0) + 1)
      }
      expect(machine.read(DRAM, TABLES * 4096)).toEqual(new Uint8Array(tables.buffer))
    }
    for (const kind of ['mapped', 'page', 'access']) expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(20)
  })

  it.each([
    ['beyond RAM', ramPpn + BigInt(RAM_PAGES)],
    ['at address zero', 0n],
    ['at the top of the physical space', 0xfff_ffff_ffffn],
  ])('faults on a root %s', (_, rootPpn) => {
    configure(withNapot, { scheme: 8, rootPpn, adue: true, pbmte: false, svnapot: true, mxr: false })
    expect(outcomeOf(withNapot, { gva: 0x1000n, kind: 'write', mode: 'user' })).toEqual({ fault: 'access' })
  })

  it('ends when a table names itself at every level', () => {
    withNapot.write(DRAM, new Uint8Array(4096))
    withNapot.writeU64(DRAM, (ramPpn << 10n) | 1n)
    configure(withNapot, { scheme: 10, rootPpn: ramPpn, adue: true, pbmte: false, svnapot: true, mxr: false })
    expect(outcomeOf(withNapot, { gva: 0x123n, kind: 'read', mode: 'supervisor' })).toEqual({ fault: 'page' })
  })

  it('is none in M-mode and without a scheme', () => {
    configure(withNapot, { scheme: 8, rootPpn: 0n, adue: true, pbmte: false, svnapot: true, mxr: false })
    expect(withNapot.call.translate(withNapot.hart(), 0x1234n, 1, 3)).toBe(0x1234n)
    withNapot.set('satp', 0n)
    expect(withNapot.call.translate(withNapot.hart(), 0x1234n, 1, 1)).toBe(0x1234n)
  })
})
