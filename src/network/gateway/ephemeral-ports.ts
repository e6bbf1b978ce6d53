/** Ports of the gateway's own that nobody asked for by number (RFC 6335 §6). */
export const ephemeralPorts = { first: 49_152, count: 16_384 } as const
