/** A whole 82576 of one guest: the test is the driver of the physical function, and of the virtual ones that it makes. */
import { IgbPfBit, IgbPfRegister, IgbVfRegister, NicLayout, NicPortLayout } from '../../../src/core/layout.gen'
import { VirtioMachine } from '../virtio/virtio-machine'
import { macOf } from './adapter-lab'
import { IgbStation, type Register } from './igb-station'

const physical = 1
const functionBytes = 0x8_0000n
const queueMask = 0x3f

/** The driver of the physical function: its first registers of queues are those of a virtual one, elsewhere. */
class PhysicalStation extends IgbStation {
  /** The queue that it uses: that of its pool. */
  queue = 0

  override read(name: Register, index = 0): number {
    return this.get(this.#place(name) + index)
  }

  override set(name: Register, value: number, index = 0): void {
    this.put(this.#place(name) + index, value)
  }

  get(offset: number): number {
    return this.machine.call.igbPfGet(this.machine.guest, this.slot, offset) >>> 0
  }

  put(offset: number, value: number): void {
    this.machine.call.igbPfSet(this.machine.guest, this.slot, offset, value)
  }

  #place(name: Register): number {
    const offset: number = IgbVfRegister[name]
    if (offset >= 0x2800 && offset < 0x2840) return 0xc000 + 0x40 * this.queue + (offset & queueMask)
    if (offset >= 0x3800 && offset < 0x3840) return 0xe000 + 0x40 * this.queue + (offset & queueMask)
    return offset
  }
}

export class IgbPfLab {
  readonly nic: number
  readonly pf: PhysicalStation
  readonly vfs: IgbStation[] = []

  private constructor(
    readonly machine: VirtioMachine,
    readonly total: number,
  ) {
    const { call, guest } = machine
    this.nic = call.createNic(2 + total)
    this.#set(physical, 'mac', macOf(9))
    const slot = call.attachIgbPf(guest, total)
    if (this.nic === 0 || slot === 0) throw new Error('no adapter')
    this.pf = new PhysicalStation(this, machine, physical - 2, { slot, base: 0n })
    for (let index = 0; index < total; index++)
      this.vfs.push(new IgbStation(this, machine, index, { slot: 4 + 2 * index, base: BigInt(1 + index) * functionBytes }))
  }

  static async create(total = 2): Promise<IgbPfLab> {
    return new IgbPfLab(await VirtioMachine.create({ pages: 128 * (1 + total), frames: 8192 }), total)
  }

  vf(index: number): IgbStation {
    const it = this.vfs[index]
    if (it === undefined) throw new RangeError(`there is no function ${index}`)
    return it
  }

  /** Enables virtual functions by configuration space, and lets them be bus masters. */
  enable(count: number): void {
    const { call, guest } = this.machine
    call.enableVfs(guest, this.pf.slot, count)
    for (const { slot } of this.vfs.slice(0, count)) call.switchOn(guest, slot)
  }

  /** As igb starts: pools, an address each, other causes by vector 0, and everything enabled. */
  start(count = this.total): void {
    const { pf } = this
    this.enable(count)
    pf.queue = count
    this.set('mrqc', 3)
    this.set('vtCtl', count << 7)
    for (let index = 0; index < count; index++) this.address(1 + index, macOf(index), 1 << index)
    this.address(0, macOf(9), 1 << count)
    for (let pool = 0; pool <= count; pool++)
      this.set('poolControl', (IgbPfBit.poolUntagged | IgbPfBit.poolBroadcasts | IgbPfBit.poolStripsTags) >>> 0, pool)
    for (const name of ['eiac', 'eiam', 'eims'] as const) this.set(name, 0x1ff_ffff)
    this.set('ims', IgbPfBit.mailboxCause | IgbPfBit.linkChanged | IgbPfBit.outOfSync)
    this.set('ctrlExt', IgbPfBit.functionResetDone)
    this.set('rctl', IgbPfBit.receiveEnable | IgbPfBit.vlanFilter)
    this.set('tctl', IgbPfBit.transmitEnable)
    pf.open()
    this.set('ivar', 0, 0)
    this.set('ivar', 0x8281, count)
    this.set('ivarMisc', 0x8000)
    for (const vf of this.vfs.slice(0, count)) vf.open()
    this.set('vfResets', 0xff)
    this.set('vfReceive', 0xff)
    this.set('vfTransmit', 0xff)
    pf.vectors()
    this.get('icr')
  }

  /** An entry of the table of addresses. */
  address(entry: number, mac: bigint, pools: number): void {
    const high = (Number(mac >> 32n) | (pools << IgbPfBit.addressPoolShift) | IgbPfBit.addressValid) >>> 0
    this.set('addresses', Number(mac & 0xffff_ffffn), 2 * entry)
    this.set('addresses', pools === 0 ? 0 : high, 2 * entry + 1)
  }

  get(name: keyof typeof IgbPfRegister, index = 0): number {
    return this.pf.get(IgbPfRegister[name] + 4 * index)
  }

  set(name: keyof typeof IgbPfRegister, value: number, index = 0): void {
    this.pf.put(IgbPfRegister[name] + 4 * index, value)
  }

  /** A word of the mailbox of a virtual function, as the physical one has it. */
  mail(vf: number, word: number): number {
    return this.pf.get(IgbPfRegister.mailboxMemory + 64 * vf + 4 * word)
  }

  setMail(vf: number, word: number, value: number): void {
    this.pf.put(IgbPfRegister.mailboxMemory + 64 * vf + 4 * word, value)
  }

  /** A field of the port of a virtual function, or of the physical one with -1. */
  port(vf: number, name: 'mac' | 'vlan' | 'qos' | 'spoofchk' | 'maxTxRate' | 'spoofed'): number {
    const { offset, bytes } = NicPortLayout[name]
    const at = this.#port(2 + vf) + offset
    return bytes === 8 ? Number(this.machine.view.getBigUint64(at, true)) : this.machine.view.getUint32(at, true)
  }

  inject(frame: Uint8Array): void {
    const pointer = this.machine.call.staging() + 64
    new Uint8Array(this.machine.memory.buffer).set(frame, pointer)
    this.machine.call.nicInject(this.nic, 0, pointer, frame.length)
  }

  /** The cable of the uplink. */
  link(isUp: boolean): void {
    this.#set(0, 'linkState', isUp ? 0 : 2)
    this.machine.call.nicPortChanged(this.nic, 0)
  }

  #set(port: number, name: 'mac' | 'linkState', value: bigint | number): void {
    const { offset, bytes } = NicPortLayout[name]
    if (bytes === 8) this.machine.view.setBigUint64(this.#port(port) + offset, BigInt(value), true)
    else this.machine.view.setUint32(this.#port(port) + offset, Number(value), true)
  }

  #port(index: number): number {
    return this.nic + NicLayout.bytes + index * NicPortLayout.bytes
  }
}
