/** The checksum of snapshots, by a library that has to be made ready once. */
import { createXXHash64, type IHasher } from 'hash-wasm'

let hasher: IHasher | undefined

export async function prepareChecksums(): Promise<void> {
  hasher ??= await createXXHash64()
}

/** XXH64 of the bytes. */
export function checksum(bytes: Uint8Array): bigint {
  if (hasher === undefined) throw new Error('prepareChecksums comes first')
  return BigInt(`0x${hasher.init().update(bytes).digest('hex')}`)
}
