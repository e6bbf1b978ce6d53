// The cpio archive format "newc" (magic 070701), the form that Linux unpacks an initramfs from: writer and reader.
//
//   header: 6 bytes of magic, then 13 fields of 8 hexadecimal digits (Documentation/driver-api/early-userspace/buffer-format.rst)
//   header | name NUL | pad to 4 | data | pad to 4 | ... | header of "TRAILER!!!"
import { VmHostError } from '../error'

const magic = '070701'
const headerBytes = 110
const trailer = 'TRAILER!!!'

/** File types in `mode` (POSIX `S_IFMT`). */
export const fileType = {
  mask: 0o170000,
  directory: 0o040000,
  regular: 0o100000,
  symlink: 0o120000,
  character: 0o020000,
} as const

export interface CpioEntry {
  /** Path without a leading slash. */
  name: string
  /** File type and permission bits. */
  mode: number
  /** Content of a regular file, target of a symbolic link; empty for everything else. */
  data: Uint8Array
  /** Device numbers of a character device. */
  device?: { major: number; minor: number }
}

/** Packs `entries` in their order; owner 0:0 and time 0, so that the same input gives the same bytes. */
export function writeCpio(entries: readonly CpioEntry[]): Uint8Array {
  const records = entries.map((entry, index) => record(entry, index + 1))
  records.push(record({ name: trailer, mode: 0, data: new Uint8Array(0) }, 0))
  const out = new Uint8Array(records.reduce((bytes, part) => bytes + part.length, 0))
  let offset = 0
  for (const part of records) {
    out.set(part, offset)
    offset += part.length
  }
  return out
}

function record(entry: CpioEntry, inode: number): Uint8Array {
  const name = new TextEncoder().encode(`${entry.name}\0`)
  const links = (entry.mode & fileType.mask) === fileType.directory ? 2 : 1
  const { major, minor } = entry.device ?? { major: 0, minor: 0 }
  // ino mode uid gid nlink mtime filesize devmajor devminor rdevmajor rdevminor namesize check
  const fields = [inode, entry.mode, 0, 0, links, 0, entry.data.length, 0, 0, major, minor, name.length, 0]
  const dataOffset = alignTo4(headerBytes + name.length)
  const out = new Uint8Array(alignTo4(dataOffset + entry.data.length))
  out.set(new TextEncoder().encode(magic + fields.map((field) => field.toString(16).padStart(8, '0')).join('')))
  out.set(name, headerBytes)
  out.set(entry.data, dataOffset)
  return out
}

/** Reads an archive up to its trailer. Throws ERR_IMAGE_FORMAT on a bad magic, a bad field or a truncated entry. */
export function readCpio(bytes: Uint8Array): CpioEntry[] {
  const entries: CpioEntry[] = []
  for (let offset = 0; ; ) {
    const { entry, next } = readRecord(bytes, offset)
    if (entry.name === trailer) return entries
    entries.push(entry)
    offset = next
  }
}

function readRecord(bytes: Uint8Array, offset: number): { entry: CpioEntry; next: number } {
  if (offset + headerBytes > bytes.length)
    throw malformed(offset, `truncated header: ${bytes.length - offset} of ${headerBytes} bytes`)
  const header = new TextDecoder('latin1').decode(bytes.subarray(offset, offset + headerBytes))
  if (!header.startsWith(magic)) throw malformed(offset, `magic ${JSON.stringify(header.slice(0, 6))}, expected "${magic}"`)
  const field = (index: number): number => {
    const text = header.slice(6 + index * 8, 14 + index * 8)
    if (!/^[0-9a-f]{8}$/i.test(text))
      throw malformed(offset, `field ${index} is ${JSON.stringify(text)}, expected 8 hexadecimal digits`)
    return Number.parseInt(text, 16)
  }
  const nameBytes = field(11)
  const dataBytes = field(6)
  const dataOffset = offset + alignTo4(headerBytes + nameBytes)
  if (nameBytes === 0 || dataOffset + dataBytes > bytes.length) throw malformed(offset, 'truncated entry')
  const nameStart = offset + headerBytes
  const entry: CpioEntry = {
    name: new TextDecoder().decode(bytes.subarray(nameStart, nameStart + nameBytes - 1)),
    mode: field(1),
    data: bytes.slice(dataOffset, dataOffset + dataBytes),
  }
  if ((entry.mode & fileType.mask) === fileType.character) entry.device = { major: field(9), minor: field(10) }
  return { entry, next: dataOffset + alignTo4(dataBytes) }
}

function malformed(offset: number, what: string): VmHostError {
  return new VmHostError('ERR_IMAGE_FORMAT', `cpio archive at byte ${offset}: ${what}`, { details: { offset } })
}

const alignTo4 = (value: number): number => (value + 3) & ~3
