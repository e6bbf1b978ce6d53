/** What a gateway reaches the world with: sockets in Node, fetch and a relay in a browser, a fake in a test. */

/** A connection's two directions. An error of either ends both. */
export interface ByteStream {
  readonly readable: ReadableStream<Uint8Array>
  readonly writable: WritableStream<Uint8Array>
  /** Ends both directions at once, as a reset does. */
  abort(): void
}

export interface Destination {
  /** IPv4 in dotted decimal. */
  address: string
  port: number
  /** A name that the guest resolved to this address, and may reach it by. */
  name?: string | undefined
}

/** A UDP socket of a guest's flow. */
export interface DatagramSocket {
  send(payload: Uint8Array, to: Destination): void
  close(): void
}

/** Who sent a datagram from outside. */
export interface DatagramPeer {
  address: string
  port: number
}

export interface Listener {
  /** The port that it got. */
  readonly port: number
  close(): void
}

/** A UDP port of the machine. */
export interface DatagramListener extends Listener {
  send(payload: Uint8Array, to: DatagramPeer): void
}

export interface Outside {
  /** Rejects with a ConnectError (`src/platform/connect-error`), which says whether it was refused. */
  connectTcp(to: Destination): Promise<ByteStream>
  /** `onDatagram` tells whence an answer comes. */
  openUdp?(onDatagram: (payload: Uint8Array, from: DatagramPeer) => void): DatagramSocket
  /** IPv4 addresses of a name, none when there is no such name; rejects when nobody could be asked. */
  resolve(name: string): Promise<readonly string[]>
  /** The one name that an address stands for, where names are resolved beyond it; such an address is nothing by itself. */
  nameOf?(address: string): string | undefined
  /** True for the addresses of this machine's own interfaces, which `*` does not open. */
  isThisMachine?(address: string): boolean
  /** True when the address answered an echo. */
  echo?(address: string): Promise<boolean>
  listenTcp?(at: { host: string; port: number }, onConnection: (stream: ByteStream) => void): Promise<Listener>
  listenUdp?(
    at: { host: string; port: number },
    onDatagram: (payload: Uint8Array, from: DatagramPeer) => void,
  ): Promise<DatagramListener>
}
