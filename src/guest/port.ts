/** A port of a guest's virtio console: `/dev/hvc0`, or `/dev/virtio-ports/NAME`, as a pair of streams. */

/** What is kept of a guest that nobody reads; what it writes beyond is lost. */
const mostUnreadBytes = 16 * 2 ** 20

export class GuestPort {
  readonly name: string
  /** What the guest writes, from the guest's creation on. */
  readonly readable: ReadableStream<Uint8Array>
  /** What the guest reads; a write resolves when the guest has taken it. */
  readonly writable: WritableStream<Uint8Array>
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined

  constructor(name: string, write: (bytes: Uint8Array) => Promise<void>) {
    this.name = name
    const source = {
      start: (controller: ReadableStreamDefaultController<Uint8Array>): void => {
        this.#controller = controller
      },
      cancel: (): void => {
        this.#controller = undefined
      },
    }
    this.readable = new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: mostUnreadBytes }))
    this.writable = new WritableStream<Uint8Array>({ write })
  }

  receive(bytes: Uint8Array): void {
    if ((this.#controller?.desiredSize ?? 0) > 0) this.#controller?.enqueue(bytes)
  }

  /** The guest is gone. */
  close(): void {
    this.#controller?.close()
    this.#controller = undefined
  }
}
