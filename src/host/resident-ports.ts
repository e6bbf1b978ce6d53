/** Devices of a guest whose work is done here, where the core is: folders that are shared with it, its virtio console and its sockets. */
import type { Core } from '../core/core'
import { openFolderTree } from '../platform/folder-tree'
import { MemoryTree } from '../storage/p9/memory-tree'
import { P9Server, type P9State } from '../storage/p9/server'
import type { FileTree } from '../storage/p9/tree'
import type { DeviceIo } from './device-io'
import type { ConsolePlan, DevicePlan, GuestPlan, SharePlan, VsockPlan } from './protocol'
import { type ConsoleState, VirtioConsole } from './virtio-console'
import { VirtioVsock } from './virtio-vsock'

export interface ResidentPortsOptions {
  core: Core
  guest: number
  io: DeviceIo
  devices: readonly DevicePlan[]
  /** The guest wrote to a port of its virtio console. */
  onPort(port: number, bytes: Uint8Array): void
  /** A packet of its sockets, and a new start of their driver. */
  onVsock(packet: Uint8Array): void | Promise<void>
  onVsockReset(): void
  /** The trees of shares whose files are in memory, of a guest that goes on from another's; by slot. */
  trees?: ReadonlyMap<number, MemoryTree> | undefined
  /** The guest's time of day, which files in memory are stamped with. */
  nowNs(): bigint
}

/** By slot. */
export interface PortStates {
  shares: ReadonlyMap<number, P9State>
  console?: ConsoleState
}

export class ResidentPorts {
  readonly #options: ResidentPortsOptions
  readonly #servers = new Map<number, P9Server>()
  readonly #trees = new Map<number, MemoryTree>()
  #console: VirtioConsole | undefined
  #consoleSlot: number | undefined
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

  #openVsock({ slot }: VsockPlan): VirtioVsock {
    const { io, onVsock, onVsockReset } = this.#options
    const server = new VirtioVsock({
      room: (queue) => io.room(slot, queue),
      give: (queue, bytes) => io.give(slot, queue, bytes),
      onPacket: onVsock,
      onReset: onVsockReset,
    })
    io.setPort(slot, server)
    return server
  }

  #openConsole({ slot, names }: ConsolePlan): VirtioConsole {
    const { io, onPort } = this.#options
    const server = new VirtioConsole({ names, give: (queue, bytes) => io.give(slot, queue, bytes), onData: onPort })
    io.setPort(slot, server)
    this.#consoleSlot = slot
    return server
  }

  /** What the servers know of their drivers at this moment, which a guest that goes on from it is opened with. */
  save(): PortStates {
    const { io } = this.#options
    const state = this.#consoleSlot === undefined || io.isStale(this.#consoleSlot) ? undefined : this.#console?.save()
    const servers = [...this.#servers].filter(([slot]) => !io.isStale(slot))
    return {
      shares: new Map(servers.map(([slot, server]) => [slot, server.save()])),
      ...(state === undefined ? {} : { console: state }),
    }
  }

  /** The files in memory as they are, for a guest that goes on from this one and sees none of what is written to them here. */
  cloneTrees(): Map<number, MemoryTree> {
    return new Map([...this.#trees].map(([slot, tree]) => [slot, tree.clone(this.#options.nowNs)]))
  }

  /** The servers go on where those of another guest were. */
  restore({ shares, console }: PortStates): void {
    for (const [slot, state] of shares) this.#servers.get(slot)?.restore(state)
    if (console !== undefined) this.#console?.restore(console)
    this.#vsock?.restart()
  }

  /** The guest runs: what waits for it is given to it. */
  resume(): void {
    this.#vsock?.ready()
  }

  /** Files that the guest holds open are closed. */
  close(): void {
    for (const server of this.#servers.values()) server.reset()
  }

  #share(plan: SharePlan): void {
    const { io } = this.#options
    const server = new P9Server(this.#tree(plan), { isReadOnly: plan.isReadOnly })
    this.#servers.set(plan.slot, server)
    io.setPort(plan.slot, {
      take: (_, bytes, room) => {
        const answer = server.answer(bytes)
        return answer !== undefined && answer.length <= room ? answer : undefined
      },
      ready: () => {},
      reset: () => server.reset(),
    })
  }

  #tree({ slot, source }: SharePlan): FileTree {
    if (source.kind === 'folder') return openFolderTree(source.path)
    const tree = this.#options.trees?.get(slot) ?? newTree(source.files, this.#options.nowNs)
    this.#trees.set(slot, tree)
    return tree
  }
}

function newTree(files: readonly { path: string; content: Uint8Array }[], nowNs: () => bigint): MemoryTree {
  const tree = new MemoryTree(nowNs)
  for (const { path, content } of files) tree.put(path.split('/'), content)
  return tree
}

/** Is there a device whose work is done here? What it holds of the outside, open files among it, is in no region. */
export const hasPorts = ({ devices }: GuestPlan): boolean =>
  devices.some(({ kind }) => kind === 'p9' || kind === 'console' || kind === 'vsock')
