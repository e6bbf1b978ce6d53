/** AES rows against the worked example of FIPS 197 (appendix A.1 and B, round 1). */
import type { Vector } from './integer'

/** Eight bytes of the standard's text, the first one lowest. */
const bytes = (text: string): bigint => BigInt(`0x${[...text.matchAll(/../g)].reverse().join('')}`)

const startLow = bytes('193de3bea0f4e22b')
const startHigh = bytes('9ac68d2ae9f84808')
const shiftedLow = bytes('d4bf5d30e0b452ae')
const shiftedHigh = bytes('b84111f11e2798e5')
const mixedLow = bytes('046681e5e0cb199a')
const mixedHigh = bytes('48f8d37a2806264c')
const keyLow = bytes('2b7e151628aed2a6')
const keyHigh = bytes('abf7158809cf4f3c')
const nextLow = bytes('a0fafe1788542cb1')
const nextHigh = bytes('23a339392a6c7605')

export const aesVectors: readonly Vector[] = [
  ['aes64es a0, a1, a2', startLow, startHigh, shiftedLow],
  ['aes64es a0, a1, a2', startHigh, startLow, shiftedHigh],
  ['aes64esm a0, a1, a2', startLow, startHigh, mixedLow],
  ['aes64esm a0, a1, a2', startHigh, startLow, mixedHigh],
  ['aes64ds a0, a1, a2', shiftedLow, shiftedHigh, startLow],
  ['aes64ds a0, a1, a2', shiftedHigh, shiftedLow, startHigh],
  ['aes64im a0, a1', mixedLow, 0n, shiftedLow],
  ['aes64im a0, a1', mixedHigh, 0n, shiftedHigh],
  // Appendix C.1, equivalent inverse cipher, round 1
  ['aes64dsm a0, a1, a2', bytes('7ad5fda789ef4e27'), bytes('2bca100b3d9ff59f'), bytes('4773b91ff72f3543')],
  ['aes64ks1i a0, a2, 0; aes64ks2 a0, a0, a1', keyLow, keyHigh, nextLow],
  ['aes64ks1i a0, a2, 0; aes64ks2 a1, a0, a1; aes64ks2 a0, a1, a2', keyLow, keyHigh, nextHigh],
]
