/** Disks, consoles, folders, sockets, entropy and a balloon of a guest whose driver is a mock, with everything behind them that there is in a host. */
import type { Core } from '../../../src/core/core'
import { ConsoleFeatureBit, P9FeatureBit, VirtioKind, VsockFeatureBit } from '../../../src/core/layout.gen'
import { DeviceIo } from '../../../src/host/device-io'
import type { StorageFailure } from '../../../src/host/protocol'
import { VirtioConsole } from '../../../src/host/virtio-console'
import { VirtioVsock } from '../../../src/host/virtio-vsock'
import { Vsock } from '../../../src/network/vsock/vsock'
import { slotOfPlace } from '../../../src/spec/pci/places'
import type { BlockDevice, Maybe } from '../../../src/storage/block-device'
import { MemoryDevice } from '../../../src/storage/memory-device'
import { MemoryTree } from '../../../src/storage/p9/memory-tree'
import { P9Server } from '../../../src/storage/p9/server'
import type { Random } from '../../support/random'
import { VirtioMachine } from './virtio-machine'

export const diskBytes = 64 * 1024
/** A disk, the entropy and the sockets are on PCI, the others have the memory-mapped transport. */
export const slots = {
  memoryDisk: 0,
  outsideDisk: slotOfPlace(0),
  console: 2,
  p9: 3,
  vsock: slotOfPlace(4),
  rng: slotOfPlace(3),
  balloon: 5,
} as const
export const queuesOf: Readonly<Record<number, number>> = {
  [slots.memoryDisk]: 2,
  [slots.outsideDisk]: 2,
  [slots.console]: 6,
  [slots.p9]: 1,
  [slots.vsock]: 3,
  [slots.rng]: 1,
  [slots.balloon]: 5,
}
const cid = 3

/** Answers at once, later or not at all well, as it likes. */
class Moody implements BlockDevice {
  readonly #content = new MemoryDevice(new Uint8Array(diskBytes))
  readonly isReadOnly = false
  readonly bytes = diskBytes
  constructor(private readonly random: Random) {}

  read(offset: number, into: Uint8Array): Maybe {
    return this.#mood(offset, into.length, () => this.#content.read(offset, into))
  }
  write(offset: number, from: Uint8Array): Maybe {
    return this.#mood(offset, from.length, () => this.#content.write(offset, from))
  }
  zero(offset: number, bytes: number): Maybe {
    return this.#mood(offset, bytes, () => this.#content.zero(offset, bytes))
  }
  flush(): Maybe {
    return this.#mood(0, 0, () => undefined)
  }
  close(): undefined {}

  /** What reaches a backend was checked. */
  #mood(offset: number, bytes: number, act: () => undefined): Maybe {
    if (offset < 0 || bytes < 0 || offset + bytes > diskBytes) throw new Error(`${bytes} bytes at ${offset} reached the backend`)
    if (this.random.oneIn(20)) throw new Error('broken')
    if (this.random.oneIn(4)) return Promise.resolve().then(act)
    if (this.random.oneIn(20)) return Promise.reject(new Error('broken later'))
    return act()
  }
}

export class OutsideLab {
  readonly io: DeviceIo
  readonly vsock: Vsock
  readonly failures: Omit<StorageFailure, 'disk'>[] = []
  /** Of the disk in the host's memory. */
  readonly volume: number

  private constructor(
    readonly machine: VirtioMachine,
    random: Random,
  ) {
    const { call, guest } = machine
    this.volume = call.volumeCreate(BigInt(diskBytes))
    call.blkAttach(guest, slots.memoryDisk, BigInt(diskBytes / 512), 2, 0, this.volume)
    call.blkAttach(guest, slots.outsideDisk, BigInt(diskBytes / 512), 2, 0, 0)
    const attach = (slot: number, kind: 'console' | 'p9' | 'vsock', inputs: number, feature: number): void => {
      call.portAttach(guest, slot, VirtioKind[kind], queuesOf[slot] ?? 1, inputs, 1n << BigInt(feature))
    }
    attach(slots.console, 'console', 0x5555_5555, ConsoleFeatureBit.multiport)
    attach(slots.p9, 'p9', 0, P9FeatureBit.mountTag)
    attach(slots.vsock, 'vsock', 0b101, VsockFeatureBit.stream)
    machine.attach('rng', slots.rng)
    machine.attach('balloon', slots.balloon)
    machine.carry(slots.rng, 'virtioRng', 2)
    machine.carry(slots.outsideDisk, 'virtioBlk', 3)
    machine.carry(slots.vsock, 'virtioVsock', 4)
    const io = new DeviceIo({
      core: asCore(machine),
      guest,
      onFailure: (_, failure) => this.failures.push(failure),
      onDone: () => {},
    })
    this.io = io
    io.setDisk(slots.outsideDisk, new Moody(random))
    const giveTo = (slot: number) => (queue: number, bytes: Uint8Array) => io.give(slot, queue, bytes)
    io.setPort(slots.console, new VirtioConsole({ names: ['hvc0', 'agent'], give: giveTo(slots.console), onData: () => {} }))
    const tree = new MemoryTree(() => 0n)
    tree.put(['a', 'b'], new Uint8Array(5000))
    const server = new P9Server(tree, { isReadOnly: false })
    io.setPort(slots.p9, {
      take: (_, bytes, room) => {
        const answer = server.answer(bytes)
        return answer !== undefined && answer.length <= room ? answer : undefined
      },
      ready: () => {},
      reset: () => server.reset(),
    })
    const device = new VirtioVsock({
      room: (queue) => io.room(slots.vsock, queue),
      give: giveTo(slots.vsock),
      onPacket: (bytes) =>
        random.oneIn(3) ? Promise.resolve().then(() => this.vsock.receive(bytes)) : this.vsock.receive(bytes),
      onReset: () => this.vsock.reset(),
    })
    io.setPort(slots.vsock, device)
    this.vsock = new Vsock({ guest: 'hostile', cid, send: (packet) => device.send(packet) })
    void serveEcho(this.vsock)
  }

  static async create(random: Random): Promise<OutsideLab> {
    return new OutsideLab(await VirtioMachine.create({ pages: 128, frames: 2048 }), random)
  }
}

/** Gives back what comes, as long as somebody listens. */
async function serveEcho(vsock: Vsock): Promise<void> {
  for await (const { readable, writable } of vsock.listen(80)) readable.pipeTo(writable).catch(() => {})
}

/** The part of the core that devices for the outside know of. */
export function asCore({ call, memory }: VirtioMachine): Core {
  const core = {
    exports: { ...call, stagingBuffer: () => call.staging() },
    get bytes(): Uint8Array {
      return new Uint8Array(memory.buffer)
    },
    get view(): DataView {
      return new DataView(memory.buffer)
    },
  }
  return core as unknown as Core
}
