/** What the switch does for receivers that take no partial checksums or large frames; the judge is arithmetic of the test's own. */
import { describe, expect, it } from 'vitest'
import { VirtioFeatureBit, VirtioNetFeature } from '../../../src/core/layout.gen'
import { AdapterLab, all, frameOf, macBytes } from './adapter-lab'

const plain = all.filter((bit) => bit !== VirtioNetFeature.guestCsum && bit !== VirtioNetFeature.guestTso4)
const withoutTso = all.filter((bit) => bit !== VirtioNetFeature.guestTso4)
const sender = [...all, VirtioNetFeature.hostTso6]
const ipHeader = 20
const tcpHeader = 32
const ipStart = 14
const tcpStart = ipStart + ipHeader

/** RFC 1071 over big-endian words; 0 when a checksum is among them and right. */
function sum(bytes: Uint8Array, initial = 0): number {
  let total = initial
  for (let at = 0; at < bytes.length; at += 2) total += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16)
  return ~total & 0xffff
}

const pseudo = (packet: Uint8Array, tcpBytes: number): number =>
  ~sum(new Uint8Array([...packet.subarray(12, 20), 0, 6, tcpBytes >> 8, tcpBytes & 0xff])) & 0xffff

interface Packet {
  payload: Uint8Array<ArrayBuffer>
  flags?: number
  id?: number
}

/** An Ethernet frame with an IPv4 TCP packet whose checksum field holds the sum of the pseudo header, as a driver leaves it. */
function tcpFrame({ payload, flags = 0x18, id = 7 }: Packet): Uint8Array {
  const tcpBytes = tcpHeader + payload.length
  const packet = new Uint8Array(ipHeader + tcpBytes)
  const view = new DataView(packet.buffer)
  packet.set([0x45, 0, 0, 0, 0, id, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2])
  view.setUint16(2, packet.length)
  view.setUint16(10, sum(packet.subarray(0, ipHeader)))
  view.setUint32(ipHeader, 0x1234_5678)
  view.setUint32(ipHeader + 4, 0x0000_ff00)
  packet.set([(tcpHeader / 4) << 4, flags], ipHeader + 12)
  packet.set(payload, ipHeader + tcpHeader)
  view.setUint16(ipHeader + 16, pseudo(packet, tcpBytes))
  const frame = frameOf({ to: macBytes(1), from: macBytes(0), payload: packet })
  frame.set([8, 0], 12)
  return frame
}

function header(gso: number, segment = 0): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12)
  const view = new DataView(bytes.buffer)
  bytes.set([1, gso])
  view.setUint16(2, tcpStart + tcpHeader, true)
  view.setUint16(4, segment, true)
  view.setUint16(6, tcpStart, true)
  view.setUint16(8, 16, true)
  return bytes
}

const payloadOf = (bytes: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: bytes }, (_, index) => (index * 7 + (index >> 8)) & 0xff)

/** Is every checksum of the frame right? */
function isValid(frame: Uint8Array): boolean {
  const packet = frame.subarray(ipStart)
  const length = new DataView(packet.buffer, packet.byteOffset).getUint16(2)
  const tcp = packet.subarray(ipHeader, length)
  return length === packet.length && sum(packet.subarray(0, ipHeader)) === 0 && sum(tcp, pseudo(packet, tcp.length)) === 0
}

async function lab(receiver: readonly number[]): Promise<AdapterLab> {
  const it = await AdapterLab.create(2, sender)
  it.station(1).start(receiver)
  return it
}

describe('checksum and segmentation offloads', () => {
  it.each([1, 2, 99, 100, 1400, 1447])('complete the checksum over %i bytes for who wants it complete', async (bytes) => {
    const it = await lab(plain)
    it.station(0).send(tcpFrame({ payload: payloadOf(bytes) }), header(0))
    const [received] = it.station(1).take()
    expect([isValid(received?.frame ?? new Uint8Array(60)), received?.header[0]]).toEqual([true, 0])
    expect(received?.frame.subarray(tcpStart + tcpHeader)).toEqual(payloadOf(bytes))
  })

  it('leave the checksum to who takes it partial', async () => {
    const it = await lab(all)
    const frame = tcpFrame({ payload: payloadOf(500) })
    it.station(0).send(frame, header(0))
    const [received] = it.station(1).take()
    expect(received?.frame).toEqual(frame)
    expect([...(received?.header ?? [])]).toEqual([1, 0, 0, 0, 0, 0, tcpStart, 0, 16, 0, 1, 0])
  })

  it('pass a large frame whole to who takes it, over several buffers', async () => {
    const it = await lab(all)
    const frame = tcpFrame({ payload: payloadOf(40_001) })
    it.station(0).send(frame, header(1, 1448))
    const [received] = it.station(1).take()
    expect(received?.frame).toEqual(frame)
    expect([received?.header[0], received?.header[1], received?.header[10]]).toEqual([1, 1, 20])
    expect([it.get(1, 'rxPackets'), it.get(1, 'copiedBytes')]).toEqual([1, frame.length])
  })

  it.each([
    ['with complete checksums', plain],
    ['with partial checksums', withoutTso],
  ] as const)('cut a large frame into segments %s', async (_, features) => {
    const it = await lab(features)
    const payload = payloadOf(10_001)
    /* CWR, PSH, FIN, ACK */
    it.station(0).send(tcpFrame({ payload, flags: 0x99, id: 0xfe }), header(1, 1448))
    const received = it.station(1).take()
    expect(received).toHaveLength(7)
    expect(new Uint8Array(received.flatMap(({ frame }) => [...frame.subarray(tcpStart + tcpHeader)]))).toEqual(payload)
    const views = received.map(({ frame }) => new DataView(frame.buffer, frame.byteOffset))
    expect(views.map((view) => view.getUint16(ipStart + 4) - 0xfe)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(views.map((view) => (view.getUint32(tcpStart + 4) - 0xff00) / 1448)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(views.map((view) => view.getUint8(tcpStart + 13))).toEqual([0x90, 0x10, 0x10, 0x10, 0x10, 0x10, 0x19])
    if (features === plain) expect(received.map(({ frame }) => isValid(frame))).toEqual(new Array(7).fill(true))
    else {
      expect(received.map((one) => one.header[0])).toEqual(new Array(7).fill(1))
      for (const { frame } of received) {
        const packet = frame.subarray(ipStart)
        expect(new DataView(packet.buffer, packet.byteOffset).getUint16(ipHeader + 16)).toBe(
          pseudo(packet, packet.length - ipHeader),
        )
      }
    }
  })

  it('ask for more buffers than those that are there, which are too few for a large frame', async () => {
    const it = await lab(all)
    const receiver = it.station(1)
    receiver.start([...all, VirtioFeatureBit.eventIdx], 3)
    const frame = tcpFrame({ payload: payloadOf(40_001) })
    it.station(0).send(frame, header(1, 1448))
    expect(receiver.receiveEvent.index).toBe(3)
    receiver.refill(20)
    expect(receiver.take().map((received) => received.frame)).toEqual([frame])
  })

  it('send real frames out by the uplink', async () => {
    const it = await lab(all)
    const frame = tcpFrame({ payload: payloadOf(3000) })
    frame.set([2, 9, 9, 9, 9, 9], 0)
    it.station(0).send(frame, header(1, 1448))
    const out = it.takeOutbox()
    expect(out.map((one) => isValid(one.frame))).toEqual([true, true, true])
  })

  it('move the place of the checksum when a tag is put in or taken out', async () => {
    const it = await lab(all)
    it.station(1).control([2, 0], Uint8Array.of(100, 0))
    it.set(0, { vlan: 100 })
    it.station(0).send(tcpFrame({ payload: payloadOf(100) }), header(0))
    const [tagged] = it.station(1).take()
    expect([tagged?.frame.length, tagged?.header[6], tagged?.header[0]]).toEqual([14 + 4 + 52 + 100, tcpStart + 4, 1])
    expect([...(tagged?.frame.subarray(12, 18) ?? [])]).toEqual([0x81, 0, 0, 100, 8, 0])
  })

  it('drop a large frame whose headers are not what it claims, and go on', async () => {
    const it = await lab(plain)
    it.station(0).send(frameOf({ to: macBytes(1), from: macBytes(0), payload: new Uint8Array(3000) }), header(1, 1000))
    expect([it.station(1).take(), it.get(1, 'rxDropped'), it.station(0).driver.needsReset]).toEqual([[], 1, false])
    it.station(0).send(tcpFrame({ payload: payloadOf(10) }), header(0))
    expect(it.station(1).take()).toHaveLength(1)
  })
})
