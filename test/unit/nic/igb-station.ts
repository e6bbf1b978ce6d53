/** A driver of an 82576 virtual function, written from the datasheet: its mailbox, its rings, what it sends and what arrives. */
import { GuestLayout, IgbBit, IgbMailbox, IgbMessage, IgbReceive, IgbTransmit, IgbVfRegister } from '../../../src/core/layout.gen'
import { RAM, type VirtioMachine } from '../virtio/virtio-machine'

const firstVirtual = 2
const ringSize = 64
const bufferBytes = 2048
/** Where rings and buffers lie in the guest's memory. */
export const igbPlace = {
  receive: RAM,
  transmit: RAM + 0x1000n,
  headers: RAM + 0x8000n,
  in: RAM + 0x10_000n,
  out: RAM + 0x40_000n,
} as const

export const granted = 0x8000_0000
export const denied = 0x4000_0000
export const clearToSend = 0x2000_0000

export type Register = keyof typeof IgbVfRegister

export interface Context {
  mac: number
  ip: number
  l4?: number
  mss?: number
  vlan?: number
  isIp4?: boolean
  kind?: 'udp' | 'tcp' | 'sctp'
}

export interface Sending {
  context?: Context
  /** Bits of the third word beside the usual. */
  command?: number
  /** Bits of the fourth word. */
  options?: number
  /** Lengths of the pieces; the last one takes the rest. */
  pieces?: readonly number[]
}

export interface Arrived {
  frame: Uint8Array
  status: number
  vlan: number
  /** Bytes in the buffer for headers. */
  header: number
}

export class IgbStation {
  readonly slot: number
  readonly #base: bigint
  #next = 0
  #done = 0
  #read = 0
  #out = 0

  constructor(
    readonly lab: { readonly nic: number },
    readonly machine: VirtioMachine,
    readonly vf: number,
    there?: { slot: number; base: bigint },
  ) {
    const { call, guest } = machine
    this.#base = there?.base ?? 0n
    this.slot = there?.slot ?? call.attachIgb(guest)
    if (this.slot === 0 || call.nicPlugFunction(lab.nic, firstVirtual + vf, guest, this.slot) === 0)
      throw new Error('no function')
    if (there === undefined) call.setBus(guest, this.slot)
  }

  /** Where its rings and buffers lie, which for several functions of one guest is not the same place. */
  get place(): typeof igbPlace {
    const moved = Object.entries(igbPlace).map(([name, gpa]) => [name, gpa + this.#base])
    return Object.fromEntries(moved)
  }

  read(name: Register, index = 0): number {
    return this.machine.call.igbRead(this.machine.guest, this.slot, IgbVfRegister[name] + index) >>> 0
  }

  set(name: Register, value: number, index = 0): void {
    this.machine.call.igbWrite(this.machine.guest, this.slot, IgbVfRegister[name] + index, value)
  }

  /** Sends a message by the mailbox; the words of the answer. */
  message(...words: number[]): number[] {
    this.set('mailbox', IgbMailbox.heldByVf)
    for (const [index, word] of words.entries()) this.set('mailboxMemory', word, 4 * index)
    this.set('mailbox', IgbMailbox.request)
    const state = this.read('mailbox')
    if ((state & (IgbMailbox.pfAcknowledge | IgbMailbox.pfMessage)) !== (IgbMailbox.pfAcknowledge | IgbMailbox.pfMessage))
      throw new Error(`the mailbox is 0x${state.toString(16)}: no answer`)
    const answer = [0, 1, 2].map((index) => this.read('mailboxMemory', 4 * index))
    this.set('mailbox', IgbMailbox.acknowledge)
    return answer
  }

  /** Resets, shakes hands, and enables both rings with `buffers` buffers. */
  start({ buffers = ringSize - 1, split = IgbReceive.typeOneBuffer * 2 ** 25 + 2 } = {}): void {
    this.set('ctrl', IgbBit.ctrlReset)
    this.message(IgbMessage.reset)
    this.open({ buffers, split })
  }

  /** The rings alone. */
  open({ buffers = ringSize - 1, split = IgbReceive.typeOneBuffer * 2 ** 25 + 2 } = {}): void {
    for (const place of [this.place.receive, this.place.transmit]) this.machine.write(place, new Uint8Array(4096))
    this.#next = this.#done = this.#read = 0
    this.#ring('rd', this.place.receive)
    this.#ring('td', this.place.transmit)
    this.set('srrctl', split)
    this.set('ivar', 0x8081)
    this.set('ivarMisc', 0x82)
    for (const name of ['eiac', 'eiam', 'eims'] as const) this.set(name, 7)
    this.set('rxdctl', IgbBit.queueEnable)
    this.set('txdctl', IgbBit.queueEnable)
    this.refill(buffers)
  }

  #ring(kind: 'rd' | 'td', gpa: bigint): void {
    this.set(`${kind}bal`, Number(gpa & 0xffff_ffffn))
    this.set(`${kind}bah`, Number(gpa >> 32n))
    this.set(`${kind}len`, ringSize * 16)
    this.set(`${kind}h`, 0)
    this.set(`${kind}t`, 0)
  }

  refill(count: number): void {
    for (let n = 0; n < count; n++) {
      const index = this.#next % ringSize
      this.descriptor(this.place.receive, index, this.#buffer(index), this.place.headers + BigInt(index * 128))
      this.#next++
    }
    this.set('rdt', this.#next % ringSize)
  }

  #buffer(index: number): bigint {
    return this.place.in + BigInt(index * bufferBytes)
  }

  descriptor(ring: bigint, index: number, low: bigint, high: bigint): void {
    const bytes = new DataView(new ArrayBuffer(16))
    bytes.setBigUint64(0, BigInt.asUintN(64, low), true)
    bytes.setBigUint64(8, BigInt.asUintN(64, high), true)
    this.machine.write(ring + BigInt(16 * index), new Uint8Array(bytes.buffer))
  }

  /** Puts descriptors for a frame into the ring, and moves its tail. */
  send(frame: Uint8Array, { context, command = 0, options = 0, pieces = [] }: Sending = {}): void {
    if (context !== undefined) this.#push(...contextOf(context))
    const gpa = this.place.out + BigInt((this.#out++ % 3) * 0x1_2000)
    this.machine.write(gpa, frame)
    const ends = [...pieces, frame.length - pieces.reduce((sum, piece) => sum + piece, 0)]
    let at = 0
    for (const [index, bytes] of ends.entries()) {
      const isLast = index === ends.length - 1
      const end = isLast ? IgbTransmit.endOfPacket | IgbTransmit.reportStatus : 0
      const word = (IgbTransmit.isAdvanced | (IgbTransmit.typeData << 20) | end | command | bytes) >>> 0
      this.#push(gpa + BigInt(at), (BigInt(options >>> 0) << 32n) | BigInt(word))
      at += bytes
    }
    this.set('tdt', this.#read % ringSize)
  }

  /** A legacy descriptor, as it is. */
  sendLegacy(frame: Uint8Array, { command = 0, options = 0 } = {}): void {
    this.machine.write(this.place.out, frame)
    const word = (IgbTransmit.endOfPacket | IgbTransmit.reportStatus | command | frame.length) >>> 0
    this.#push(this.place.out, (BigInt(options >>> 0) << 32n) | BigInt(word))
    this.set('tdt', this.#read % ringSize)
  }

  #push(low: bigint, high: bigint): void {
    this.descriptor(this.place.transmit, this.#read++ % ringSize, low, high)
  }

  /** Descriptors that are done, of those that were pushed. */
  sent(): number {
    let count = 0
    for (let index = 0; index < Math.min(this.#read, ringSize); index++)
      if (((this.machine.read(this.place.transmit + BigInt(16 * index + 12), 1)[0] ?? 0) & 1) === 1) count++
    return count
  }

  /** What arrived since the last call; its buffers are given back. */
  take(refills = true): Arrived[] {
    const arrived: Arrived[] = []
    let parts: Uint8Array[] = []
    let header = 0
    for (;;) {
      const index = this.#done % ringSize
      const written = new DataView(this.machine.read(this.place.receive + BigInt(16 * index), 16).buffer)
      const status = written.getUint32(8, true)
      if ((status & IgbReceive.done) === 0 || this.#done === this.#next) break
      if (parts.length === 0) {
        header = (written.getUint16(2, true) & 0x7fe0) >> 5
        parts.push(this.machine.read(this.place.headers + BigInt(index * 128), header))
      }
      parts.push(this.machine.read(this.#buffer(index), written.getUint16(12, true)))
      this.#done++
      if ((status & IgbReceive.endOfPacket) === 0) continue
      arrived.push({
        frame: new Uint8Array(parts.flatMap((part) => [...part])),
        status,
        vlan: written.getUint16(14, true),
        header,
      })
      parts = []
    }
    if (refills) this.refill(ringSize - 1 - (this.#next - this.#done))
    return arrived
  }

  frames(): Uint8Array[] {
    return this.take().map(({ frame }) => frame)
  }

  /** Lets the guest's time go on, and its devices with it. */
  pass(us: number): void {
    this.machine.call.passTime(this.machine.guest, BigInt(us) * 1000n)
  }

  /** Microseconds until a message that is held back goes out, 0 when none is. */
  waitsUs(): number {
    const [due, now] = ['messageWakeNs', 'timeNs'].map((name) =>
      this.machine.view.getBigUint64(this.machine.guest + GuestLayout[name as 'timeNs'].offset, true),
    ) as [bigint, bigint]
    return due === 0xffff_ffff_ffff_ffffn || due <= now ? 0 : Number((due - now) / 1000n)
  }

  /** Vectors that were signalled since the last call; a driver then lets them come again. */
  vectors(): number {
    const bits = this.machine.call.takeVectors(this.machine.guest, this.slot)
    this.set('eims', 7)
    return bits
  }
}

const kinds = { udp: 0, tcp: 1, sctp: 2 } as const

function contextOf({ mac, ip, l4 = 0, mss = 0, vlan = 0, isIp4 = true, kind = 'tcp' }: Context): [bigint, bigint] {
  const type =
    IgbTransmit.isAdvanced | (IgbTransmit.typeContext << 20) | (isIp4 ? IgbTransmit.contextIpv4 : 0) | (kinds[kind] << 11)
  return [BigInt(ip | (mac << 9)) | (BigInt(vlan) << 16n), BigInt(type >>> 0) | (BigInt((l4 << 8) | (mss * 2 ** 16)) << 32n)]
}
