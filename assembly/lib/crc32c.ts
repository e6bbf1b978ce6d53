/** The checksum of SCTP (RFC 9260, appendix A): CRC32c, least significant bit first, four bits at a time. */
const NIBBLES = memory.data<u32>([
  0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3, 0x61c69362, 0x7198540d,
  0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9, 0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75,
])

/** Goes on from `crc`, which begins as all ones and is complemented at the end. */
export function crc32c(crc: u32, pointer: usize, bytes: u32): u32 {
  let value = crc
  for (let i: u32 = 0; i < bytes; i++) {
    value ^= load<u8>(pointer + i)
    value = (value >> 4) ^ load<u32>(NIBBLES + ((value & 15) << 2))
    value = (value >> 4) ^ load<u32>(NIBBLES + ((value & 15) << 2))
  }
  return value
}
