/** Serves what the devices of a guest ask of the outside, and gives each request back when it is done. */
import type { Core } from '../core/core'
import { BlkRequest, BlkStatus, GUEST_IO, IoFlag, IoRequestLayout, IoTableLayout, STAGING_BYTES } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import type { BlockDevice, Maybe } from '../storage/block-device'
import { inTurn } from '../storage/block-device'
import type { StorageFailure } from './protocol'

/** Serves a device that the outside does the work of. */
export interface PortServer {
  /**
   * Takes what a chain of an output queue holds; gives what goes into its writable part, which has `room` bytes. The driver has the chain back
   * when a promise resolves.
   */
  take(queue: number, bytes: Uint8Array, room: number): Uint8Array | undefined | Promise<undefined>
  /** A chain of an input queue is there again. */
  ready(): void
  /** The driver reset the device. */
  reset(): void
}

/** What one chain may bring; a longer one is given back as it is. */
const mostChainBytes = 2 ** 20

export interface DeviceIoOptions {
  core: Core
  guest: number
  onFailure(slot: number, failure: Omit<StorageFailure, 'disk'>): void
  /** Something was completed while the guest may have been waiting. */
  onDone(): void
}

interface Request {
  index: number
  slot: number
  operation: number
  flags: number
  offset: number
  bytes: number
  queue: number
  readBytes: number
  writeBytes: number
}

const headerBytes = 16
const none = 0xffff_ffff
const operationNames = new Map<number, string>(Object.entries(BlkRequest).map(([name, id]) => [id, name]))

export class DeviceIo {
  readonly #options: DeviceIoOptions
  readonly #disks = new Map<number, BlockDevice>()
  readonly #ports = new Map<number, { server: PortServer; resets: number }>()
  readonly #pending = new Set<Promise<void>>()
  #underWay = 0

  constructor(options: DeviceIoOptions) {
    this.#options = options
  }

  /** Requests that are not done yet. */
  get underWay(): number {
    return this.#underWay
  }

  setDisk(slot: number, device: BlockDevice): void {
    this.#disks.set(slot, device)
  }

  /** The slot is empty again; requests of its disk that are under way are still completed. */
  removeDisk(slot: number): void {
    this.#disks.delete(slot)
  }

  setPort(slot: number, server: PortServer): void {
    this.#ports.set(slot, { server, resets: this.#options.core.exports.portResets(this.#options.guest, slot) })
  }

  /** Was the device reset since its server last heard of it? */
  isStale(slot: number): boolean {
    return this.#ports.get(slot)?.resets !== this.#options.core.exports.portResets(this.#options.guest, slot)
  }

  /** Puts bytes into the next chain of an input queue; how many it took, 0 when there is none. */
  give(slot: number, queue: number, bytes: Uint8Array): number {
    const { core, guest } = this.#options
    const pointer = core.exports.stagingBuffer()
    core.bytes.set(bytes, pointer)
    return core.exports.portInput(guest, slot, queue, pointer, bytes.length)
  }

  /** Bytes that the next chain of an input queue has room for; 0 when there is none. */
  room(slot: number, queue: number): number {
    return this.#options.core.exports.portInputRoom(this.#options.guest, slot, queue)
  }

  /** Takes everything that was posted; what can be done at once is done. True when there was something. */
  serve(): boolean {
    let hasServed = this.#lookAtPorts()
    const { core, guest } = this.#options
    for (let index = this.#take(); index !== none; index = this.#take()) {
      hasServed = true
      const request = this.#read(index)
      const port = this.#ports.get(request.slot)
      if (port !== undefined) {
        this.#servePort(request, port.server)
        continue
      }
      this.#underWay++
      const device = this.#disks.get(request.slot)
      const finish = (status: number): void => {
        this.#underWay--
        core.exports.blkDone(guest, index, status)
      }
      try {
        const pending = device === undefined ? undefined : this.#performDurably(device, request)
        if (pending === undefined) finish(device === undefined ? BlkStatus.ioError : BlkStatus.ok)
        else this.#finishLater(pending, request, finish)
      } catch (error) {
        this.#fail(request, error, finish)
      }
    }
    return hasServed
  }

  /** Waits for what is under way. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#pending)
  }

  /** Devices that were reset, or have chains again for what the outside holds. */
  #lookAtPorts(): boolean {
    if (this.#ports.size === 0) return false
    const { core, guest } = this.#options
    if (core.exports.ioReady(guest) === 0) return false
    for (const [slot, port] of this.#ports) {
      if (core.exports.portReady(guest, slot) === 0) continue
      const resets = core.exports.portResets(guest, slot)
      if (resets !== port.resets) port.server.reset()
      port.resets = resets
      port.server.ready()
    }
    return true
  }

  #servePort({ index, queue, readBytes, writeBytes }: Request, server: PortServer): void {
    const { core, guest } = this.#options
    const bytes = this.#readChain(index, readBytes)
    const answer = bytes === undefined ? undefined : server.take(queue, bytes, writeBytes)
    if (answer instanceof Promise) {
      this.#later(answer.finally(() => core.exports.ioDone(guest, index, 0)))
      return
    }
    const written = answer === undefined ? 0 : this.#writeChain(index, answer.subarray(0, writeBytes))
    core.exports.ioDone(guest, index, written)
  }

  /** Undefined when it is too long, or the guest took it back. */
  #readChain(index: number, count: number): Uint8Array | undefined {
    if (count > mostChainBytes) return undefined
    const { core, guest } = this.#options
    const pointer = core.exports.stagingBuffer()
    const bytes = new Uint8Array(count)
    for (let from = 0; from < count; from += STAGING_BYTES) {
      const part = Math.min(STAGING_BYTES, count - from)
      if (core.exports.ioRead(guest, index, from, pointer, part) < part) return undefined
      bytes.set(core.bytes.subarray(pointer, pointer + part), from)
    }
    return bytes
  }

  #writeChain(index: number, bytes: Uint8Array): number {
    const { core, guest } = this.#options
    const pointer = core.exports.stagingBuffer()
    for (let from = 0; from < bytes.length; from += STAGING_BYTES) {
      const part = bytes.subarray(from, from + STAGING_BYTES)
      core.bytes.set(part, pointer)
      if (core.exports.ioWrite(guest, index, from, pointer, part.length) < part.length) return 0
    }
    return bytes.length
  }

  #finishLater(work: Promise<void>, request: Request, finish: (status: number) => void): void {
    this.#later(
      work.then(
        () => finish(BlkStatus.ok),
        (error: unknown) => this.#fail(request, error, finish),
      ),
    )
  }

  #later(work: Promise<void>): void {
    const done = work.then(() => this.#options.onDone()).finally(() => this.#pending.delete(done))
    this.#pending.add(done)
  }

  #take(): number {
    return this.#options.core.exports.ioTake(this.#options.guest) >>> 0
  }

  #read(index: number): Request {
    const { core, guest } = this.#options
    const at = guest + GUEST_IO + IoTableLayout.request.offset + index * IoRequestLayout.bytes
    const view = new StructView(core, IoRequestLayout, at)
    return {
      index,
      slot: view.get('slot'),
      operation: view.get('operation'),
      flags: view.get('flags'),
      offset: Number(view.get('offset')),
      bytes: Number(view.get('count')),
      queue: view.get('queue'),
      readBytes: view.get('readBytes'),
      writeBytes: view.get('writeBytes'),
    }
  }

  #fail(request: Request, error: unknown, finish: (status: number) => void): void {
    const { slot, operation, offset, bytes } = request
    const message = error instanceof Error ? error.message : String(error)
    finish(BlkStatus.ioError)
    this.#options.onFailure(slot, { operation: operationNames.get(operation) ?? String(operation), offset, bytes, message })
  }

  #performDurably(device: BlockDevice, request: Request): Maybe {
    if ((request.flags & IoFlag.writeThrough) === 0) return this.#perform(device, request)
    return inTurn([() => this.#perform(device, request), () => device.flush()])
  }

  #perform(device: BlockDevice, request: Request): Maybe {
    const { operation, offset, bytes, flags } = request
    switch (operation) {
      case BlkRequest.read:
        return this.#inParts(request, (part) => this.#readPart(device, request, part))
      case BlkRequest.write:
        return this.#inParts(request, (part) => this.#writePart(device, request, part))
      case BlkRequest.flush:
        return device.flush()
      case BlkRequest.discard:
        return device.zero(offset, bytes, true)
      default:
        return device.zero(offset, bytes, (flags & IoFlag.unmap) !== 0)
    }
  }

  #inParts({ bytes }: Request, perform: (part: { from: number; bytes: number }) => Maybe): Maybe {
    const steps: (() => Maybe)[] = []
    for (let from = 0; from < bytes; from += STAGING_BYTES) {
      steps.push(() => perform({ from, bytes: Math.min(STAGING_BYTES, bytes - from) }))
    }
    return inTurn(steps)
  }

  /** The staging buffer is anybody's as soon as this thread does something else, so what takes longer has a buffer of its own. */
  #readPart(device: BlockDevice, { index, offset }: Request, { from, bytes }: { from: number; bytes: number }): Maybe {
    const { core, guest } = this.#options
    const buffer = new Uint8Array(bytes)
    const deliver = (): void => {
      const pointer = core.exports.stagingBuffer()
      core.bytes.set(buffer, pointer)
      core.exports.ioWrite(guest, index, from, pointer, bytes)
    }
    const pending = device.read(offset + from, buffer)
    if (pending !== undefined) return pending.then(deliver)
    deliver()
    return undefined
  }

  #writePart(device: BlockDevice, { index, offset }: Request, { from, bytes }: { from: number; bytes: number }): Maybe {
    const { core, guest } = this.#options
    const pointer = core.exports.stagingBuffer()
    if (core.exports.ioRead(guest, index, headerBytes + from, pointer, bytes) < bytes) throw new Error('the request was given up')
    return device.write(offset + from, core.bytes.slice(pointer, pointer + bytes))
  }
}
