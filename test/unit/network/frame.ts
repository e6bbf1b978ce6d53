/** Frames for tests: stations by a number, a payload by a text. */
export const mac = (station: number): number[] => [2, 0, 0, 0, 0, station]
export const broadcast = [255, 255, 255, 255, 255, 255]

/** An experimental EtherType (IEEE 802 §9.2.4). */
const etherType = [0x88, 0xb5]

export function frame(from: number, to: number | readonly number[], text = ''): Uint8Array {
  return Uint8Array.from([
    ...(typeof to === 'number' ? mac(to) : to),
    ...mac(from),
    ...etherType,
    ...new TextEncoder().encode(text),
  ])
}

export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(14))
