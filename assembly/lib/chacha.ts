/** The ChaCha20 block function (RFC 8439, §2.3). */

/** "expand 32-byte k" */
// @ts-ignore: decorator
@inline const SIGMA_0: u32 = 0x61707865
// @ts-ignore: decorator
@inline const SIGMA_1: u32 = 0x3320646e
// @ts-ignore: decorator
@inline const SIGMA_2: u32 = 0x79622d32
// @ts-ignore: decorator
@inline const SIGMA_3: u32 = 0x6b206574

/** Writes the 64 bytes of the block `counter` under the 32 bytes at `key`, with a nonce of zeros. */
export function chachaBlock(key: usize, counter: u32, block: usize): void {
  prepare(key, counter, block)
  for (let round: u32 = 0; round < 10; round++) doubleRound(block)
  store<u32>(block, load<u32>(block) + SIGMA_0)
  store<u32>(block, load<u32>(block, 4) + SIGMA_1, 4)
  store<u32>(block, load<u32>(block, 8) + SIGMA_2, 8)
  store<u32>(block, load<u32>(block, 12) + SIGMA_3, 12)
  for (let word: u32 = 0; word < 32; word += 4) store<u32>(block + word, load<u32>(block + word, 16) + load<u32>(key + word), 16)
  store<u32>(block, load<u32>(block, 48) + counter, 48)
}

function prepare(key: usize, counter: u32, block: usize): void {
  store<u32>(block, SIGMA_0)
  store<u32>(block, SIGMA_1, 4)
  store<u32>(block, SIGMA_2, 8)
  store<u32>(block, SIGMA_3, 12)
  memory.copy(block + 16, key, 32)
  store<u64>(block, counter, 48)
  store<u64>(block, 0, 56)
}

function doubleRound(block: usize): void {
  for (let column: usize = 0; column < 16; column += 4) {
    quarterRound(block + column, block + 16 + column, block + 32 + column, block + 48 + column)
  }
  quarterRound(block, block + 20, block + 40, block + 60)
  quarterRound(block + 4, block + 24, block + 44, block + 48)
  quarterRound(block + 8, block + 28, block + 32, block + 52)
  quarterRound(block + 12, block + 16, block + 36, block + 56)
}

function quarterRound(at: usize, bt: usize, ct: usize, dt: usize): void {
  let a = load<u32>(at)
  let b = load<u32>(bt)
  let c = load<u32>(ct)
  let d = load<u32>(dt)
  a += b
  d = rotl<u32>(d ^ a, 16)
  c += d
  b = rotl<u32>(b ^ c, 12)
  a += b
  d = rotl<u32>(d ^ a, 8)
  c += d
  b = rotl<u32>(b ^ c, 7)
  store<u32>(at, a)
  store<u32>(bt, b)
  store<u32>(ct, c)
  store<u32>(dt, d)
}
