/** What the tests use of the Wisp server, which comes without types. */
declare module '@mercuryworkshop/wisp-js/server' {
  import type { IncomingMessage } from 'node:http'
  import type { Duplex } from 'node:stream'

  export const logging: { NONE: number; set_level(level: number): void }
  export const server: {
    options: { allow_loopback_ips: boolean; allow_private_ips: boolean }
    routeRequest(request: IncomingMessage, socket: Duplex, head: Buffer): void
  }
}
