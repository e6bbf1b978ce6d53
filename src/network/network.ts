/** A layer-2 segment in one process: a learning bridge whose ports are cables that can fail. */
import * as v from 'valibot'
import { checkOptions, integerBetween, invalidOption } from '../options/check'
import { Capture } from './capture'
import { type Faults, faultsSchema } from './faults'
import { Link, type LinkCounters } from './link'
import { MacTable } from './mac-table'
import { ethernetHeaderBytes, type Frame, type FrameListener, longestFrame, type Port } from './port'
import { realTimeline, type Timeline } from './timeline'

export interface NetworkOptions {
  /** For messages and captures. Default `network`. */
  name?: string
  /** Where the random faults of every cable come from: the same seed, the same faults. Default 1. */
  seed?: number
  /** What delays and rates go by. Default: the machine's clock. */
  timeline?: Timeline
}

/** Frames and bytes that a port sent to the network (`tx`) and got from it (`rx`). */
export interface PortStatistics {
  tx: LinkCounters
  rx: LinkCounters
  /** Frames that no cable carries: shorter than their header, or too long. */
  malformed: number
}

/** A port of this network, with the faults of its cable. */
export interface NetworkPort extends Port {
  /** Faults of the cable from now on, in both directions or in one: `tx` to the network, `rx` from it. ERR_INVALID_OPTION. */
  setFaults(faults: Faults, direction?: 'tx' | 'rx'): void
  /** False: the cable is unplugged, and frames under way are lost. */
  setLink(isUp: boolean): void
  readonly statistics: PortStatistics
}

const schema = v.strictObject({
  name: v.optional(v.pipe(v.string('a name'), v.nonEmpty('a name')), 'network'),
  seed: v.optional(integerBetween(0, 2 ** 32 - 1), 1),
  timeline: v.optional(v.custom<Timeline>((value) => typeof value === 'object' && value !== null, 'a Timeline')),
})

export class Network {
  readonly name: string
  readonly #seed: number
  readonly #timeline: Timeline
  readonly #ports = new Map<string, BridgePort>()
  readonly #stations = new MacTable<BridgePort>()
  readonly #captures = new Set<(port: BridgePort, frame: Frame) => void>()
  /** Group of a port's name while the network is partitioned. */
  #groups = new Map<string, number>()
  #attached = 0

  /**
   *     const network = new Network({ name: 'lab', seed: 42 })
   *     const a = network.attach('a')
   *     const b = network.attach('b')
   *     b.onFrame = (frame) => console.log(frame.length)
   *     a.setFaults({ delayMs: 20, jitterMs: 5, loss: 0.01 })
   */
  constructor(options: NetworkOptions = {}) {
    const { name, seed, timeline } = checkOptions(schema, options, 'network')
    this.name = name
    this.#seed = seed
    this.#timeline = timeline ?? realTimeline
  }

  get ports(): readonly NetworkPort[] {
    return [...this.#ports.values()]
  }

  /** Plugs a cable in. ERR_INVALID_OPTION when there is a port of that name. */
  attach(name = `port${this.#attached}`): NetworkPort {
    if (this.#ports.has(name)) {
      throw invalidOption(`port of network ${JSON.stringify(this.name)}`, {
        field: 'name',
        value: name,
        expected: 'another name',
      })
    }
    // Links of a port get seeds of their own, by the order in which ports came.
    const seed = (this.#seed + 2 * this.#attached++) >>> 0
    const port = new BridgePort({ name, seed, timeline: this.#timeline, forward: this.#forward, onClose: this.#detach })
    this.#ports.set(name, port)
    return port
  }

  /**
   * Cuts the network into groups of ports, by their names, which do not reach each other. Ports in no group reach everybody.
   *
   *     network.partition([['a', 'b'], ['c']])
   */
  partition(groups: readonly (readonly string[])[]): void {
    const next = new Map<string, number>()
    groups.forEach((names, group) => {
      for (const name of names) next.set(this.#known(name), group)
    })
    this.#groups = next
  }

  /** Ends the partition. */
  heal(): void {
    this.#groups = new Map()
  }

  /** Records what the network delivers to `port`, or takes from and delivers to every port, as pcapng. */
  capture(port?: string): Capture {
    const names = port === undefined ? [...this.#ports.keys()] : [this.#known(port)]
    const ids = new Map(names.map((name, id) => [name, id]))
    const record = (at: BridgePort, frame: Frame): void => {
      const id = ids.get(at.name)
      if (id !== undefined) capture.add(id, frame)
    }
    const capture = new Capture({
      interfaces: names,
      nowNs: () => this.#timeline.wallNs(),
      onStop: () => this.#captures.delete(record),
    })
    this.#captures.add(record)
    return capture
  }

  #known(name: string): string {
    if (this.#ports.has(name)) return name
    const expected = `one of its ports (${[...this.#ports.keys()].join(', ') || 'it has none'})`
    throw invalidOption(`port of network ${JSON.stringify(this.name)}`, { field: 'port', value: name, expected })
  }

  readonly #detach = (port: BridgePort): void => {
    if (this.#ports.get(port.name) !== port) return
    this.#ports.delete(port.name)
    this.#stations.forget(port)
  }

  /** A frame came through the cable of `from`. */
  readonly #forward = (from: BridgePort, frame: Frame): void => {
    const nowNs = this.#timeline.nowNs()
    this.#record(from, frame)
    this.#stations.learn(frame, from, nowNs)
    const known = this.#stations.find(frame, nowNs)
    const targets = known === undefined ? this.#ports.values() : [known]
    for (const to of [...targets]) if (to !== from && this.#reaches(from, to)) this.#deliver(to, frame)
  }

  #deliver(to: BridgePort, frame: Frame): void {
    this.#record(to, frame)
    to.deliver(frame)
  }

  #record(port: BridgePort, frame: Frame): void {
    for (const capture of this.#captures) capture(port, frame)
  }

  #reaches(from: BridgePort, to: BridgePort): boolean {
    const [a, b] = [this.#groups.get(from.name), this.#groups.get(to.name)]
    return a === undefined || b === undefined || a === b
  }
}

interface BridgePortOptions {
  name: string
  seed: number
  timeline: Timeline
  forward(from: BridgePort, frame: Frame): void
  onClose(port: BridgePort): void
}

/** A cable: one link to the bridge, one from it. */
class BridgePort implements NetworkPort {
  readonly name: string
  onFrame: FrameListener = () => {}
  readonly #options: BridgePortOptions
  readonly #tx: Link
  readonly #rx: Link
  #malformed = 0
  #isOpen = true

  constructor(options: BridgePortOptions) {
    const { name, seed, timeline, forward } = options
    this.#options = options
    this.name = name
    this.#tx = new Link({ timeline, seed, deliver: (frame) => forward(this, frame) })
    this.#rx = new Link({ timeline, seed: (seed + 1) >>> 0, deliver: (frame) => this.onFrame(frame) })
  }

  send(frame: Frame): void {
    if (!this.#isOpen) return
    if (frame.length < ethernetHeaderBytes || frame.length > longestFrame) this.#malformed++
    else this.#tx.send(frame)
  }

  /** A frame from the bridge. */
  deliver(frame: Frame): void {
    this.#rx.send(frame)
  }

  setFaults(faults: Faults, direction?: 'tx' | 'rx'): void {
    const checked = checkOptions(faultsSchema, faults, 'network fault') as Faults
    if (direction !== 'rx') this.#tx.faults = checked
    if (direction !== 'tx') this.#rx.faults = checked
  }

  setLink(isUp: boolean): void {
    this.#tx.isUp = isUp
    this.#rx.isUp = isUp
  }

  get statistics(): PortStatistics {
    return { tx: { ...this.#tx.counters }, rx: { ...this.#rx.counters }, malformed: this.#malformed }
  }

  close(): void {
    this.#isOpen = false
    this.setLink(false)
    this.#options.onClose(this)
  }
}
