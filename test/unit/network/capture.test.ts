/** Captures as tcpdump reads them. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Network } from '../../../src/network/network'
import { ManualTimeline } from '../../../src/network/timeline'
import { broadcast, frame } from './frame'

const tcpdump = '/usr/bin/tcpdump'

/** Byte by byte, with checksums as RFC 1071 has them. */
const arpRequest = 'ffffffffffff 020000000001 0806 0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002'
const echoRequest = '020000000002 020000000001 0800 4500 0020 0001 4000 40 01 26da 0a000001 0a000002 0800 3331 0007 0001 61626364'
const udpDatagram = '020000000001 020000000002 0800 4500 001e 0002 4000 40 11 26cb 0a000002 0a000001 1388 1389 000a 5c5d 6869'

function tcpdumped(file: Uint8Array, ...options: string[]): string[] {
  const { stdout, stderr, status } = spawnSync(tcpdump, ['-r', '-', '-nn', '-t', ...options], { input: file, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout.trim().split('\n')
}

/** A line for each frame: seconds since 1970, addresses, length. */
function read(file: Uint8Array): string[] {
  const { stdout, stderr, status } = spawnSync(tcpdump, ['-r', '-', '-nn', '-e', '-tt', '--nano'], {
    input: file,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return stdout
    .trim()
    .split('\n')
    .filter((line) => line.includes('ethertype'))
}

function traffic() {
  const timeline = new ManualTimeline()
  const network = new Network({ timeline })
  const [a, b] = [network.attach('a'), network.attach('b')]
  return { timeline, network, a, b }
}

describe.skipIf(!existsSync(tcpdump))('a capture', () => {
  it('has the frames of one port with their times', () => {
    const { timeline, network, a, b } = traffic()
    const capture = network.capture('b')
    timeline.advance(1_500_000_001)
    a.send(frame(1, broadcast, 'hello'))
    timeline.advance(1_000_000_000)
    b.send(frame(2, 1, 'back'))
    capture.stop()
    a.send(frame(1, 2, 'not any more'))
    const lines = read(capture.bytes())
    expect(lines.map((line) => line.split(',')[0])).toEqual([
      '1.500000001 02:00:00:00:00:01 > ff:ff:ff:ff:ff:ff',
      '2.500000001 02:00:00:00:00:02 > 02:00:00:00:00:01',
    ])
    expect(lines[0]).toContain('length 19')
  })

  it('of known packets reads as they are, with right checksums, in full and on the right interfaces', () => {
    const { network, a, b } = traffic()
    const capture = network.capture()
    for (const packet of [arpRequest, echoRequest]) a.send(Uint8Array.from(Buffer.from(packet.replaceAll(' ', ''), 'hex')))
    b.send(Uint8Array.from(Buffer.from(udpDatagram.replaceAll(' ', ''), 'hex')))
    const lines = tcpdumped(capture.bytes(), '-vv').map((line) => line.replace(/^ +/, ''))
    const request = 'ARP, Ethernet (len 6), IPv4 (len 4), Request who-has 10.0.0.2 tell 10.0.0.1, length 28'
    const echo = ['IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto ICMP (1), length 32)']
    echo.push('10.0.0.1 > 10.0.0.2: ICMP echo request, id 7, seq 1, length 12')
    const datagram = ['IP (tos 0x0, ttl 64, id 2, offset 0, flags [DF], proto UDP (17), length 30)']
    datagram.push('10.0.0.2.5000 > 10.0.0.1.5001: [udp sum ok] UDP, length 2')
    // Each is seen where it comes from and where it goes to.
    expect(lines).toEqual([request, request, ...echo, ...echo, ...datagram, ...datagram])
  })

  it('streams the same file, and ends it when it is stopped', async () => {
    const { network, a } = traffic()
    const capture = network.capture()
    a.send(frame(1, broadcast, 'kept'))
    const stream = capture.stream()
    a.send(frame(1, broadcast, 'streamed'))
    capture.stop()
    const file = new Uint8Array(await new Response(stream).arrayBuffer())
    expect(read(file)).toHaveLength(4)
  })

  it('has ports that came later, in the file and in the stream', async () => {
    const { network, a } = traffic()
    const [kept, streamed] = [network.capture(), network.capture()]
    const stream = streamed.stream()
    a.send(frame(1, broadcast, 'before'))
    const late = network.attach('late')
    late.send(frame(3, broadcast, 'after'))
    for (const capture of [kept, streamed]) capture.stop()
    const files = [kept.bytes(), new Uint8Array(await new Response(stream).arrayBuffer())]
    // Three ports have the first frame and its copies' way, four the second one.
    for (const file of files) expect(read(file)).toHaveLength(2 + 3)
  })

  it('streams to one reader, ends for one that comes late, and does not keep all for one that does not read', async () => {
    const { network, a } = traffic()
    const capture = network.capture('a')
    const reader = capture.stream().getReader()
    expect(() => capture.stream()).toThrow(expect.objectContaining({ code: 'ERR_INVALID_STATE' }))
    const jumbo = new Uint8Array(65_000)
    for (let at = 0; at < 1200; at++) a.send(jumbo)
    expect(capture.counters.frames).toBe(1200)
    expect(capture.counters.forgotten).toBeGreaterThan(150)
    await reader.cancel()
    const other = network.capture('a')
    a.send(frame(1, broadcast, 'kept'))
    other.stop()
    expect(read(new Uint8Array(await new Response(other.stream()).arrayBuffer()))).toHaveLength(1)
  })

  it('forgets the oldest frames beyond its memory', () => {
    const { network, a } = traffic()
    const capture = network.capture('a')
    const jumbo = frame(1, broadcast, 'x'.repeat(60_000))
    for (let at = 0; at < 3000; at++) a.send(jumbo)
    expect(tcpdumped(capture.bytes(), '--count')).toEqual([`${3000 - capture.counters.forgotten} packets`])
    expect(capture.bytes().length).toBeLessThanOrEqual(64 * 2 ** 20 + 1000)
  })
})
