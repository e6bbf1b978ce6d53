/** Drivers that write anything into the rings of every virtio device but network cards, in either format: the host lives, and nobody else's bytes change. */
import { describe, expect, it } from 'vitest'
import { BalloonFeatureBit, VirtioFeatureBit } from '../../../src/core/layout.gen'
import { Random, seedFromEnvironment } from '../../support/random'
import { MockDriver, type RingFormat } from './mock-driver'
import { diskBytes, OutsideLab, queuesOf, slots } from './outside-lab'
import { RAM, type VirtioMachine } from './virtio-machine'

const STEPS = Number(process.env.VMHOST_VIRTIO_FUZZ ?? 10_000)
const ramBytes = 128 * 4096
const size = 32
const dataGpa = RAM + 0x6_0000n
const tableGpa = RAM + 0x7_c000n
const interesting = [
  0n,
  RAM,
  RAM - 1n,
  RAM + BigInt(ramBytes) - 1n,
  RAM + BigInt(ramBytes),
  2n ** 63n,
  2n ** 64n - 1n,
  0x1000_0000n,
]

/** Each queue has 16 KiB of its own at the beginning of RAM, some of which meet. */
const queueGpa = (slot: number, queue: number): bigint =>
  RAM + BigInt(((Object.values(slots) as number[]).indexOf(slot) * 6 + queue) % 24) * 0x4000n

class Attacker {
  readonly #drivers = new Map<number, MockDriver>()
  readonly #machine: VirtioMachine

  constructor(
    lab: OutsideLab,
    private readonly random: Random,
  ) {
    this.#machine = lab.machine
    for (const slot of Object.values(slots)) this.#restart(slot)
  }

  /** Devices that stopped, because their driver broke the rules. */
  get stopped(): number {
    return [...this.#drivers.values()].filter(({ needsReset }) => needsReset).length
  }

  step(): void {
    const { random } = this
    const slot = random.pick(Object.values(slots))
    const driver = this.#drivers.get(slot)
    if (driver === undefined) return
    const queue = driver.queues.get(random.below(queuesOf[slot] ?? 1))
    const choice = random.below(12)
    if (choice < 6 && queue !== undefined) {
      queue.add(this.#chain(slot), random.oneIn(4) ? tableGpa + 16n * BigInt(random.below(0x300)) : undefined)
      queue.notify()
    } else if (choice === 6) this.#machine.write(queueGpa(slot, random.below(6)) + BigInt(random.below(0x3000)), this.#noise(20))
    else if (choice === 7 && queue !== undefined) {
      const at = queue.descriptors + 16n * BigInt(random.below(size))
      queue.setDescriptor(at, { gpa: this.#gpa(), bytes: this.#bytes(), flags: random.u32() & 0xffff, next: random.below(40) })
      queue.notify()
    } else if (choice === 8) this.#machine.setRegister(slot, 'queueNotify', random.below(8))
    else if (choice === 9 && random.oneIn(5)) this.#machine.setRegister(slot, 'status', random.below(256))
    else if (choice === 10 && random.oneIn(5)) {
      this.#machine.setRegister(slot, 'queueSel', random.below(8))
      this.#machine.setRegister(
        slot,
        random.pick(['queueReset', 'queueReady', 'queueNum', 'queueDescLow'] as const),
        random.below(3),
      )
    } else if (driver.needsReset || random.oneIn(40)) this.#restart(slot)
  }

  #restart(slot: number): void {
    const { random } = this
    const format: RingFormat = random.oneIn(2) ? 'split' : 'packed'
    const driver = new MockDriver(this.#machine, slot)
    const balloon = slot === slots.balloon ? Object.values(BalloonFeatureBit) : []
    const known = [VirtioFeatureBit.indirectDesc, VirtioFeatureBit.eventIdx, VirtioFeatureBit.ringReset, ...balloon]
    const extra = known.filter((bit) => random.oneIn(2) && ((driver.offered >> BigInt(bit)) & 1n) === 1n)
    if (!driver.negotiate(format === 'packed' ? [VirtioFeatureBit.ringPacked, ...extra] : extra))
      throw new Error('no such features')
    for (let queue = 0; queue < (queuesOf[slot] ?? 1); queue++) {
      const gpa = queueGpa(slot, queue)
      this.#machine.write(gpa, new Uint8Array(0x3000))
      driver.addQueue({ index: queue, size, gpa })
    }
    driver.start()
    this.#drivers.set(slot, driver)
  }

  /** Something that the device may understand, and then whatever. */
  #chain(slot: number): { gpa: bigint; bytes: number; isWritable: boolean; content?: Uint8Array }[] {
    const { random } = this
    const isSound = !random.oneIn(4)
    const content = this.#request(slot)
    const parts = [{ gpa: dataGpa + BigInt(random.below(0x1000)), bytes: content.length, isWritable: false, content }]
    for (let more = random.below(4); more > 0; more--) {
      const gpa = isSound ? dataGpa + 0x2000n + BigInt(random.below(0x1_0000)) : this.#gpa()
      parts.push({
        gpa,
        bytes: isSound ? 512 * random.between(1, 12) : this.#bytes(),
        isWritable: random.oneIn(2),
        content: new Uint8Array(0),
      })
    }
    if (isSound) parts.sort((a, b) => Number(a.isWritable) - Number(b.isWritable))
    if (random.oneIn(2)) parts.push({ gpa: dataGpa, bytes: 1, isWritable: true, content: new Uint8Array(0) })
    return parts.map(({ content, ...part }) => (content.length > 0 ? { ...part, content } : part))
  }

  #request(slot: number): Uint8Array {
    const { random } = this
    const bytes = this.#noise(random.pick([0, 16, 16, 44, 44 + random.below(3000)]) || 8)
    const view = new DataView(bytes.buffer)
    if ((slot === slots.memoryDisk || slot === slots.outsideDisk) && bytes.length >= 16) {
      view.setUint32(0, random.pick([0, 1, 4, 8, 11, 13, 99]), true)
      view.setBigUint64(8, random.oneIn(8) ? random.u64() : BigInt(random.below(diskBytes / 512 + 8)), true)
    } else if (slot === slots.vsock && bytes.length >= 44) {
      for (const [at, value] of [
        [0, 3n],
        [8, 2n],
      ] as const)
        view.setBigUint64(at, random.oneIn(20) ? random.u64() : value, true)
      for (const [at, value] of [
        [16, random.below(4)],
        [20, 80],
        [24, bytes.length - 44],
        [36, 5000],
        [40, random.below(5000)],
      ] as const)
        view.setUint32(at, random.oneIn(20) ? random.u32() : value, true)
      view.setUint16(28, random.oneIn(20) ? 2 : 1, true)
      view.setUint16(30, random.below(9), true)
      view.setUint32(32, random.below(4), true)
    } else if (slot === slots.p9 && bytes.length >= 16) {
      view.setUint32(0, bytes.length, true)
      view.setUint8(4, random.pick([8, 12, 14, 24, 26, 40, 50, 72, 76, 100, 102, 104, 108, 110, 116, 118, 120]))
    } else if (slot === slots.balloon) {
      // Numbers of pages, of its own and of others' memory, that of a hint among them, or statistics.
      for (let at = 0; at + 4 <= bytes.length; at += 4)
        view.setUint32(at, random.oneIn(4) ? random.u32() : Number(RAM >> 12n) + random.below(ramBytes / 4096 + 2), true)
      if (random.oneIn(3)) view.setUint32(0, random.below(5), true)
    } else if (slot === slots.console && bytes.length >= 8) {
      view.setUint32(0, random.below(3), true)
      view.setUint16(4, random.below(8), true)
      view.setUint16(6, random.below(2), true)
    }
    return bytes
  }

  #noise(bytes: number): Uint8Array {
    return this.random.fill(new Uint8Array(bytes))
  }

  #gpa(): bigint {
    return this.random.oneIn(3) ? this.random.pick(interesting) : RAM + BigInt(this.random.below(ramBytes))
  }

  #bytes(): number {
    return this.random.oneIn(3) ? this.random.pick([0, 1, 15, 16, 0xffff_ffff, 0x8000_0000]) : this.random.below(70_000)
  }
}

/** What the host asks of a balloon meanwhile. */
function askBalloon({ call, guest }: VirtioMachine, random: Random): void {
  if (random.oneIn(3)) call.balloonAskStats(guest)
  else if (random.oneIn(2)) call.balloonAskHints(guest)
  else call.balloonSetTarget(guest, random.below(200))
}

describe('hostile drivers of disks, consoles, folders, sockets, entropy and balloons', () => {
  const seed = seedFromEnvironment(0xb1c)

  it(`harm nobody but themselves (seed ${seed})`, { timeout: Math.max(300_000, 10 * STEPS) }, async () => {
    const random = new Random(seed)
    const lab = await OutsideLab.create(random)
    const { machine } = lab
    const { call } = machine
    const witness = machine.sibling()
    const pattern = random.fill(new Uint8Array(0x1_0000))
    witness.write(RAM, pattern)
    const other = call.volumeCreate(BigInt(pattern.length))
    witness.write(RAM, pattern)
    new Uint8Array(machine.memory.buffer).set(pattern, call.staging())
    call.volumeWrite(other, 0n, call.staging(), pattern.length)
    const attacker = new Attacker(lab, random)
    let stopped = 0
    for (let step = 0; step < STEPS; step++) {
      attacker.step()
      if (random.oneIn(3)) lab.io.serve()
      if (random.oneIn(10)) call.serveDevices(machine.guest)
      if (random.oneIn(20)) askBalloon(machine, random)
      stopped += attacker.stopped
      // What a backend does later is done in between.
      if (step % 16 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    expect(stopped).toBeGreaterThan(0)
    expect(lab.failures.length).toBeGreaterThan(0)
    expect(lab.failures.filter(({ message }) => message.includes('reached the backend'))).toEqual([])
    expect(Buffer.compare(witness.read(RAM, pattern.length), pattern)).toBe(0)
    call.volumeRead(other, 0n, call.staging(), pattern.length)
    expect(Buffer.compare(new Uint8Array(machine.memory.buffer, call.staging(), pattern.length), pattern)).toBe(0)
    // Nothing is left of what was under way when all drivers are gone.
    for (const slot of Object.values(slots)) machine.setRegister(slot, 'status', 0)
    await lab.io.settle()
    lab.io.serve()
    await lab.io.settle()
    expect(call.ioBusy(machine.guest)).toBe(0)
  })
})
