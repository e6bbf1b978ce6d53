/** Sockets between this program and a guest, over its virtio-vsock device: `AF_VSOCK` there, streams here. */
import { VmHostError } from '../../error'
import { checkOptions, integerBetween } from '../../options/check'
import { vsockHostCid, vsockOperations, vsockTypes } from '../../spec/devices/virtio-vsock'
import { VsockConnection, type VsockMessage, type VsockStream } from './connection'
import { VsockListener } from './listener'
import { readPacket, type VsockPacket, writePacket } from './packet'

const mostPort = 0xffff_fffe
/** Where ports begin that nobody asked for. */
const firstFreePort = 0x4000_0000
/** Further connections of a guest are refused. */
const mostConnections = 1024

export interface VsockConnectOptions {
  /** Gives up waiting for the guest to answer. */
  signal?: AbortSignal
}

export interface VsockParts {
  /** Name of the guest. */
  guest: string
  /** Undefined when it has no such device. */
  cid: number | undefined
  send(packet: Uint8Array): void
}

interface Attempt {
  request(): void
  accept(packet: VsockPacket): void
  refuse(error: VmHostError): void
}

export class Vsock {
  readonly #parts: VsockParts
  readonly #listeners = new Map<number, VsockListener>()
  readonly #connections = new Map<string, VsockConnection>()
  readonly #attempts = new Map<string, Attempt>()
  #nextPort = firstFreePort

  constructor(parts: VsockParts) {
    this.#parts = parts
  }

  /** Context id of the guest, by which it knows itself; the host's is 2. ERR_UNSUPPORTED when the guest has no such device. */
  get cid(): number {
    const { cid, guest } = this.#parts
    if (cid !== undefined) return cid
    throw new VmHostError('ERR_UNSUPPORTED', `guest ${JSON.stringify(guest)} has no socket device: it was made without \`vsock\``)
  }

  /**
   * Connects to a program in the guest that listens on `port` of `AF_VSOCK`. While the guest has no driver yet this waits for one. Errors:
   * ERR_NOT_FOUND when nobody listens there, ERR_ABORTED, ERR_UNSUPPORTED when the guest has no such device, ERR_INVALID_OPTION.
   *
   *     const { readable, writable } = await guest.vsock.connect(1024)
   */
  async connect(port: number, { signal }: VsockConnectOptions = {}): Promise<VsockStream> {
    checkOptions(vsockPort, port, 'vsock port')
    const localPort = this.#freePort()
    const key = keyOf(localPort, port)
    const connection = this.#connection(localPort, port)
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        connection.say(vsockOperations.rst)
        attempt.refuse(new VmHostError('ERR_ABORTED', `connection to port ${port}: given up`, { cause: signal?.reason }))
      }
      const settle = (): void => {
        this.#attempts.delete(key)
        signal?.removeEventListener('abort', giveUp)
      }
      const attempt: Attempt = {
        request: () => connection.say(vsockOperations.request),
        accept: (packet) => {
          settle()
          this.#connections.set(key, connection)
          connection.receive(packet)
          resolve(connection)
        },
        refuse: (error) => {
          settle()
          reject(error)
        },
      }
      this.#attempts.set(key, attempt)
      signal?.addEventListener('abort', giveUp)
      if (signal?.aborted === true) giveUp()
      else attempt.request()
    })
  }

  /**
   * Listens on a port of the host, which programs of this guest connect to as context id 2. ERR_INVALID_STATE when somebody does already.
   *
   *     for await (const { readable, writable } of guest.vsock.listen(5000)) readable.pipeTo(writable)
   */
  listen(port: number): VsockListener {
    checkOptions(vsockPort, port, 'vsock port')
    if (this.cid > 0 && this.#listeners.has(port))
      throw new VmHostError('ERR_INVALID_STATE', `port ${port} has a listener already`)
    const listener = new VsockListener(port, () => this.#listeners.delete(port))
    this.#listeners.set(port, listener)
    return listener
  }

  /** A packet of the guest. Nothing in it is to be believed. */
  receive(bytes: Uint8Array): void {
    const packet = readPacket(bytes)
    if (packet === undefined || packet.srcCid !== this.#parts.cid) return
    if (packet.dstCid !== vsockHostCid || packet.type !== vsockTypes.stream) this.#refuse(packet)
    else this.#dispatch(packet)
  }

  #dispatch(packet: VsockPacket): void {
    const key = keyOf(packet.dstPort, packet.srcPort)
    const connection = this.#connections.get(key)
    const attempt = this.#attempts.get(key)
    const listener = this.#listeners.get(packet.dstPort)
    if (connection !== undefined) connection.receive(packet)
    else if (attempt !== undefined) this.#answer(attempt, packet)
    else if (listener !== undefined && this.#isWelcome(packet, listener)) this.#accept(listener, packet)
    else this.#refuse(packet)
  }

  #isWelcome({ op }: VsockPacket, { isFull }: VsockListener): boolean {
    return op === vsockOperations.request && !isFull && this.#connections.size < mostConnections
  }

  /** The driver starts over, or the guest: what was open is not any more, and what waits for an answer asks again. */
  reset(): void {
    const gone = new VmHostError('ERR_ABORTED', 'the guest, or its driver, started over')
    for (const connection of [...this.#connections.values()]) connection.fail(gone)
    for (const attempt of this.#attempts.values()) attempt.request()
  }

  /** The guest is gone. */
  close(): void {
    const gone = new VmHostError('ERR_ABORTED', `guest ${JSON.stringify(this.#parts.guest)} is gone`)
    for (const connection of [...this.#connections.values()]) connection.fail(gone)
    for (const attempt of [...this.#attempts.values()]) attempt.refuse(gone)
    for (const listener of [...this.#listeners.values()]) listener.close()
  }

  #answer(attempt: Attempt, packet: VsockPacket): void {
    if (packet.op === vsockOperations.response) {
      attempt.accept(packet)
      return
    }
    if (packet.op !== vsockOperations.rst) this.#refuse(packet)
    const message = `port ${packet.srcPort} of guest ${JSON.stringify(this.#parts.guest)}: nobody listens there`
    attempt.refuse(new VmHostError('ERR_NOT_FOUND', message, { details: { port: packet.srcPort } }))
  }

  #accept(listener: VsockListener, packet: VsockPacket): void {
    const { dstPort, srcPort } = packet
    const connection = this.#connection(dstPort, srcPort)
    this.#connections.set(keyOf(dstPort, srcPort), connection)
    connection.receive({ ...packet, op: vsockOperations.creditUpdate })
    connection.say(vsockOperations.response)
    listener.add(connection)
  }

  /** A reset is never answered by another. */
  #refuse({ op, srcCid, srcPort, dstCid, dstPort, type }: VsockPacket): void {
    if (op === vsockOperations.rst) return
    const answer = { srcCid: dstCid, dstCid: srcCid, srcPort: dstPort, dstPort: srcPort, type }
    const rest = { op: vsockOperations.rst, flags: 0, bufAlloc: 0, fwdCnt: 0, payload: new Uint8Array(0) }
    this.#parts.send(writePacket({ ...answer, ...rest }))
  }

  #connection(localPort: number, remotePort: number): VsockConnection {
    const addresses = { srcCid: vsockHostCid, dstCid: this.cid, srcPort: localPort, dstPort: remotePort, type: vsockTypes.stream }
    const key = keyOf(localPort, remotePort)
    return new VsockConnection({
      localPort,
      remotePort,
      send: (message: VsockMessage) => this.#parts.send(writePacket({ ...addresses, ...message })),
      onGone: () => this.#connections.delete(key),
    })
  }

  #freePort(): number {
    const port = this.#nextPort
    this.#nextPort = port >= mostPort ? firstFreePort : port + 1
    return this.#listeners.has(port) ? this.#freePort() : port
  }
}

const vsockPort = integerBetween(0, mostPort)
const keyOf = (localPort: number, remotePort: number): string => `${localPort}:${remotePort}`
