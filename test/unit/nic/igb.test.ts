/** Functions of an 82576, driven by the test: mailbox, rings, offloads and interrupts, beside virtio functions of the same adapter. */
import { describe, expect, it } from 'vitest'
import { IgbMessage, IgbReceive, IgbTransmit } from '../../../src/core/layout.gen'
import { RAM } from '../virtio/virtio-machine'
import { AdapterLab, broadcast, frameOf, macBytes } from './adapter-lab'
import { clearToSend, denied, granted, type IgbStation, igbPlace } from './igb-station'

/** Functions 0 and 1 are of an 82576, 2 is a virtio one. */
async function started(): Promise<[AdapterLab, IgbStation, IgbStation]> {
  const lab = await AdapterLab.mixed(3, [0, 1])
  for (const it of lab.functions) it.start()
  return [lab, lab.function(0), lab.function(1)]
}

const toStation = (to: number, from: number, payload?: Uint8Array): Uint8Array =>
  frameOf({ to: macBytes(to), from: macBytes(from), ...(payload === undefined ? {} : { payload }) })
const words = (mac: Uint8Array): [number, number] => [
  ((mac[0] ?? 0) | ((mac[1] ?? 0) << 8) | ((mac[2] ?? 0) << 16) | ((mac[3] ?? 0) << 24)) >>> 0,
  (mac[4] ?? 0) | ((mac[5] ?? 0) << 8),
]

describe('the mailbox of an 82576 function', () => {
  it('answers a reset with the address, and nothing before it', async () => {
    const lab = await AdapterLab.mixed(1, [0])
    const vf = lab.function(0)
    expect(vf.message(IgbMessage.setLpe, 1522)[0]).toBe((denied | IgbMessage.setLpe) >>> 0)
    expect(vf.message(IgbMessage.reset)).toEqual([(granted | IgbMessage.reset) >>> 0, ...words(macBytes(0))])
    expect(vf.message(IgbMessage.setLpe, 1522)[0]).toBe((granted | clearToSend | IgbMessage.setLpe) >>> 0)
  })

  it('grants another address unless the administrator chose one', async () => {
    const [lab, vf] = await started()
    const mac = Uint8Array.of(2, 9, 9, 9, 9, 9)
    expect(vf.message(IgbMessage.setMac, ...words(mac))[0]).toBe((granted | clearToSend | IgbMessage.setMac) >>> 0)
    lab.set(0, { isMacSet: 1 })
    const other = Uint8Array.of(2, 9, 9, 9, 9, 8)
    expect(vf.message(IgbMessage.setMac, ...words(mac))[0]).toBe((granted | clearToSend | IgbMessage.setMac) >>> 0)
    expect(vf.message(IgbMessage.setMac, ...words(other))[0]).toBe((denied | clearToSend | IgbMessage.setMac) >>> 0)
    lab.set(0, { trust: 1 })
    expect(vf.message(IgbMessage.setMac, ...words(other))[0]).toBe((granted | clearToSend | IgbMessage.setMac) >>> 0)
    expect(lab.get(0, 'malicious')).toBe(0)
  })

  it('gives the VLANs that are asked for, and none in a port VLAN', async () => {
    const [lab, vf, other] = await started()
    expect(vf.message(IgbMessage.setVlan | (1 << 16), 5)[0]).toBe((granted | clearToSend | (1 << 16) | IgbMessage.setVlan) >>> 0)
    other.message(IgbMessage.setVlan | (1 << 16), 5)
    other.send(toStation(0, 1), { context: { mac: 14, ip: 0, vlan: 0x6005 }, command: IgbTransmit.insertVlan })
    const [arrived] = vf.take()
    expect(arrived?.frame).toEqual(toStation(0, 1))
    expect([arrived?.vlan, (arrived?.status ?? 0) & IgbReceive.vlanPacket]).toEqual([0x6005, IgbReceive.vlanPacket])
    lab.set(0, { vlan: 7 })
    expect(vf.message(IgbMessage.setVlan | (1 << 16), 6)[0]).toBe((denied | clearToSend | (1 << 16) | IgbMessage.setVlan) >>> 0)
  })

  it('denies promiscuity to who is not trusted, and takes groups by their hash', async () => {
    const [lab, vf, other] = await started()
    const group = Uint8Array.of(1, 0, 0x5e, 1, 2, 3)
    const frame = frameOf({ to: group, from: macBytes(1) })
    other.send(frame)
    expect(vf.frames()).toEqual([])
    vf.message(IgbMessage.setMulticast | (1 << 16), (0x03 << 4) | (0x02 >> 4))
    other.send(frame)
    expect(vf.frames()).toEqual([frame])
    vf.message(IgbMessage.setMulticast, 0)
    const promisc = IgbMessage.setPromisc | (2 << 16)
    expect(vf.message(promisc)[0]).toBe((denied | clearToSend | promisc) >>> 0)
    lab.set(0, { trust: 1 })
    expect(vf.message(promisc)[0]).toBe((granted | clearToSend | promisc) >>> 0)
    other.send(frame)
    expect(vf.frames()).toEqual([frame])
  })

  it('stops a function that sends what no driver sends, until it resets', async () => {
    const [lab, vf, other] = await started()
    expect(vf.message(IgbMessage.setVlan | (1 << 16), 9999)[0]).toBe(
      (denied | clearToSend | (1 << 16) | IgbMessage.setVlan) >>> 0,
    )
    expect([lab.get(0, 'malicious'), lab.get(0, 'isStopped')]).toEqual([1, 1])
    vf.send(toStation(1, 0))
    expect(other.frames()).toEqual([])
    vf.start()
    vf.send(toStation(1, 0))
    expect(other.frames()).toEqual([toStation(1, 0)])
    expect(lab.get(0, 'isStopped')).toBe(0)
  })

  it('tells of the link, and waits with that while an answer is unread', async () => {
    const [lab, vf] = await started()
    vf.vectors()
    lab.set(0, { linkState: 2 })
    expect(vf.vectors()).toBe(1 << 2)
    expect(vf.read('status') & 2).toBe(0)
    expect(vf.read('mailboxMemory')).toBe((clearToSend | IgbMessage.pfControl) >>> 0)
    vf.set('mailbox', 4)
    vf.set('mailboxMemory', IgbMessage.setVlan | (1 << 16))
    vf.set('mailboxMemory', 9, 4)
    lab.set(0, { linkState: 1 })
    expect(vf.read('mailboxMemory')).toBe(IgbMessage.setVlan | (1 << 16))
    vf.set('mailbox', 1)
    expect(vf.read('mailboxMemory')).toBe((granted | clearToSend | (1 << 16) | IgbMessage.setVlan) >>> 0)
    vf.set('mailbox', 2)
    expect(vf.read('mailboxMemory')).toBe((clearToSend | IgbMessage.pfControl) >>> 0)
    expect(vf.read('status') & 2).toBe(2)
  })
})

describe('the rings of an 82576 function', () => {
  it('carry frames in pieces, to its own kind and to virtio and back', async () => {
    const [lab, vf, other] = await started()
    const frame = toStation(
      1,
      0,
      new Uint8Array(1400).map((_, index) => index),
    )
    vf.send(frame, { pieces: [10, 30, 0, 500] })
    expect(other.frames()).toEqual([frame])
    expect(vf.sent()).toBe(1)
    expect(vf.vectors()).toBe(1)
    expect(other.vectors()).toBe(2)
    vf.send(toStation(2, 0))
    expect(lab.station(2).frames()).toEqual([toStation(2, 0)])
    lab.station(2).send(toStation(0, 2))
    expect(vf.frames()).toEqual([toStation(0, 2)])
    expect([vf.read('gptc'), vf.read('gprc'), vf.read('gprlbc'), other.read('gorc')]).toEqual([2, 1, 1, frame.length])
  })

  it('wait for the end of a packet, and for a receiver with buffers', async () => {
    const [, vf, other] = await started()
    other.start({ buffers: 1 })
    for (let n = 0; n < 3; n++) vf.send(toStation(1, 0))
    expect(other.take(false)).toHaveLength(1)
    expect(vf.read('tdh')).toBe(1)
    other.refill(2)
    expect(other.take(false)).toHaveLength(2)
    expect(vf.read('tdh')).toBe(3)
  })

  it('split headers off, and spread a long frame over buffers', async () => {
    const [, vf, other] = await started()
    other.start({ split: IgbReceive.typeSplitAlways * 2 ** 25 + (2 << 8) + 1 })
    other.message(IgbMessage.setLpe, 9022)
    const frame = toStation(
      1,
      0,
      new Uint8Array(5000).map((_, index) => index * 7),
    )
    vf.send(frame)
    const [arrived] = other.take()
    expect(arrived?.header).toBe(128)
    expect(arrived?.frame).toEqual(frame)
  })

  it('take nothing longer than the driver said', async () => {
    const [lab, vf, other] = await started()
    vf.send(toStation(1, 0, new Uint8Array(1505)))
    expect(other.frames()).toEqual([])
    expect(lab.get(1, 'rxDropped')).toBe(1)
  })

  it('stand still after a reset of the function, which forgets all it was told', async () => {
    const [lab, vf, other] = await started()
    lab.set(0, { isStopped: 1 })
    vf.machine.call.functionReset(vf.machine.guest, vf.slot)
    vf.machine.call.switchOn(vf.machine.guest, vf.slot)
    expect([vf.read('txdctl'), vf.read('tdlen'), vf.read('eims'), lab.get(0, 'isStopped')]).toEqual([0, 0, 0, 0])
    other.send(toStation(0, 1))
    vf.start()
    expect(vf.frames()).toEqual([])
    vf.send(frameOf({ to: broadcast, from: macBytes(0) }))
    expect(other.frames()).toHaveLength(1)
  })
})

describe('what an 82576 function leaves to the adapter', () => {
  it('is the checksum of a legacy descriptor, and a tag', async () => {
    const [, vf, other] = await started()
    for (const it of [vf, other]) it.message(IgbMessage.setVlan | (1 << 16), 5)
    const frame = toStation(1, 0, Uint8Array.of(...new Array<number>(44).fill(0x11), 0, 0))
    vf.sendLegacy(frame, {
      command: IgbTransmit.insertVlan | IgbTransmit.insertChecksum | (58 << 16),
      options: (14 << 8) | (5 << 16),
    })
    const [arrived] = other.take()
    expect(arrived?.vlan).toBe(5)
    /* 22 words of 0x1111 in ones' complement. */
    const sum = Array.from({ length: 22 }).reduce<number>((total) => (total + 0x1111) % 0xffff, 0)
    expect(((arrived?.frame[58] ?? 0) << 8) | (arrived?.frame[59] ?? 0)).toBe(~sum & 0xffff)
  })

  it('is the CRC32c of SCTP', async () => {
    const [, vf, other] = await started()
    const packet = new TextEncoder().encode('123456789')
    const frame = toStation(
      1,
      0,
      new Uint8Array([...new Array<number>(20).fill(0x45), ...packet.slice(0, 8), 0, 0, 0, 0, ...packet.slice(8)]),
    )
    vf.send(frame, { context: { mac: 14, ip: 20, kind: 'sctp' }, options: IgbTransmit.l4Checksum })
    const [arrived] = other.take()
    const sent = new Uint8Array([...packet.slice(0, 8), 0, 0, 0, 0, ...packet.slice(8)])
    expect(new DataView(arrived?.frame.buffer ?? new ArrayBuffer(64)).getUint32(42, true)).toBe(crc32c(sent))
  })
})

/** Bit by bit, as RFC 9260 defines it. */
function crc32c(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f6_3b78 : crc >>> 1
  }
  return ~crc >>> 0
}

describe('a malformed descriptor of an 82576 function', () => {
  it.each([
    [
      'a buffer outside of memory',
      RAM - 8n,
      64n | BigInt(IgbTransmit.endOfPacket) | BigInt(IgbTransmit.isAdvanced) | (3n << 20n),
    ],
    ['a kind that there is not', RAM, 64n | BigInt(IgbTransmit.endOfPacket) | BigInt(IgbTransmit.isAdvanced) | (7n << 20n)],
    [
      'a frame shorter than its header',
      RAM,
      13n | BigInt(IgbTransmit.endOfPacket) | BigInt(IgbTransmit.isAdvanced) | (3n << 20n),
    ],
    ['a context that there is not', RAM, BigInt(IgbTransmit.isAdvanced) | (2n << 20n) | (0x70n << 32n)],
  ])('stops it and is told, with %s', async (_, low, high) => {
    const [lab, vf, other] = await started()
    vf.descriptor(igbPlace.transmit, 0, low, high)
    vf.set('tdt', 1)
    expect([lab.get(0, 'malicious'), lab.get(0, 'isStopped')]).toEqual([1, 1])
    expect(vf.machine.refusals).toHaveLength(1)
    other.send(toStation(2, 1))
    expect(lab.station(2).frames()).toHaveLength(1)
  })

  it('stops the receiver whose buffer is not in its memory, and not the sender', async () => {
    const [lab, vf, other] = await started()
    other.descriptor(igbPlace.receive, 0, 0x1000n, 0n)
    vf.send(toStation(1, 0))
    expect([lab.get(1, 'malicious'), lab.get(0, 'malicious')]).toEqual([1, 0])
    vf.send(toStation(2, 0))
    expect(lab.station(2).frames()).toHaveLength(1)
  })

  it('is not even read by a function that is no bus master', async () => {
    const [lab, vf] = await started()
    vf.machine.call.functionReset(vf.machine.guest, vf.slot)
    vf.descriptor(igbPlace.transmit, 0, 0n, 64n | BigInt(IgbTransmit.endOfPacket))
    vf.set('tdlen', 1024)
    vf.set('txdctl', 1 << 25)
    vf.set('tdt', 1)
    expect(lab.get(0, 'malicious')).toBe(0)
    expect(vf.read('tdh')).toBe(0)
  })
})
