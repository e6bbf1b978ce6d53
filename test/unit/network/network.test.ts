/** The bridge and its cables, on a time that the test moves. */
import { describe, expect, it } from 'vitest'
import type { NetworkPort } from '../../../src/network/bridge-port'
import type { Faults } from '../../../src/network/faults'
import { Link } from '../../../src/network/link'
import { Network } from '../../../src/network/network'
import { ManualTimeline } from '../../../src/network/timeline'
import { broadcast, frame, textOf } from './frame'

interface Station {
  port: NetworkPort
  heard: string[]
}

function lab(
  names: string,
  options: { seed?: number } = {},
): { network: Network; timeline: ManualTimeline; stations: Station[] } {
  const timeline = new ManualTimeline()
  const network = new Network({ timeline, ...options })
  const stations = [...names].map((name) => {
    const station: Station = { port: network.attach(name), heard: [] }
    station.port.onFrame = (bytes) => station.heard.push(textOf(bytes))
    return station
  })
  return { network, timeline, stations }
}

function three(options: { seed?: number } = {}) {
  const { network, timeline, stations } = lab('abc', options)
  const [a, b, c] = stations as [Station, Station, Station]
  return { network, timeline, a, b, c }
}

const texts = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index}`)

describe('a network', () => {
  it('floods what it does not know and groups, and sends the rest to one port', () => {
    const { a, b, c } = three()
    a.port.send(frame(1, 2, 'where?'))
    b.port.send(frame(2, 1, 'here'))
    a.port.send(frame(1, 2, 'good'))
    c.port.send(frame(3, broadcast, 'all'))
    expect({ a: a.heard, b: b.heard, c: c.heard }).toEqual({ a: ['here', 'all'], b: ['where?', 'good', 'all'], c: ['where?'] })
  })

  it('follows a station that moves to another port', () => {
    const { a, b, c } = three()
    b.port.send(frame(2, broadcast, ''))
    c.port.send(frame(2, broadcast, ''))
    a.port.send(frame(1, 2, 'moved'))
    expect(b.heard).not.toContain('moved')
    expect(c.heard).toContain('moved')
  })

  it('never sends a frame back to where it came from', () => {
    const { a, b } = three()
    a.port.send(frame(1, 9, ''))
    a.port.send(frame(9, 1, 'own'))
    a.port.send(frame(1, 9, 'own'))
    expect(a.heard).toEqual([])
    expect(b.heard).toEqual([''])
  })

  it('drops and counts what no cable carries', () => {
    const { a, b } = three()
    a.port.send(new Uint8Array(13))
    a.port.send(new Uint8Array(65_550))
    expect(a.port.statistics.malformed).toBe(2)
    expect(b.heard).toEqual([])
  })

  it('delivers nothing across a partition, everything to those in no group, and all of it once healed', () => {
    const { network, a, b, c } = three()
    network.partition([['a'], ['b']])
    a.port.send(frame(1, broadcast, 'cut'))
    network.heal()
    a.port.send(frame(1, broadcast, 'healed'))
    expect(b.heard).toEqual(['healed'])
    expect(c.heard).toEqual(['cut', 'healed'])
  })

  it('says which port a partition names that is not there', () => {
    const { network } = three()
    expect(() => network.partition([['z']])).toThrow(/is "z", expected one of its ports \(a, b, c\)/)
    expect(() => network.attach('a')).toThrow(/expected another name/)
  })

  it('forgets the stations behind a port that is unplugged', () => {
    const { network, a, b, c } = three()
    b.port.send(frame(2, broadcast, ''))
    b.port.close()
    a.port.send(frame(1, 2, 'flooded'))
    expect(c.heard).toContain('flooded')
    expect(network.ports.map(({ name }) => name)).toEqual(['a', 'c'])
  })
})

describe('a cable', () => {
  it('delays each direction by itself', () => {
    const { timeline, a, b } = three()
    a.port.setFaults({ delayMs: 10 })
    a.port.send(frame(1, 2, 'late'))
    timeline.advance(9.9e6)
    expect(b.heard).toEqual([])
    timeline.advance(0.1e6)
    expect(b.heard).toEqual(['late'])
    b.port.send(frame(2, 1, 'back'))
    timeline.advance(10e6)
    expect(a.heard).toEqual(['back'])
  })

  it('keeps the order whatever the jitter', () => {
    const { timeline, a, b } = three()
    a.port.setFaults({ delayMs: 10, jitterMs: 9 }, 'tx')
    for (const text of texts(200)) {
      a.port.send(frame(1, 2, text))
      timeline.advance(1e5)
    }
    timeline.advance(1e9)
    expect(b.heard).toEqual(texts(200))
  })

  it('reorders, duplicates and loses as often as it was told', () => {
    const { timeline, a, b } = three()
    a.port.setFaults({ delayMs: 5, loss: 0.2, duplicate: 0.1, reorder: 0.3 }, 'tx')
    for (const text of texts(10_000)) {
      a.port.send(frame(1, 2, text))
      timeline.advance(1e5)
    }
    timeline.advance(1e9)
    const distinct = new Set(b.heard)
    expect(distinct.size).toBeGreaterThan(7800)
    expect(distinct.size).toBeLessThan(8200)
    expect(b.heard.length - distinct.size).toBeGreaterThan(700)
    expect(b.heard.length - distinct.size).toBeLessThan(900)
    const inversions = b.heard.filter((text, index) => index > 0 && Number(text) < Number(b.heard[index - 1])).length
    expect(inversions).toBeGreaterThan(100)
  })

  it('fails in the same way with the same seed, and in another with another', () => {
    const run = (seed: number): string[] => {
      const { timeline, a, b } = three({ seed })
      a.port.setFaults({ delayMs: 3, jitterMs: 2, loss: 0.3, duplicate: 0.2, reorder: 0.2 })
      for (const text of texts(500)) {
        a.port.send(frame(1, 2, text))
        timeline.advance(1e6)
      }
      return b.heard
    }
    expect(run(7)).toEqual(run(7))
    expect(run(7)).not.toEqual(run(8))
  })

  it('carries as many bits a second as its rate, and loses what does not fit the queue', () => {
    const { timeline, a, b } = three()
    a.port.setFaults({ rate: 8e6, queueBytes: 10_000 }, 'tx')
    for (let i = 0; i < 30; i++) a.port.send(frame(1, 2, 'x'.repeat(986)))
    expect(a.port.statistics.tx.dropped).toBe(19)
    timeline.advance(5e6)
    expect(b.heard.length).toBe(5)
    timeline.advance(1e9)
    expect(b.heard.length).toBe(11)
  })

  it('loses what is under way when it is unplugged', () => {
    const { timeline, a, b } = three()
    a.port.setFaults({ delayMs: 10 })
    a.port.send(frame(1, 2, 'lost'))
    a.port.setLink(false)
    timeline.advance(20e6)
    a.port.setLink(true)
    a.port.send(frame(1, 2, 'found'))
    timeline.advance(20e6)
    expect(b.heard).toEqual(['found'])
  })

  it('loses what was under way when it was unplugged, also when it is plugged in again at once', () => {
    const { timeline, a, b } = three()
    a.port.setFaults({ delayMs: 10 })
    a.port.send(frame(1, 2, 'lost'))
    a.port.setLink(false)
    a.port.setLink(true)
    a.port.send(frame(1, 2, 'found'))
    timeline.advance(20e6)
    expect(b.heard).toEqual(['found'])
    expect(a.port.statistics.tx).toMatchObject({ frames: 1, dropped: 1 })
  })

  it('reorders no more than it was told where jitter takes the whole delay away', () => {
    const { timeline, a, b } = three()
    a.port.setFaults({ delayMs: 5, jitterMs: 20, reorder: 0.01 }, 'tx')
    for (const text of texts(5000)) {
      a.port.send(frame(1, 2, text))
      timeline.advance(1e5)
    }
    timeline.advance(1e9)
    const late = b.heard.filter((text, index) => index > 0 && Number(text) < Number(b.heard[index - 1])).length
    expect(late).toBeGreaterThan(10)
    expect(late).toBeLessThan(100)
  })

  it('has other faults from now on: what comes then waits for nothing that the ones before held up', () => {
    const { timeline, a, b } = three()
    a.port.setFaults({ delayMs: 60_000, rate: 1000 }, 'tx')
    a.port.send(frame(1, 2, 'slow'))
    a.port.setFaults({ rate: 8e6 }, 'tx')
    a.port.send(frame(1, 2, 'fast'))
    timeline.advance(10e6)
    expect(b.heard).toEqual(['fast'])
    timeline.advance(120e9)
    expect(b.heard).toEqual(['fast', 'slow'])
  })

  it('keeps the order with timers that are coarse, and late', () => {
    const manual = new ManualTimeline()
    const coarse = (ns: number): number => Math.max(1e6, Math.floor(ns / 1e6) * 1e6)
    const timeline = {
      nowNs: () => manual.nowNs(),
      wallNs: () => 0n,
      after: (ns: number, task: () => void) => manual.after(coarse(ns), task),
    }
    const heard: string[] = []
    const link = new Link({ timeline, seed: 1, deliver: (bytes) => heard.push(textOf(bytes)) })
    link.faults = { delayMs: 3, jitterMs: 3 }
    for (const text of texts(500)) {
      link.send(frame(1, 2, text))
      manual.advance(1.7e5)
    }
    manual.advance(1e9)
    expect(heard).toEqual(texts(500))
  })

  it.each([
    [{ loss: 1.5 }, /option loss is 1\.5, expected a number from 0 to 1/],
    [{ delayMs: -1 }, /option delayMs is -1, expected milliseconds/],
    [{ speed: 1 } as Faults, /option speed is 1, expected no such option/],
  ])('refuses %j', (faults, message) => {
    const { a } = three()
    expect(() => a.port.setFaults(faults)).toThrow(message)
  })
})
