/** Devices of a guest whose work is done here, where the core is: folders that are shared with it, its virtio console and its sockets. */
import type { Core } from '../core/core'
import { ConsoleFeatureBit, P9FeatureBit, VirtioKind, VsockFeatureBit } from '../core/layout.gen'
import { VmHostError } from '../error'
import { openFolderTree } from '../platform/folder-tree'
import { vsockQueues } from '../spec/devices/virtio-vsock'
import { MemoryTree } from '../storage/p9/memory-tree'
import { P9Server } from '../storage/p9/server'
import type { FileTree } from '../storage/p9/tree'
import type { DeviceIo } from './device-io'
import type { ConsolePlan, DevicePlan, GuestPlan, SharePlan, VsockPlan } from './protocol'
import { VirtioConsole } from './virtio-console'
import { VirtioVsock } from './virtio-vsock'

export interface ResidentPortsOptions {
  core: Core
  guest: number
  io: DeviceIo
  devices: readonly DevicePlan[]
  /** The guest's region has them already. */
  areAttached: boolean
  /** The guest wrote to a port of its virtio console. */
  onPort(port: number, bytes: Uint8Array): void
  /** A packet of its sockets, and a new start of their driver. */
  onVsock(packet: Uint8Array): void | Promise<void>
  onVsockReset(): void
  /** The guest's time of day, which files in memory are stamped with. */
  nowNs(): bigint
}

export class ResidentPorts {
  readonly #options: ResidentPortsOptions
  readonly #servers: P9Server[] = []
  #console: VirtioConsole | undefined
  #vsock: VirtioVsock | undefined

  /** Throws ERR_IMAGE_NOT_FOUND and ERR_UNSUPPORTED for folders that cannot be shared. */
  constructor(options: ResidentPortsOptions) {
    this.#options = options
    for (const plan of options.devices) {
      if (plan.kind === 'p9') this.#share(plan)
      else if (plan.kind === 'console') this.#console = this.#openConsole(plan)
      else if (plan.kind === 'vsock') this.#vsock = this.#openVsock(plan)
    }
  }

  /** Writes to a port of the virtio console. */
  async write(port: number, bytes: Uint8Array): Promise<void> {
    await this.#console?.write(port, bytes)
  }

  /** Hands a packet to its sockets. */
  sendPacket(packet: Uint8Array): void {
    this.#vsock?.send(packet)
  }

  #openVsock({ slot, cid }: VsockPlan): VirtioVsock {
    const { io, onVsock, onVsockReset } = this.#options
    const server = new VirtioVsock({
      room: (queue) => io.room(slot, queue),
      give: (queue, bytes) => io.give(slot, queue, bytes),
      onPacket: onVsock,
      onReset: onVsockReset,
    })
    const config = new Uint8Array(8)
    new DataView(config.buffer).setBigUint64(0, BigInt(cid), true)
    const features = 1n << BigInt(VsockFeatureBit.stream)
    this.#attach(
      { slot, kind: 'vsock' },
      { queues: 3, inputs: (1 << vsockQueues.rx) | (1 << vsockQueues.event), features, config },
    )
    io.setPort(slot, server)
    return server
  }

  /** The even queues are the outside's: 0 and 1 are the first port's, 2 and 3 for control, and two for each further one. */
  #openConsole({ slot, names }: ConsolePlan): VirtioConsole {
    const { io, onPort } = this.#options
    const server = new VirtioConsole({ names, give: (queue, bytes) => io.give(slot, queue, bytes), onData: onPort })
    const config = new Uint8Array(12)
    new DataView(config.buffer).setUint32(4, names.length, true)
    const features = 1n << BigInt(ConsoleFeatureBit.multiport)
    this.#attach({ slot, kind: 'console' }, { queues: 2 * names.length + 2, inputs: 0x5555_5555, features, config })
    io.setPort(slot, server)
    return server
  }

  /** Files that the guest holds open are closed. */
  close(): void {
    for (const server of this.#servers) server.reset()
  }

  #share(plan: SharePlan): void {
    const { io } = this.#options
    const server = new P9Server(this.#tree(plan), { isReadOnly: plan.isReadOnly })
    this.#servers.push(server)
    const tag = new TextEncoder().encode(plan.tag)
    const config = new Uint8Array(2 + tag.length)
    new DataView(config.buffer).setUint16(0, tag.length, true)
    config.set(tag, 2)
    this.#attach(plan, { queues: 1, inputs: 0, features: 1n << BigInt(P9FeatureBit.mountTag), config })
    io.setPort(plan.slot, {
      take: (_, bytes, room) => {
        const answer = server.answer(bytes)
        return answer !== undefined && answer.length <= room ? answer : undefined
      },
      ready: () => {},
      reset: () => server.reset(),
    })
  }

  #tree({ source }: SharePlan): FileTree {
    if (source.kind === 'folder') return openFolderTree(source.path)
    const tree = new MemoryTree(this.#options.nowNs)
    for (const { path, content } of source.files) tree.put(path.split('/'), content)
    return tree
  }

  #attach(
    { slot, kind }: Pick<DevicePlan, 'slot'> & { kind: 'p9' | 'console' | 'vsock' },
    { queues, inputs, features, config }: { queues: number; inputs: number; features: bigint; config: Uint8Array },
  ): void {
    const { core, guest, areAttached } = this.#options
    if (areAttached) return
    const { exports } = core
    if (exports.portCreate(guest, slot, VirtioKind[kind], queues, inputs, features) === 0)
      throw new VmHostError('ERR_CORE', `virtio slot ${slot} does not take a device`)
    const pointer = exports.stagingBuffer()
    core.bytes.set(config, pointer)
    exports.portConfig(guest, slot, pointer, config.length)
  }
}

/** What its devices hold of the outside, open files among it, is in no region. */
export const hasPorts = ({ devices }: GuestPlan): boolean =>
  devices.some(({ kind }) => kind === 'p9' || kind === 'console' || kind === 'vsock')

export function holdsOutside(action: string, name: string): VmHostError {
  const message = `${action} of guest ${JSON.stringify(name)}: it has shares, a virtio console or sockets, expected none`
  return new VmHostError('ERR_UNSUPPORTED', message)
}
