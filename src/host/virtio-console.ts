/** A multiport virtio console where the core is (Virtual I/O Device 1.3, §5.3): streams of bytes, each with a name that the guest finds. */
import type { PortServer } from './device-io'

/** Control messages, as { port u32, event u16, value u16 } (§5.3.6.2). */
const events = { deviceReady: 0, deviceAdd: 1, portReady: 3, consolePort: 4, portOpen: 6, portName: 7 } as const
const controlInput = 2
const controlOutput = 3
const controlBytes = 8
/** What a chain of a driver holds at least: a page. */
const pieceBytes = 4096
/** More that the driver has not taken is no conversation any more. */
const mostControl = 1024

interface ConsolePort {
  readonly name: string
  /** The driver has taken it over, and a program has it open: before that the driver would drop what comes. */
  isReady: boolean
  isOpen: boolean
  pending: { bytes: Uint8Array; done(): void }[]
}

/** What its driver knows of the ports, and what that was not told yet. */
export interface ConsoleState {
  ports: { isReady: boolean; isOpen: boolean }[]
  control: Uint8Array[]
}

export interface VirtioConsoleOptions {
  /** The first is the console, `/dev/hvc0`; the others are `/dev/virtio-ports/NAME`. */
  names: readonly string[]
  /** How many bytes the next chain of that queue took; 0 when there is none. */
  give(queue: number, bytes: Uint8Array): number
  onData(port: number, bytes: Uint8Array): void
}

export class VirtioConsole implements PortServer {
  readonly #options: VirtioConsoleOptions
  readonly #ports: ConsolePort[]
  #control: Uint8Array[] = []

  constructor(options: VirtioConsoleOptions) {
    this.#options = options
    this.#ports = options.names.map((name) => ({ name, isReady: false, isOpen: false, pending: [] }))
  }

  /** What was written and not taken stays with whoever wrote it. */
  save(): ConsoleState {
    return { ports: this.#ports.map(({ isReady, isOpen }) => ({ isReady, isOpen })), control: [...this.#control] }
  }

  /** Goes on where another console with the same ports was. */
  restore({ ports, control }: ConsoleState): void {
    for (const [index, port] of this.#ports.entries()) Object.assign(port, ports[index])
    this.#control = [...control]
  }

  /** Resolves when the guest has taken it. */
  write(port: number, bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#ports[port]?.pending.push({ bytes: bytes.slice(), done: resolve })
      this.ready()
    })
  }

  take(queue: number, bytes: Uint8Array): undefined {
    if (queue === controlOutput) {
      this.#hear(bytes)
      this.ready()
      return
    }
    const port = queue < controlInput ? 0 : (queue - controlOutput) / 2
    if (this.#ports[port] !== undefined && bytes.length > 0) this.#options.onData(port, bytes)
  }

  /** Gives what there are chains for: first what is said about ports, then their bytes. */
  ready(): void {
    while (this.#control[0] !== undefined && this.#options.give(controlInput, this.#control[0]) > 0) this.#control.shift()
    for (const [index, port] of this.#ports.entries()) this.#pump(index, port)
  }

  /** The driver starts over: it asks for the ports again, and what it did not take waits. */
  reset(): void {
    this.#control = []
    for (const port of this.#ports) Object.assign(port, { isReady: false, isOpen: false })
  }

  #pump(index: number, port: ConsolePort): void {
    const queue = index === 0 ? 0 : 2 * index + 2
    // A driver without ports of several has the console alone, and says nothing about it.
    if (index > 0 && !port.isOpen) return
    for (let next = port.pending[0]; next !== undefined; next = port.pending[0]) {
      const taken = next.bytes.length === 0 ? 0 : this.#options.give(queue, next.bytes.subarray(0, pieceBytes))
      if (taken === 0 && next.bytes.length > 0) return
      next.bytes = next.bytes.subarray(taken)
      if (next.bytes.length > 0) continue
      port.pending.shift()
      next.done()
    }
  }

  #hear(message: Uint8Array): void {
    if (message.length < controlBytes) return
    const view = new DataView(message.buffer, message.byteOffset)
    const [index, event, value] = [view.getUint32(0, true), view.getUint16(4, true), view.getUint16(6, true)]
    if (event === events.deviceReady && value === 1) {
      for (const each of this.#ports.keys()) this.#say(each, events.deviceAdd, 1)
      return
    }
    const port = this.#ports[index]
    if (port === undefined) return
    if (event === events.portOpen) port.isOpen = value === 1
    if (event !== events.portReady || value !== 1 || port.isReady) return
    port.isReady = true
    if (index === 0) this.#say(index, events.consolePort, 1)
    else this.#say(index, events.portName, 1, port.name)
    this.#say(index, events.portOpen, 1)
  }

  #say(port: number, event: number, value: number, name = ''): void {
    if (this.#control.length >= mostControl) return
    const text = new TextEncoder().encode(name)
    const message = new Uint8Array(controlBytes + text.length)
    const view = new DataView(message.buffer)
    view.setUint32(0, port, true)
    view.setUint16(4, event, true)
    view.setUint16(6, value, true)
    message.set(text, controlBytes)
    this.#control.push(message)
  }
}
