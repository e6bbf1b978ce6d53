/** Captures as tcpdump reads them. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Network } from '../../../src/network/network'
import { ManualTimeline } from '../../../src/network/timeline'
import { broadcast, frame } from './frame'

const tcpdump = '/usr/bin/tcpdump'

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
})
