/** The harness itself: what a sequence leaves behind on QEMU, and that a difference is found and made small. */
import { describe, expect, it } from 'vitest'
import { findBinutils, findQemu } from '../support/toolchain'
import { runBatch, shrink } from './campaign'
import type { Machine } from './machine'
import { modeNamed, modes } from './modes/index'
import { buildImage, slotAddress } from './program'
import { qemuMachine } from './qemu'
import { encode } from './random-instruction'
import { MSTATUS, type Sequence } from './sequence'
import { RAM_BASE, SLOT } from './slot'

const qemu = findQemu()
const isPossible = qemu !== undefined && qemu.major >= 10 && findBinutils() !== undefined

const zeros = Array.from({ length: 32 }, () => 0n)
const sequenceOf = (instructions: Sequence['instructions'], x: readonly bigint[] = zeros): Sequence => ({
  seed: 0,
  mode: 'literal',
  instructions,
  mstatus: MSTATUS.MPP | MSTATUS.FS,
  fcsr: 0,
  x,
  f: zeros,
  scratch: new Uint8Array(4096),
  mayLand: false,
})

describe.skipIf(!isPossible)('the harness', () => {
  const machine = qemuMachine(qemu as NonNullable<typeof qemu>)

  it('leaves the registers of every sequence and the traps that it took', async () => {
    const add = encode('addi', { rd: 5, rs1: 5, imm: 7 })
    const sequence = sequenceOf(
      [add, encode('ecall', {}), add],
      zeros.map((zero, index) => (index === 5 ? 100n : zero)),
    )
    const { memory, isFinished } = await machine.run(buildImage([sequence, sequence]))
    const view = new DataView(memory.buffer)
    expect(isFinished).toBe(true)
    for (const index of [0, 1]) {
      const slot = slotAddress(index, SLOT.scratch + 4096) - RAM_BASE
      expect(view.getBigUint64(slot + SLOT.x + 8 * 5, true)).toBe(114n)
      expect(view.getBigUint64(slot + SLOT.traps, true)).toBe(2n)
      expect(view.getBigUint64(slot + SLOT.log, true)).toBe(11n)
      expect(view.getBigUint64(slot + SLOT.log + 8, true)).toBe(BigInt(RAM_BASE + slot + SLOT.text + 4))
    }
  })

  it.each(modes)('repeats every result of mode $name', async (mode) => {
    expect(await runBatch([machine, machine], { mode, firstSeed: 1, count: 100 })).toEqual([])
  })

  it('finds a machine that gets one instruction wrong, and shrinks the sequence to it', async () => {
    const wrong: Machine = {
      name: 'wrong',
      run: async (image) => {
        const copy = image.slice()
        const words = new DataView(copy.buffer)
        const start = slotAddress(0, SLOT.scratch + 4096) - RAM_BASE
        for (let offset = start; offset < copy.length; offset += 2) {
          const isInText =
            (offset - start) % (SLOT.scratch + 4096) >= SLOT.text && (offset - start) % (SLOT.scratch + 4096) < SLOT.scratch
          const bits = words.getUint16(offset, true)
          const isSub = isInText && (bits & 0xfc63) === 0x8c01
          if (isSub) words.setUint16(offset, bits | 0x20, true)
        }
        return machine.run(copy)
      },
    }
    const [found] = await runBatch([machine, wrong], { mode: modeNamed('compressed'), firstSeed: 1, count: 300 })
    if (found === undefined) throw new Error('no divergence found')
    const { sequence } = await shrink([machine, wrong], found)
    expect(sequence.instructions.length).toBeLessThanOrEqual(2)
  })
})
