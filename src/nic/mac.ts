/** Ethernet addresses, as `52:54:00:12:34:56` and as the core keeps them: first byte lowest. */
const pattern = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i

/** The address of a station, in small letters; undefined when the text is none, is all zeros, or is a group's. */
export function parseMac(text: string): string | undefined {
  if (!pattern.test(text)) return undefined
  const mac = text.toLowerCase()
  const isGroup = (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1
  return isGroup || mac === noMac ? undefined : mac
}

/** Nobody's: what `ip link` takes a function's address back by. */
export const noMac = '00:00:00:00:00:00'

export function macToCore(mac: string): bigint {
  return BigInt(`0x${mac.split(':').reverse().join('')}`)
}

export function macFromCore(value: bigint): string {
  const digits = value.toString(16).padStart(12, '0')
  return (digits.match(/../g) ?? []).reverse().join(':')
}

/** Locally administered addresses that differ between adapters and between their ports, and are the same in every run. */
export function generatedMac(owner: string, index: number): string {
  let hash = 0x811c9dc5
  for (const letter of owner) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0
  const bytes = [0x02, (hash >>> 24) & 0xff, (hash >>> 16) & 0xff, (hash >>> 8) & 0xff, hash & 0xff, index & 0xff]
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':')
}
