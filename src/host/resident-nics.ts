/** The network adapters of a host where the core is: made, set, watched, and their frames carried to and from the outside. */
import type { Core } from '../core/core'
import { NIC_OUTBOX_BYTES, NicLayout, NicPortLayout, STAGING_BYTES } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import { VmHostError } from '../error'
import type { NicPlan, NicPortFields, NicPortState, NicRoomEvent, OutgoingFrame, Plug } from './protocol'

type PortView = StructView<typeof NicPortLayout>

interface ResidentNic {
  pointer: number
  nic: StructView<typeof NicLayout>
  ports: PortView[]
  /** What of the events of each port was told. */
  told: { spoofed: bigint; malicious: bigint }[]
  events: number
  longestFrame: number
  /** Bytes that the outside was told of, and has not taken. */
  untakenBytes: number
}

const recordHeaderBytes = 8
/** Room in front of a frame that comes in, where a tag may be put. */
const stagingHeadroom = 64
/** Bytes of frames that the outside was told of and has not taken: what comes then stays in the outbox, which is as long as it is. */
const mostUntakenBytes = 2 ** 20
/** Ethernet's header and two VLAN tags, which no MTU counts. */
const headerBytes = 22

export class ResidentNics {
  readonly #core: Core
  readonly #tell: (event: NicRoomEvent) => void | Promise<void>
  readonly #nics = new Map<number, ResidentNic>()
  #nextId = 1

  constructor(core: Core, tell: (event: NicRoomEvent) => void | Promise<void>) {
    this.#core = core
    this.#tell = tell
  }

  create({ name, ports, mtu, linkSpeed }: NicPlan): number {
    const pointer = this.#core.exports.nicCreate(ports, mtu, linkSpeed)
    if (pointer === 0)
      throw new VmHostError('ERR_OUT_OF_MEMORY', `adapter ${JSON.stringify(name)}: the host has no memory left for it`)
    const view = (port: number): PortView =>
      new StructView(this.#core, NicPortLayout, pointer + NicLayout.bytes + port * NicPortLayout.bytes)
    const id = this.#nextId++
    this.#nics.set(id, {
      pointer,
      nic: new StructView(this.#core, NicLayout, pointer),
      ports: Array.from({ length: ports }, (_, port) => view(port)),
      told: Array.from({ length: ports }, () => ({ spoofed: 0n, malicious: 0n })),
      events: 0,
      untakenBytes: 0,
      longestFrame: Math.min(mtu + headerBytes, STAGING_BYTES - stagingHeadroom),
    })
    return id
  }

  destroy(id: number): void {
    this.#core.exports.nicDestroy(this.#nic(id).pointer)
    this.#nics.delete(id)
  }

  set(id: number, port: number, fields: NicPortFields): void {
    const { pointer, ports } = this.#nic(id)
    const view = ports[port]
    if (view === undefined) throw new RangeError(`adapter ${id} has no port ${port}`)
    for (const [name, value] of Object.entries(fields)) view.set(name as keyof NicPortFields, value as never)
    this.#core.exports.nicPortChanged(pointer, port)
  }

  ports(id: number): NicPortState[] {
    return this.#nic(id).ports.map(stateOf)
  }

  /** Plugs the virtio device in a slot of a guest into a port. */
  plug({ nic, port }: Plug, { guest, slot, keepsMac }: { guest: number; slot: number; keepsMac: boolean }): void {
    if (this.#core.exports.nicPlug(this.#nic(nic).pointer, port, guest, slot, keepsMac ? 1 : 0) === 0) throw taken(nic, port)
  }

  /** Plugs a PCI function of a guest that is no virtio device into a port. */
  plugFunction({ nic, port }: Plug, guest: number, slot: number): void {
    if (this.#core.exports.nicPlugFunction(this.#nic(nic).pointer, port, guest, slot) === 0) throw taken(nic, port)
  }

  /** Frames come in at a port; those that are longer than the adapter takes are dropped there, as a card does, and `dropped` were before. */
  send(id: number, port: number, frames: readonly Uint8Array[], dropped = 0): void {
    const { pointer, ports, longestFrame } = this.#nic(id)
    const count = (dropped: number): void => {
      const view = ports[port]
      view?.set('rxDropped', view.get('rxDropped') + BigInt(dropped))
    }
    if (dropped > 0) count(dropped)
    for (const frame of frames) {
      if (frame.length > longestFrame) {
        count(1)
        continue
      }
      const staging = this.#core.exports.stagingBuffer() + stagingHeadroom
      this.#core.bytes.set(frame, staging)
      this.#core.exports.nicInject(pointer, port, staging, frame.length)
    }
  }

  /** Tells the outside what happened since the last time. */
  exchange(): void {
    for (const [id, it] of this.#nics) {
      const events = it.nic.get('events')
      if (events === it.events) continue
      it.events = events
      this.#pass(id, it)
      it.ports.forEach((view, port) => {
        this.#tellRefusals(id, it, view, port)
      })
    }
  }

  /** An outside on another thread may be slower than guests are. */
  #pass(id: number, it: ResidentNic): void {
    if (it.untakenBytes >= mostUntakenBytes) return
    const frames = this.#drain(it)
    if (frames.length === 0) return
    const taking = this.#tell({ type: 'frames', nic: id, frames })
    if (taking === undefined) return
    const bytes = frames.reduce((sum, frame) => sum + frame.bytes.length, 0)
    it.untakenBytes += bytes
    const taken = (): void => {
      const isFull = it.untakenBytes >= mostUntakenBytes
      it.untakenBytes -= bytes
      if (isFull && this.#nics.get(id) === it) this.#pass(id, it)
    }
    taking.then(taken, taken)
  }

  #tellRefusals(id: number, { told }: ResidentNic, view: PortView, port: number): void {
    const [spoofed, malicious] = [view.get('spoofed'), view.get('malicious')]
    const before = told[port]
    if (before === undefined || (before.spoofed === spoofed && before.malicious === malicious)) return
    told[port] = { spoofed, malicious }
    const counts = { spoofed: Number(spoofed - before.spoofed), malicious: Number(malicious - before.malicious) }
    void Promise.resolve(this.#tell({ type: 'refused', nic: id, port, ...counts })).catch(() => {})
  }

  /** The frames lie in one buffer, so that it crosses to another thread in one piece. */
  #drain({ nic }: ResidentNic): OutgoingFrame[] {
    const outbox = nic.get('outbox')
    const head = nic.get('outboxHead')
    const tail = nic.get('outboxTail')
    const { bytes, view } = this.#core
    const buffer = new Uint8Array((head - tail) >>> 0)
    const frames: OutgoingFrame[] = []
    let end = 0
    for (let at = tail; at !== head; ) {
      const record = outbox + (at & (NIC_OUTBOX_BYTES - 1))
      const length = view.getUint32(record, true)
      const from = (at + recordHeaderBytes) & (NIC_OUTBOX_BYTES - 1)
      const first = Math.min(length, NIC_OUTBOX_BYTES - from)
      const frame = buffer.subarray(end, end + length)
      frame.set(bytes.subarray(outbox + from, outbox + from + first))
      frame.set(bytes.subarray(outbox, outbox + length - first), first)
      frames.push({ port: view.getUint32(record + 4, true), bytes: frame })
      end += length
      at = (at + ((recordHeaderBytes + length + 7) & ~7)) >>> 0
    }
    nic.set('outboxTail', head)
    return frames
  }

  #nic(id: number): ResidentNic {
    const nic = this.#nics.get(id)
    if (nic === undefined) throw new VmHostError('ERR_INVALID_STATE', `adapter ${id} was destroyed`)
    return nic
  }
}

function taken(nic: number, port: number): VmHostError {
  return new VmHostError('ERR_INVALID_STATE', `port ${port} of adapter ${nic}: another guest has it, expected it free`)
}

function stateOf(view: PortView): NicPortState {
  return {
    isUp: view.get('isUp') === 1,
    fields: {
      mac: view.get('mac'),
      isMacSet: view.get('isMacSet'),
      vlan: view.get('vlan'),
      qos: view.get('qos'),
      vlanProto: view.get('vlanProto'),
      spoofchk: view.get('spoofchk'),
      trust: view.get('trust'),
      linkState: view.get('linkState'),
      minTxRate: view.get('minTxRate'),
      maxTxRate: view.get('maxTxRate'),
      rssQueryEn: view.get('rssQueryEn'),
    },
    counters: {
      rx_packets: Number(view.get('rxPackets')),
      tx_packets: Number(view.get('txPackets')),
      rx_bytes: Number(view.get('rxBytes')),
      tx_bytes: Number(view.get('txBytes')),
      broadcast: Number(view.get('broadcast')),
      multicast: Number(view.get('multicast')),
      rx_dropped: Number(view.get('rxDropped')),
      tx_dropped: Number(view.get('txDropped')),
      spoofed: Number(view.get('spoofed')),
      mdd: Number(view.get('malicious')),
      copied_bytes: Number(view.get('copiedBytes')),
    },
  }
}
