/** The host's end of sockets with a guest, before a driver that is played here: an honest one, and others. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VirtioVsock } from '../../../src/host/virtio-vsock'
import type { VsockStream } from '../../../src/network/vsock/connection'
import { readPacket, splitPacket, type VsockPacket, vsockHeaderBytes, writePacket } from '../../../src/network/vsock/packet'
import { Vsock } from '../../../src/network/vsock/vsock'
import { vsockOperations as op } from '../../../src/spec/devices/virtio-vsock'

const cid = 7
const roomBytes = 256 * 1024

function played(): { vsock: Vsock; sent: VsockPacket[]; say(packet: Partial<VsockPacket>): void } {
  const sent: VsockPacket[] = []
  const send = (bytes: Uint8Array): void => {
    const packet = readPacket(bytes)
    if (packet !== undefined) sent.push(packet)
  }
  const vsock = new Vsock({ guest: 'guest', cid, send })
  const base = { srcCid: cid, dstCid: 2, srcPort: 9, dstPort: 80, type: 1, op: 0, flags: 0 }
  const room = { bufAlloc: 1000, fwdCnt: 0, payload: new Uint8Array(0) }
  return { vsock, sent, say: (packet) => vsock.receive(writePacket({ ...base, ...room, ...packet })) }
}

const ops = (sent: readonly VsockPacket[]): number[] => sent.map((packet) => packet.op)

async function accepted(): Promise<ReturnType<typeof played> & { stream: VsockStream }> {
  const it = played()
  const listener = it.vsock.listen(80)
  it.say({ op: op.request })
  const stream = await listener.accept()
  if (stream === undefined) throw new Error('no connection')
  expect(ops(it.sent.splice(0))).toEqual([op.response])
  return { ...it, stream }
}

describe('sockets of a guest', () => {
  it('packets that do not fit a buffer go in pieces', () => {
    const whole = writePacket({
      ...{ srcCid: 2, dstCid: cid, srcPort: 3, dstPort: 9, type: 1, op: op.rw, flags: 0, bufAlloc: 1, fwdCnt: 2 },
      payload: Uint8Array.from([1, 2, 3, 4, 5]),
    })
    const { first, rest } = splitPacket(whole, vsockHeaderBytes + 2)
    expect([first, rest].map((piece) => [...(readPacket(piece ?? first)?.payload ?? [])])).toEqual([
      [1, 2],
      [3, 4, 5],
    ])
    expect(splitPacket(whole, whole.length)).toEqual({ first: whole, rest: undefined })
  })

  it('no more is sent than the guest has room for, until it says that there is more', async () => {
    const { sent, say, stream } = await accepted()
    const written = stream.writable.getWriter().write(new Uint8Array(2500))
    await Promise.resolve()
    expect(sent.map((it) => [it.op, it.payload.length])).toEqual([
      [op.rw, 1000],
      [op.creditRequest, 0],
    ])
    say({ op: op.creditUpdate, fwdCnt: 1000, bufAlloc: 4000 })
    await written
    expect(sent.reduce((sum, { payload }) => sum + payload.length, 0)).toBe(2500)
  })

  it('a guest that does not read is asked for room once, however often it says that there is none', async () => {
    const { sent, say, stream } = await accepted()
    const written = stream.writable.getWriter().write(new Uint8Array(2500))
    for (let count = 0; count < 10; count++) {
      await new Promise((resolve) => setImmediate(resolve))
      say({ op: op.creditUpdate })
    }
    expect(ops(sent)).toEqual([op.rw, op.creditRequest])
    say({ op: op.creditUpdate, fwdCnt: 1000 })
    await new Promise((resolve) => setImmediate(resolve))
    expect(ops(sent)).toEqual([op.rw, op.creditRequest, op.rw, op.creditRequest])
    say({ op: op.creditUpdate, fwdCnt: 2000 })
    await written
  })

  it('bytes that come one by one are read together', async () => {
    const { say, stream } = await accepted()
    for (let byte = 0; byte < 10_000; byte++) say({ op: op.rw, payload: Uint8Array.of(byte) })
    const reader = stream.readable.getReader()
    const lengths: number[] = []
    for (let left = 10_000; left > 0; left -= lengths.at(-1) ?? 0) lengths.push((await reader.read()).value?.length ?? 0)
    expect(lengths).toEqual([4096, 4096, 1808])
  })

  it('a driver whose buffers are all too small, and come back at once, ends the turn', () => {
    let given = 0
    const device = new VirtioVsock({
      room: () => 10,
      give: () => {
        given++
        return 0
      },
      onPacket: () => {},
      onReset: () => {},
    })
    device.send(new Uint8Array(vsockHeaderBytes))
    expect(given).toBe(256)
  })

  it('the guest hears of room as its bytes are read, and is cut off when it sends more than there was room for', async () => {
    const { sent, say, stream } = await accepted()
    const quarter = new Uint8Array(roomBytes / 4)
    for (let i = 0; i < 4; i++) say({ op: op.rw, payload: quarter })
    expect(sent).toEqual([])
    const reader = stream.readable.getReader()
    expect((await reader.read()).value?.length).toBe(quarter.length)
    expect(sent.map((it) => [it.op, it.fwdCnt])).toEqual([[op.creditUpdate, quarter.length]])
    say({ op: op.rw, payload: quarter })
    say({ op: op.rw, payload: Uint8Array.of(1) })
    expect(ops(sent).at(-1)).toBe(op.rst)
    await expect(reader.read()).rejects.toMatchObject({ code: 'ERR_ABORTED' })
  })

  it('an end of one direction leaves the other open, and the end of both is answered by a reset', async () => {
    const { sent, say, stream } = await accepted()
    say({ op: op.rw, payload: Uint8Array.of(5) })
    say({ op: op.shutdown, flags: 2 })
    const reader = stream.readable.getReader()
    expect([(await reader.read()).value?.[0], (await reader.read()).done]).toEqual([5, true])
    const writer = stream.writable.getWriter()
    await writer.write(Uint8Array.of(6))
    await writer.close()
    expect(sent.map((it) => [it.op, it.flags])).toEqual([
      [op.rw, 0],
      [op.shutdown, 3],
    ])
    say({ op: op.rst })
    say({ op: op.rw, payload: Uint8Array.of(7) })
    expect(ops(sent).at(-1)).toBe(op.rst)
  })

  it('a connection asks again when the driver starts over, and is refused by a reset', async () => {
    const { vsock, sent, say } = played()
    const connecting = vsock.connect(1234)
    vsock.reset()
    expect(ops(sent)).toEqual([op.request, op.request])
    const dstPort = sent[0]?.srcPort ?? 0
    say({ op: op.rst, srcPort: 1234, dstPort })
    await expect(connecting).rejects.toMatchObject({ code: 'ERR_NOT_FOUND' })
  })

  it('refuses what is not for it, and answers no reset', () => {
    const { sent, say } = played()
    say({ op: op.request })
    say({ op: op.request, dstCid: 3 })
    say({ op: op.rw, type: 2 })
    expect(ops(sent.splice(0))).toEqual([op.rst, op.rst, op.rst])
    say({ op: op.rst })
    say({ op: op.request, srcCid: cid + 1 })
    expect(sent).toEqual([])
  })

  it('is of no use without the device, and ports are ports', async () => {
    const none = new Vsock({ guest: 'plain', cid: undefined, send: () => {} })
    await expect(none.connect(1)).rejects.toMatchObject({ code: 'ERR_UNSUPPORTED' })
    expect(() => none.listen(1)).toThrow(/plain/)
    const { vsock } = played()
    await expect(vsock.connect(-1)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
    vsock.listen(80)
    expect(() => vsock.listen(80)).toThrow(/80/)
  })

  it('holds, and says, a bounded amount whatever a guest sends', () => {
    const word = fc.constantFrom(0, 1, 2, 3, 80, 1000, 0xffff_ffff)
    const packet = fc.record({
      op: fc.integer({ min: 0, max: 9 }),
      flags: fc.constantFrom(0, 1, 2, 3, 0xff),
      srcPort: fc.integer({ min: 1, max: 5 }),
      dstPort: fc.constantFrom(80, 81),
      ...{ bufAlloc: word, fwdCnt: word, dstCid: fc.constantFrom(2, 2, 2, 3), type: fc.constantFrom(1, 1, 1, 2) },
      payload: fc.integer({ min: 0, max: 70_000 }).map((length) => new Uint8Array(length)),
    })
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 60 }), (packets) => {
        const { vsock, sent, say } = played()
        vsock.listen(80)
        for (const each of packets) say(each)
        // Each packet brings at most an answer to it, and the reset of what it broke.
        expect(sent.length).toBeLessThanOrEqual(2 * packets.length)
        vsock.close()
      }),
      { numRuns: Number(process.env.VMHOST_FUZZ_RUNS ?? 100) },
    )
  })
})
