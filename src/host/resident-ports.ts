/** Devices of a guest whose work is done here, where the core is: folders that are shared with it. */
import type { Core } from '../core/core'
import { P9FeatureBit, VirtioKind } from '../core/layout.gen'
import { VmHostError } from '../error'
import { openFolderTree } from '../platform/folder-tree'
import { MemoryTree } from '../storage/p9/memory-tree'
import { P9Server } from '../storage/p9/server'
import type { FileTree } from '../storage/p9/tree'
import type { DeviceIo } from './device-io'
import type { DevicePlan, GuestPlan, SharePlan } from './protocol'

export interface ResidentPortsOptions {
  core: Core
  guest: number
  io: DeviceIo
  devices: readonly DevicePlan[]
  /** The guest's region has them already. */
  areAttached: boolean
  /** The guest's time of day, which files in memory are stamped with. */
  nowNs(): bigint
}

export class ResidentPorts {
  readonly #options: ResidentPortsOptions
  readonly #servers: P9Server[] = []

  /** Throws ERR_IMAGE_NOT_FOUND and ERR_UNSUPPORTED for folders that cannot be shared. */
  constructor(options: ResidentPortsOptions) {
    this.#options = options
    for (const plan of options.devices) if (plan.kind === 'p9') this.#share(plan)
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
    this.#attach(plan.slot, { queues: 1, inputs: 0, features: 1n << BigInt(P9FeatureBit.mountTag), config })
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
    slot: number,
    { queues, inputs, features, config }: { queues: number; inputs: number; features: bigint; config: Uint8Array },
  ): void {
    const { core, guest, areAttached } = this.#options
    if (areAttached) return
    const { exports } = core
    if (exports.portCreate(guest, slot, VirtioKind.p9, queues, inputs, features) === 0)
      throw new VmHostError('ERR_CORE', `virtio slot ${slot} does not take a device`)
    const pointer = exports.stagingBuffer()
    core.bytes.set(config, pointer)
    exports.portConfig(guest, slot, pointer, config.length)
  }
}

/** What its devices hold of the outside, open files among it, is in no region. */
export const hasPorts = ({ devices }: GuestPlan): boolean => devices.some(({ kind }) => kind === 'p9')

export function holdsOutside(action: string, name: string): VmHostError {
  const message = `${action} of guest ${JSON.stringify(name)}: it shares files with its host, expected no shares`
  return new VmHostError('ERR_UNSUPPORTED', message)
}
