/** Which receive queue a frame goes to: that of its flow, by the device's own choice or by the hash and the table of the driver (virtio 1.3 §5.1.6.4). */
import { beforeEach, describe, expect, it } from 'vitest'
import { VirtioFeatureBit, VirtioNetFeature } from '../../../src/core/layout.gen'
import { MockDriver, type MockQueue } from '../virtio/mock-driver'
import { RAM, type VirtioMachine } from '../virtio/virtio-machine'
import { AdapterLab, all, macBytes } from './adapter-lab'

const pairs = 4
const ringSize = 16
const bufferBytes = 2048
const withoutPairs = [VirtioNetFeature.mrgRxbuf, VirtioNetFeature.ctrlVq, VirtioNetFeature.rss]
const features = [...withoutPairs, VirtioNetFeature.mq]
const hash = { ip4: 1, tcp4: 2, udp4: 4, ip6: 8, tcp6: 16, udp6: 32 } as const

/** A driver with several receive queues, and a control queue. */
class Receiver {
  readonly #queues: MockQueue[]
  readonly #control: MockQueue
  #next = 0

  constructor(machine: VirtioMachine, accepted: readonly number[] = features) {
    const driver = new MockDriver(machine, 0)
    if (!driver.negotiate(accepted)) throw new Error('the device refuses the features')
    const gpa = (index: number): bigint => RAM + BigInt(index) * 0x4000n
    this.#queues = Array.from({ length: pairs }, (_, pair) =>
      driver.addQueue({ index: 2 * pair, size: ringSize, gpa: gpa(pair) }),
    )
    this.#control = driver.addQueue({ index: 2 * pairs, size: ringSize, gpa: gpa(pairs) })
    driver.start()
    for (let pair = 0; pair < pairs; pair++) this.#refill(pair, ringSize)
    this.control = (command, data) => {
      const content = new Uint8Array([4, command, ...data])
      machine.write(RAM + 0x1_f000n, Uint8Array.of(0xaa))
      this.#control.add([
        { gpa: RAM + 0x1_e000n, bytes: content.length, content },
        { gpa: RAM + 0x1_f000n, bytes: 1, isWritable: true },
      ])
      this.#control.notify()
      return machine.read(RAM + 0x1_f000n, 1)[0] ?? 0xff
    }
  }

  /** A command of the class for several queues; its answer, 0 when it was done. */
  readonly control: (command: number, data: readonly number[]) => number

  /** Frames that came by each queue since the last call, whose buffers it gets back. */
  counts(): number[] {
    return this.#queues.map((queue, pair) => {
      const count = queue.takeUsed().length
      this.#refill(pair, count)
      return count
    })
  }

  #refill(pair: number, count: number): void {
    const queue = this.#queues[pair]
    for (let buffer = 0; buffer < count; buffer++) {
      const gpa = RAM + 0x2_0000n + BigInt((pair * ringSize + (this.#next++ % ringSize)) * bufferBytes)
      queue?.add([{ gpa, bytes: bufferBytes, isWritable: true }])
    }
    queue?.notify()
  }
}

const half = (value: number): number[] => [value & 0xff, value >> 8]
const word = (value: number): number[] => [...half(value & 0xffff), ...half(value >>> 16)]
const key = Uint8Array.from(
  '6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa'.match(/../g) ?? [],
  (byte) => Number.parseInt(byte, 16),
)

interface Rss {
  types?: number
  mask?: number
  unclassified?: number
  table?: readonly number[]
  transmit?: number
  keyBytes?: number
}

const rss = ({ types = 0x3f, mask = 127, unclassified = 1, table = [], transmit = pairs, keyBytes = 40 }: Rss): number[] => {
  const entries = Array.from({ length: mask + 1 }, (_, index) => table[index] ?? 0)
  return [...word(types), ...half(mask), ...half(unclassified), ...entries.flatMap(half), ...half(transmit), keyBytes, ...key]
}
/** A table in which a hash with these lowest bits goes to pair 3, and any other one to pair 0. */
const only = (hashed: number): number[] => Array.from({ length: 128 }, (_, index) => (index === (hashed & 127) ? 3 : 0))

interface Packet {
  from: readonly number[]
  to: readonly number[]
  protocol?: number
  ports?: readonly [from: number, to: number]
  part?: number
  tag?: readonly number[]
  bytes?: number
}

/** An IP packet in a frame, of the length of its headers alone if nobody says more. */
function packet({ from, to, protocol = 6, ports = [0, 0], part = 0, tag = [], bytes = 0 }: Packet): Uint8Array {
  const isV4 = from.length === 4
  const l4 = ports.flatMap((port) => [port >> 8, port & 0xff])
  const ip = isV4
    ? [0x45, 0, 0, 0, 0, 0, part >> 8, part & 0xff, 64, protocol, 0, 0, ...from, ...to]
    : [0x60, 0, 0, 0, 0, 0, protocol, 64, ...from, ...to]
  const frame = [...macBytes(1), ...macBytes(0), ...tag, ...(isV4 ? [8, 0] : [0x86, 0xdd]), ...ip, ...l4]
  return new Uint8Array([...frame, ...new Uint8Array(Math.max(0, bytes - frame.length))])
}

const v6 = (text: string): number[] => {
  const [head = '', tail = ''] = text.split('::')
  const words = (part: string): number[] => part.split(':').map((it) => Number.parseInt(it, 16))
  const zeros = 8 - words(head).length - words(tail).length
  return [...words(head), ...new Array<number>(zeros).fill(0), ...words(tail)].flatMap((it) => [it >> 8, it & 0xff])
}
/** What Microsoft's documents of receive-side scaling say of these. */
const known = [
  { from: [66, 9, 149, 187], to: [161, 142, 100, 80], ports: [2794, 1766] as const, tcp: 0x51cc_c178, ip: 0x323e_8fc2 },
  { from: [199, 92, 111, 2], to: [65, 69, 140, 83], ports: [14_230, 4739] as const, tcp: 0xc626_b0ea, ip: 0xd718_262a },
  {
    from: v6('3ffe:2501:200:1fff::7'),
    to: v6('3ffe:2501:200:3::1'),
    ports: [2794, 1766] as const,
    tcp: 0x4020_7d3d,
    ip: 0x2cc1_8cd5,
  },
]

describe('a receiver with several queues', () => {
  let lab: AdapterLab
  let receiver: Receiver
  beforeEach(async () => {
    lab = await AdapterLab.withPairs(2, pairs)
    lab.station(0).start(all)
    receiver = new Receiver(lab.station(1).machine)
  })

  const send = (of: Packet): number[] => {
    lab.station(0).send(packet(of))
    return receiver.counts()
  }
  const toPair = (pair: number): number[] => Array.from({ length: pairs }, (_, index) => (index === pair ? 1 : 0))
  const flow = (port: number, bytes = 0): Packet => ({ from: [10, 0, 0, 1], to: [10, 0, 0, 2], ports: [port, 80], bytes })

  it('gets all by the first until its driver uses more, and then each flow by one', () => {
    for (let port = 0; port < 8; port++) expect(send(flow(port))).toEqual(toPair(0))
    expect(receiver.control(0, half(pairs))).toBe(0)
    const used = new Set<number>()
    for (let port = 0; port < 32; port++) {
      const counts = send(flow(port))
      used.add(counts.indexOf(1))
      // An acknowledgement and a segment of the same connection.
      expect(send(flow(port, 1400))).toEqual(counts)
    }
    expect(used.size).toBe(pairs)
    expect(receiver.control(0, half(0))).toBe(1)
    expect(receiver.control(0, half(pairs + 1))).toBe(1)
    expect(receiver.control(0, half(1))).toBe(0)
    for (let port = 0; port < 8; port++) expect(send(flow(port))).toEqual(toPair(0))
  })

  it('is told what it can hash, of how much', () => {
    const { driver } = lab.station(0)
    expect([driver.config(17, 1), driver.config(18, 2), driver.config(20, 4)]).toEqual([40, 128, 0x3f])
  })

  it.each(known)('hashes $from to $to by the book', ({ from, to, ports, tcp, ip }) => {
    expect(receiver.control(1, rss({ table: only(tcp) }))).toBe(0)
    expect(send({ from, to, ports })).toEqual(toPair(3))
    expect(send({ from, to, ports, protocol: 17, bytes: 900, tag: [0x81, 0, 0, 0] })).toEqual(toPair(3))
    expect(receiver.control(1, rss({ table: only(ip), types: hash.ip4 | hash.ip6 }))).toBe(0)
    expect(send({ from, to, ports })).toEqual(toPair(3))
    expect(receiver.control(1, rss({ table: only(ip) }))).toBe(0)
    expect(send({ from, to, protocol: 1 })).toEqual(toPair(3))
    if (from.length === 4) expect(send({ from, to, ports, part: 0x2000 })).toEqual(toPair(3))
  })

  it('gets what is not hashed by the queue for that', () => {
    expect(receiver.control(1, rss({ types: hash.tcp4, unclassified: 2, table: new Array(128).fill(3) }))).toBe(0)
    expect(send(flow(1))).toEqual(toPair(3))
    expect(send({ ...flow(1), protocol: 17 })).toEqual(toPair(2))
    expect(send({ from: v6('1::2'), to: v6('1::3'), ports: [1, 2] })).toEqual(toPair(2))
    lab.station(0).send(new Uint8Array([...macBytes(1), ...macBytes(0), 8, 6]))
    lab.station(0).send(new Uint8Array([...macBytes(1), ...macBytes(0), 8, 0, 0x4f]))
    expect(receiver.counts()).toEqual([0, 0, 2, 0])
  })

  it.each<[string, Rss]>([
    ['a type that is not offered', { types: 0x40 }],
    ['a mask that is none', { mask: 5 }],
    ['a table that is too long', { mask: 255 }],
    ['a pair that is not there', { table: [0, pairs] }],
    ['a pair that is not there for the rest', { unclassified: pairs }],
    ['no transmit queue', { transmit: 0 }],
    ['a key that is too long', { keyBytes: 41 }],
  ])('refuses %s, and goes on as before', (_, wrong) => {
    expect(receiver.control(1, rss({ table: new Array(128).fill(2) }))).toBe(0)
    expect(receiver.control(1, rss(wrong))).toBe(1)
    expect(receiver.control(1, rss({}).slice(0, 60))).toBe(1)
    expect(send(flow(1))).toEqual(toPair(2))
    expect(receiver.control(0, half(1))).toBe(0)
    expect(send(flow(1))).toEqual(toPair(0))
  })

  it('chooses its queues by a table with packed rings, too', () => {
    receiver = new Receiver(lab.station(1).machine, [...features, VirtioFeatureBit.ringPacked])
    expect(receiver.control(1, rss({ mask: 0, table: [3] }))).toBe(0)
    expect(send(flow(1))).toEqual(toPair(3))
  })
})

describe('a driver that knows receive-side scaling, and no number of pairs', () => {
  it('has its control queue behind all pairs, too (§5.1.2)', async () => {
    const lab = await AdapterLab.withPairs(1, pairs)
    const receiver = new Receiver(lab.station(0).machine, withoutPairs)
    expect(receiver.control(1, rss({ mask: 0, table: [3] }))).toBe(0)
    expect(receiver.control(0, half(1))).toBe(1)
  })
})

describe('a device that is plugged in elsewhere', () => {
  const [announce, linkUp] = [2, 1]
  it.each([
    ['asks its driver to announce the address that it keeps', macBytes(0), announce],
    ['does not for an address that the driver does not have', macBytes(7), 0],
  ])('%s', async (_, mac, expected) => {
    const lab = await AdapterLab.create(1, [...all, VirtioNetFeature.guestAnnounce])
    const station = lab.station(0)
    const { call, guest } = station.machine
    const other = call.createNic(3)
    call.nicPlug(other, 2, guest, 0)
    station.driver.takeInterrupts()
    const elsewhere = call.createNic(3)
    lab.setMac(elsewhere, 2, mac)
    lab.setMac(other, 2, macBytes(0))
    call.nicPortChanged(other, 2)
    station.driver.takeInterrupts()
    expect(call.nicPlug(elsewhere, 2, guest, 0)).toBe(1)
    expect([station.driver.config(6, 2), station.driver.takeInterrupts() & 2]).toEqual([linkUp | expected, 2])
    expect(station.control([3, 0], new Uint8Array(0))).toBe(0)
    expect(station.driver.config(6, 2)).toBe(linkUp)
  })
})
