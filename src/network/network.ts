/** A layer-2 segment in one process: a learning bridge whose ports are cables that can fail. */
import * as v from 'valibot'
import { checkOptions, integerBetween, invalidOption, strictObject } from '../options/check'
import { BridgePort, type NetworkPort, type TunnelRules } from './bridge-port'
import { Capture } from './capture'
import { MacTable } from './mac-table'
import type { Frame } from './port'
import { realTimeline, type Timeline } from './timeline'
import { carrierOf, checkTunnelOptions, type TunnelChannel, type TunnelOptions } from './tunnel/options'
import { Tunnel } from './tunnel/tunnel'

export interface NetworkOptions {
  /** For messages and captures. Default `network`. */
  name?: string
  /** Where the random faults of every cable come from: the same seed, the same faults. Default 1. */
  seed?: number
  /** What delays and rates go by. Default: the machine's clock. */
  timeline?: Timeline
}

const schema = strictObject({
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
    return this.#plug(name)
  }

  /**
   * Joins a network elsewhere: in another tab, worker, process or machine, by one frame in each message. The network has the channel from then
   * on, and closes it. Whatever the other side sends or does ends the tunnel at most, never the network. Both sides are one segment then, in which
   * no address is there twice: hosts make those of their guests from their names, so give them different ones. Between two networks there should be
   * one way only (`splitHorizon` is for a full mesh); a frame that comes back by another one is dropped and counted. Frames come when they come:
   * a run with a tunnel does not repeat, whatever the clock of its guests. Errors: ERR_INVALID_OPTION, and ERR_UNSUPPORTED without a WebSocket.
   *
   *     const tunnel = network.join(new BroadcastChannel('lab'))                          // all tabs of a site
   *     const tunnel = network.join({ webSocket: 'wss://lab.example/segment' })           // another machine
   *     const server = new WebSocketServer({ port: 8080, maxPayload: 65_549 })            // its server, of the package `ws`: no message
   *     server.on('connection', (webSocket) => network.join({ webSocket }))               //   longer than a frame is taken into memory
   *     await tunnel.ready
   *     tunnel.ended.then(({ reason }) => console.log(reason, tunnel.statistics))
   */
  join(channel: TunnelChannel, options: TunnelOptions = {}): Tunnel {
    const checked = checkTunnelOptions(options)
    const tunnel: { current?: Tunnel } = {}
    const port = this.#plug(checked.name ?? this.#freeName('tunnel'), {
      splitHorizon: checked.splitHorizon,
      onMisplaced: (frame) => tunnel.current?.misplaced(frame),
    })
    try {
      tunnel.current = new Tunnel(port, { maxFrameBytes: checked.maxFrameBytes, open: carrierOf(channel, checked) })
      return tunnel.current
    } catch (error) {
      port.close()
      throw error
    }
  }

  #freeName(kind: string): string {
    let number = 0
    while (this.#ports.has(`${kind}${number}`)) number++
    return `${kind}${number}`
  }

  #plug(name: string, tunnel?: TunnelRules): BridgePort {
    if (this.#ports.has(name)) {
      throw invalidOption(`port of network ${JSON.stringify(this.name)}`, {
        field: 'name',
        value: name,
        expected: 'another name',
      })
    }
    // Links of a port get seeds of their own, by the order in which ports came.
    const seed = (this.#seed + 2 * this.#attached++) >>> 0
    const timeline = this.#timeline
    const port = new BridgePort({ name, seed, timeline, tunnel, forward: this.#forward, onClose: this.#detach })
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

  /** Records what the network delivers to `port`, or takes from and delivers to every port, those that come later too, as pcapng. */
  capture(port?: string): Capture {
    const interfaces = port === undefined ? [...this.#ports.keys()] : [this.#known(port)]
    const record = (at: BridgePort, frame: Frame): void => {
      if (port === undefined || at.name === port) capture.add(at.name, frame)
    }
    const capture = new Capture({
      interfaces,
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
    // What comes back by another way ends here, so that a loop of tunnels carries nothing round for ever.
    if (from.tunnel !== undefined && this.#stations.isElsewhere(frame, from, nowNs)) {
      from.tunnel.onMisplaced(frame)
      return
    }
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
    const group = from.tunnel?.splitHorizon
    if (group !== undefined && group === to.tunnel?.splitHorizon) return false
    const [a, b] = [this.#groups.get(from.name), this.#groups.get(to.name)]
    return a === undefined || b === undefined || a === b
  }
}
