/** Literal results of the bit-manipulation rows, worked out from the manual's definitions. */
import type { Vector } from './integer'

const ones = 0xffff_ffff_ffff_ffffn
const lowest = 0x8000_0000_0000_0000n

export const bitVectors: readonly Vector[] = [
  // Zba
  ['add.uw a0, a1, a2', ones, 1n, 0x1_0000_0000n],
  ['sh1add a0, a1, a2', 3n, 1n, 7n],
  ['sh2add a0, a1, a2', 3n, 1n, 13n],
  ['sh3add a0, a1, a2', 3n, 1n, 25n],
  ['sh1add.uw a0, a1, a2', ones, 1n, 0x1_ffff_ffffn],
  ['sh2add.uw a0, a1, a2', ones, 3n, 0x3_ffff_ffffn],
  ['sh3add.uw a0, a1, a2', ones, 7n, 0x7_ffff_ffffn],
  ['slli.uw a0, a1, 32', ones, 0n, 0xffff_ffff_0000_0000n],
  // Zbb
  ['andn a0, a1, a2', 0b1100n, 0b1010n, 0b0100n],
  ['orn a0, a1, a2', 0n, ones - 5n, 5n],
  ['xnor a0, a1, a2', 0b1100n, 0b1010n, ones - 0b0110n],
  ['clz a0, a1', 0n, 0n, 64n],
  ['clz a0, a1', 1n, 0n, 63n],
  ['clzw a0, a1', 0xffff_ffff_0000_0000n, 0n, 32n],
  ['ctz a0, a1', 0n, 0n, 64n],
  ['ctz a0, a1', lowest, 0n, 63n],
  ['ctzw a0, a1', 0x1_0000_0000n, 0n, 32n],
  ['cpop a0, a1', 0xff00_ff00_ff00_ff01n, 0n, 33n],
  ['cpopw a0, a1', ones, 0n, 32n],
  ['max a0, a1, a2', ones, 1n, 1n],
  ['maxu a0, a1, a2', ones, 1n, ones],
  ['min a0, a1, a2', ones, 1n, ones],
  ['minu a0, a1, a2', ones, 1n, 1n],
  ['sext.b a0, a1', 0x180n, 0n, 0xffff_ffff_ffff_ff80n],
  ['sext.h a0, a1', 0x1_8000n, 0n, 0xffff_ffff_ffff_8000n],
  ['zext.h a0, a1', ones, 0n, 0xffffn],
  ['rol a0, a1, a2', 0x8000_0000_0000_0001n, 1n, 3n],
  ['rolw a0, a1, a2', 0x4000_0001n, 1n, 0xffff_ffff_8000_0002n],
  ['ror a0, a1, a2', 3n, 1n, 0x8000_0000_0000_0001n],
  ['rori a0, a1, 4', 0xfn, 0n, 0xf000_0000_0000_0000n],
  ['roriw a0, a1, 1', 1n, 0n, 0xffff_ffff_8000_0000n],
  ['rorw a0, a1, a2', 2n, 2n, 0xffff_ffff_8000_0000n],
  ['orc.b a0, a1', 0x0100_8000_0010_0000n, 0n, 0xff00_ff00_00ff_0000n],
  ['rev8 a0, a1', 0x0102_0304_0506_0708n, 0n, 0x0807_0605_0403_0201n],
  // Zbc: (x + 1)^2 = x^2 + 1 over GF(2)
  ['clmul a0, a1, a2', 3n, 3n, 5n],
  ['clmul a0, a1, a2', ones, ones, 0x5555_5555_5555_5555n],
  ['clmulh a0, a1, a2', ones, ones, 0x5555_5555_5555_5555n],
  ['clmulr a0, a1, a2', ones, ones, 0xaaaa_aaaa_aaaa_aaaan],
  ['clmulh a0, a1, a2', lowest, 2n, 1n],
  ['clmulr a0, a1, a2', lowest, 1n, 1n],
  // Zbs
  ['bclr a0, a1, a2', ones, 64n, ones - 1n],
  ['bclri a0, a1, 63', ones, 0n, 0x7fff_ffff_ffff_ffffn],
  ['bext a0, a1, a2', lowest, 63n, 1n],
  ['bexti a0, a1, 1', 2n, 0n, 1n],
  ['binv a0, a1, a2', 1n, 0n, 0n],
  ['binvi a0, a1, 63', 0n, 0n, lowest],
  ['bset a0, a1, a2', 0n, 127n, lowest],
  ['bseti a0, a1, 4', 1n, 0n, 17n],
  // Zbkb, Zbkx
  ['pack a0, a1, a2', ones, 1n, 0x1_ffff_ffffn],
  ['packh a0, a1, a2', 0x112n, 0x334n, 0x3412n],
  ['packw a0, a1, a2', 0x1_2345n, 0x9_8765n, 0xffff_ffff_8765_2345n],
  ['brev8 a0, a1', 0x0180_0f00_0000_0103n, 0n, 0x8001_f000_0000_80c0n],
  ['xperm4 a0, a1, a2', 0xfedc_ba98_7654_3210n, 0x0123_4567_89ab_cdefn, 0x0123_4567_89ab_cdefn],
  ['xperm8 a0, a1, a2', 0x1716_1514_1312_1110n, 0x0001_0203_0405_0608n, 0x1011_1213_1415_1600n],
]
