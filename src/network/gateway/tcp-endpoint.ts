/**
 * One end of a TCP connection with a guest (RFC 9293): what the gateway is in place of the real peer.
 *
 * It is opened by the guest's SYN (`accept`) or by the gateway itself (`open`), and knows nothing of sockets.
 */
import { type Segment, sequenceDistance, tcpFlags } from '../packet/tcp'
import { Congestion } from './congestion'
import { KeepAlive } from './keep-alive'
import { PeerWindow } from './peer-window'
import { ReceiveQueue } from './receive-queue'
import { RetransmissionTimer } from './retransmission-timer'
import { SendQueue } from './send-queue'
import type { TcpEndpointOptions } from './tcp-options'

type State = 'syn-received' | 'syn-sent' | 'open' | 'closed'

/** Bytes that wait in each direction unless the options say otherwise, and the scale that tells them. */
const defaultBufferBytes = 512 * 1024
const windowScale = 4
const defaultSegmentBytes = 536
/** A guest that asks for less costs more packets than bytes. */
const leastSegmentBytes = 48
/** A handshake is given up after a minute, sooner than a connection that stood. */
const mostSyns = 6
/** A connection that both sides ended is remembered so long, for a FIN that comes again. */
const lingerNs = 1e9
const next = (sequence: number, bytes: number): number => (sequence + bytes) >>> 0

export class TcpEndpoint {
  readonly #options: TcpEndpointOptions
  readonly #timer: RetransmissionTimer
  readonly #keepAlive: KeepAlive
  readonly #bufferBytes: number
  readonly #queue = new SendQueue()
  readonly #received = new ReceiveQueue()
  #congestion: Congestion
  #state: State
  #segmentBytes: number
  /** First sequence number that the guest has not acknowledged, and the next to be sent. */
  #unacknowledged: number
  #sendNext: number
  /** Next sequence number of the guest. */
  #receiveNext = 0
  #unconsumed = 0
  #advertised = 0
  /** An acknowledgement is on its way. */
  #isAcknowledging = false
  readonly #peerWindow = new PeerWindow()
  #ownScale = 0
  #synsSent = 1
  /** Ours: wanted, and acknowledged. The guest's: come. */
  #finWanted = false
  #finAcknowledged = false
  #finReceived = false
  #timed: { sequence: number; sinceNs: number } | undefined
  /** End of what was under way when a segment was lost; undefined after everything up to it has arrived. */
  #recovery: number | undefined
  #cancelLinger = (): void => {}

  private constructor(options: TcpEndpointOptions, state: State) {
    this.#options = options
    this.#state = state
    this.#bufferBytes = options.bufferBytes ?? defaultBufferBytes
    this.#segmentBytes = options.segmentBytes
    this.#congestion = new Congestion(this.#segmentBytes)
    this.#unacknowledged = options.initialSequence
    this.#sendNext = options.initialSequence
    this.#timer = new RetransmissionTimer(options.timeline, { expire: () => this.#retransmit(), giveUp: () => this.abort() })
    this.#keepAlive = new KeepAlive(options.timeline, { probe: () => this.#probe(), giveUp: () => this.abort() })
  }

  /** Answers a guest's SYN. */
  static accept(options: TcpEndpointOptions, syn: Segment): TcpEndpoint {
    const endpoint = new TcpEndpoint(options, 'syn-received')
    endpoint.#takeOptions(syn)
    endpoint.#receiveNext = next(syn.sequence, 1)
    endpoint.#sendSyn()
    return endpoint
  }

  /** Opens a connection to a guest. */
  static open(options: TcpEndpointOptions): TcpEndpoint {
    const endpoint = new TcpEndpoint(options, 'syn-sent')
    endpoint.#ownScale = windowScale
    endpoint.#sendSyn()
    return endpoint
  }

  /** True while the outside may give more. */
  get hasRoom(): boolean {
    return this.#queue.bytes < this.#bufferBytes
  }

  get isClosed(): boolean {
    return this.#state === 'closed'
  }

  write(bytes: Uint8Array): void {
    if (this.#state === 'closed' || this.#finWanted) return
    this.#queue.push(bytes)
    this.#push()
  }

  /** The outside sends no more. */
  end(): void {
    if (this.#state === 'closed' || this.#finWanted) return
    this.#finWanted = true
    this.#push()
  }

  /** Breaks the connection. */
  abort(): void {
    if (this.#state === 'closed') return
    this.#send({ flags: tcpFlags.rst | tcpFlags.ack, sequence: this.#sendNext })
    this.#close(true)
  }

  /** The outside took `bytes` of what `onData` gave. */
  consume(bytes: number): void {
    this.#unconsumed -= bytes
    // Tells the guest only when that is news to it (RFC 9293 §3.8.6.2.2): it could hardly send, or may send a lot more.
    const left = sequenceDistance(this.#advertised, this.#receiveNext)
    const opened = this.#window - left
    const isShort = left < 2 * this.#segmentBytes && opened >= 2 * this.#segmentBytes
    if (this.#state === 'open' && (isShort || opened >= this.#bufferBytes / 4)) this.#acknowledge()
  }

  /** A segment of the guest. */
  receive(segment: Segment): void {
    if (this.#state === 'closed') return
    this.#keepAlive.heard()
    if (this.#state === 'syn-sent') {
      this.#receiveSynAck(segment)
      return
    }
    if (!this.#isAcceptable(segment)) {
      if ((segment.flags & tcpFlags.rst) === 0) this.#acknowledge()
      return
    }
    if ((segment.flags & tcpFlags.rst) !== 0) {
      this.#receiveReset(segment)
      return
    }
    if ((segment.flags & tcpFlags.syn) !== 0) {
      this.#receiveSynAgain(segment)
      return
    }
    if ((segment.flags & tcpFlags.ack) === 0) return
    this.#receiveAcknowledgement(segment)
    if (this.#state !== 'open') return
    this.#receivePayload(segment)
  }

  /** Does any of it lie in the window (RFC 9293 §3.10.7.4)? Keep-alives do not, and are acknowledged. */
  #isAcceptable({ sequence, payload, flags }: Segment): boolean {
    const length = payload.length + ((flags & tcpFlags.fin) !== 0 ? 1 : 0)
    const first = sequenceDistance(sequence, this.#receiveNext)
    if (length === 0) return first >= 0 && first <= Math.max(this.#window, 0)
    return first < this.#window && first + length > 0
  }

  /** Exactly where the next byte is expected, or it may be forged (RFC 5961 §3.2). */
  #receiveReset({ sequence }: Segment): void {
    // What both sides have ended has arrived, and is not broken by it.
    if (sequence === this.#receiveNext) this.#close(!this.#hasEnded)
    else this.#acknowledge()
  }

  /** Closes what both sides have ended when `segment` opens a connection anew between the same ports; says whether it does. */
  yieldTo({ flags, sequence }: Segment): boolean {
    const isSyn = (flags & (tcpFlags.syn | tcpFlags.ack | tcpFlags.rst)) === tcpFlags.syn
    if (!isSyn || this.#state !== 'open' || !this.#hasEnded || sequenceDistance(sequence, this.#receiveNext) < 0) return false
    this.#close(false)
    return true
  }

  #receiveSynAgain({ sequence }: Segment): void {
    const isRepeated = this.#state === 'syn-received' && next(sequence, 1) === this.#receiveNext
    if (isRepeated) this.#sendSyn()
    else this.#acknowledge()
  }

  /** RFC 9293 §3.10.7.3. A guest that remembers another connection between these ports forgets it by our reset. */
  #receiveSynAck(segment: Segment): void {
    const hasAck = (segment.flags & tcpFlags.ack) !== 0
    if (hasAck && segment.acknowledgement !== this.#sendNext) {
      this.#resetStranger(segment)
      return
    }
    if ((segment.flags & tcpFlags.rst) !== 0) {
      if (hasAck) this.#close(true)
      return
    }
    if ((segment.flags & tcpFlags.syn) === 0) return
    this.#takeOptions(segment)
    this.#receiveNext = next(segment.sequence, 1)
    if (!hasAck) {
      // Both sides opened it at the same time.
      this.#state = 'syn-received'
      this.#sendSyn()
      return
    }
    this.#peerWindow.open(segment)
    this.#opened()
    this.#acknowledge()
  }

  /** Answers a segment of a connection that is not this one. */
  #resetStranger({ flags, acknowledgement }: Segment): void {
    if ((flags & tcpFlags.rst) === 0) this.#send({ flags: tcpFlags.rst, sequence: acknowledgement })
  }

  #opened(): void {
    this.#state = 'open'
    this.#unacknowledged = this.#sendNext
    this.#timer.stop()
    this.#timer.progress()
    this.#keepAlive.start()
    this.#options.onOpen()
    this.#push()
  }

  #takeOptions({ maximumSegmentSize = defaultSegmentBytes, windowScale: scale }: Segment): void {
    this.#segmentBytes = Math.min(this.#options.segmentBytes, Math.max(maximumSegmentSize, leastSegmentBytes))
    this.#congestion = new Congestion(this.#segmentBytes)
    this.#peerWindow.scaleBy(scale ?? 0)
    this.#ownScale = scale === undefined ? 0 : windowScale
  }

  #receiveAcknowledgement(segment: Segment): void {
    if (this.#state === 'syn-received') {
      if (segment.acknowledgement !== this.#sendNext) {
        this.#resetStranger(segment)
        return
      }
      this.#peerWindow.open(segment)
      this.#opened()
    }
    const fresh = sequenceDistance(segment.acknowledgement, this.#unacknowledged)
    if (fresh > this.#underWay) {
      this.#acknowledge()
      return
    }
    if (fresh < 0) return
    const window = this.#peerWindow.of(segment)
    const isDuplicate = fresh === 0 && segment.payload.length === 0 && this.#underWay > 0 && window === this.#peerWindow.bytes
    this.#peerWindow.update(segment, fresh > 0)
    // A peer that answers probes of its closed window is there, however long it stays closed.
    if (window === 0) this.#timer.answered()
    if (fresh > 0) this.#acknowledged(fresh, segment.acknowledgement)
    else if (isDuplicate) this.#duplicateAcknowledged()
    if (this.#state === 'open') this.#push()
  }

  /** Duplicates that follow from one loss are not another one (RFC 6582 §3.2). */
  #duplicateAcknowledged(): void {
    if (this.#recovery !== undefined) this.#congestion.duplicateInRecovery()
    else if (this.#congestion.duplicate(this.#underWay)) {
      this.#recovery = this.#sendNext
      this.#resend()
    }
  }

  #acknowledged(bytes: number, acknowledgement: number): void {
    const finBytes = this.#finWanted && bytes > this.#queue.bytes ? 1 : 0
    this.#queue.drop(bytes - finBytes)
    this.#unacknowledged = acknowledgement
    const isInPart = this.#recovery !== undefined && sequenceDistance(this.#recovery, acknowledgement) > 0
    if (isInPart) this.#congestion.acknowledgedInPart(bytes)
    else {
      this.#recovery = undefined
      this.#congestion.acknowledged(bytes)
    }
    this.#timer.progress()
    if (this.#timed !== undefined && sequenceDistance(acknowledgement, this.#timed.sequence) > 0) {
      this.#timer.sample(this.#options.timeline.nowNs() - this.#timed.sinceNs)
      this.#timed = undefined
    }
    if (this.#underWay === 0) this.#timer.stop()
    else this.#timer.start()
    if (finBytes === 1) this.#finAcknowledged = true
    if (isInPart) this.#resend()
    if (this.hasRoom) this.#options.onRoom()
    this.#closeWhenDone()
  }

  #receivePayload({ sequence, payload, flags }: Segment): void {
    const room = this.#window - sequenceDistance(sequence, this.#receiveNext)
    const fits = payload.length <= room
    const hasFin = (flags & tcpFlags.fin) !== 0 && fits
    if (payload.length === 0 && !hasFin) return
    const bytes = fits ? payload : payload.subarray(0, Math.max(0, room))
    const ready = this.#received.take(this.#receiveNext, sequence, bytes)
    this.#receiveNext = next(this.#receiveNext, ready.length)
    this.#unconsumed += ready.length
    if (ready.length > 0 && !this.#finReceived) this.#options.onData(ready)
    const isFinNext = hasFin && next(sequence, payload.length) === this.#receiveNext
    if (isFinNext && !this.#finReceived) {
      this.#finReceived = true
      this.#receiveNext = next(this.#receiveNext, 1)
      this.#options.onEnd()
    }
    // What comes in order is acknowledged once for all that came together; a gap, and what fills one, at once (RFC 5681 §4.2).
    const isInOrder = ready.length > 0 && ready.length <= bytes.length && !this.#received.isWaiting
    if (this.#state === 'open' && (!isInOrder || this.#finReceived)) this.#acknowledge()
    else if (this.#state === 'open') this.#acknowledgeSoon()
    this.#closeWhenDone()
  }

  /** Bytes that were sent and not acknowledged, a FIN among them. */
  get #underWay(): number {
    return sequenceDistance(this.#sendNext, this.#unacknowledged)
  }

  get #window(): number {
    return this.#bufferBytes - this.#unconsumed
  }

  /** Sends what the guest's window and the network allow. */
  #push(): void {
    if (this.#state !== 'open') return
    const allowed = Math.min(this.#peerWindow.bytes, this.#congestion.window)
    while (this.#queue.bytes > this.#underWay && !this.#isFinSent) {
      const wanted = Math.min(this.#segmentBytes, this.#queue.bytes - this.#underWay)
      const bytes = Math.min(wanted, allowed - this.#underWay)
      // No small segment while others are under way: the window opens wider (RFC 9293 §3.8.6.2.1).
      if (bytes <= 0 || (bytes < wanted && this.#underWay > 0)) break
      this.#sendPayload(this.#underWay, bytes)
    }
    if (this.#finWanted && !this.#isFinSent && this.#underWay === this.#queue.bytes) this.#sendFin()
    const waits = this.#underWay > 0 || this.#queue.bytes > 0
    if (waits && !this.#timer.isRunning) this.#timer.start()
  }

  get #isFinSent(): boolean {
    return this.#finAcknowledged || this.#underWay > this.#queue.bytes
  }

  #sendPayload(offset: number, bytes: number): void {
    const sequence = next(this.#unacknowledged, offset)
    const payload = this.#queue.slice(offset, bytes)
    const isLast = offset + bytes === this.#queue.bytes
    this.#send({ flags: tcpFlags.ack | (isLast ? tcpFlags.psh : 0), sequence, payload })
    const end = next(sequence, bytes)
    if (sequenceDistance(end, this.#sendNext) <= 0) return
    this.#sendNext = end
    this.#timed ??= { sequence, sinceNs: this.#options.timeline.nowNs() }
  }

  #sendFin(): void {
    this.#send({ flags: tcpFlags.fin | tcpFlags.ack, sequence: next(this.#unacknowledged, this.#queue.bytes) })
    this.#sendNext = next(this.#unacknowledged, this.#queue.bytes + 1)
  }

  /** The first segment again; what was sent twice says nothing about the round trip (Karn). */
  #resend(): void {
    this.#timed = undefined
    // A window that has closed meanwhile is probed with one byte (RFC 9293 §3.8.6.1).
    if (this.#queue.bytes > 0)
      this.#sendPayload(0, Math.min(this.#segmentBytes, this.#queue.bytes, Math.max(this.#peerWindow.bytes, 1)))
    else if (this.#finWanted && !this.#finAcknowledged) this.#sendFin()
  }

  #retransmit(): void {
    if (this.#state !== 'open') {
      if (++this.#synsSent > mostSyns) this.abort()
      else this.#sendSyn()
      return
    }
    const isWindowClosed = this.#underWay === 0
    if (isWindowClosed && this.#queue.bytes > 0) this.#sendPayload(0, 1)
    else {
      this.#recovery = this.#sendNext
      this.#congestion.timedOut(this.#underWay)
      this.#resend()
    }
    this.#timer.start()
  }

  #sendSyn(): void {
    const isAnswer = this.#state === 'syn-received'
    const { initialSequence, segmentBytes } = this.#options
    this.#sendNext = next(initialSequence, 1)
    this.#send({
      flags: tcpFlags.syn | (isAnswer ? tcpFlags.ack : 0),
      sequence: initialSequence,
      maximumSegmentSize: segmentBytes,
      ...(this.#ownScale === 0 ? {} : { windowScale: this.#ownScale }),
    })
    this.#timer.start()
  }

  #acknowledgeSoon(): void {
    if (this.#isAcknowledging) return
    this.#isAcknowledging = true
    const soon = this.#options.soon ?? queueMicrotask
    soon(() => {
      // Another segment may have told it already.
      if (this.#isAcknowledging && this.#state === 'open') this.#acknowledge()
      this.#isAcknowledging = false
    })
  }

  #acknowledge(): void {
    this.#send({ flags: tcpFlags.ack, sequence: this.#sendNext })
  }

  #send(parts: Partial<Segment> & Pick<Segment, 'flags' | 'sequence'>): void {
    const isSyn = (parts.flags & tcpFlags.syn) !== 0
    const scale = isSyn ? 0 : this.#ownScale
    const window = Math.min(Math.max(this.#window, 0) >> scale, 0xffff)
    if ((parts.flags & tcpFlags.ack) !== 0) this.#isAcknowledging = false
    if (this.#state !== 'syn-sent') this.#advertised = next(this.#receiveNext, window << scale)
    const { own, peer } = this.#options.ports
    this.#options.transmit({
      sourcePort: own,
      destinationPort: peer,
      acknowledgement: (parts.flags & tcpFlags.ack) !== 0 ? this.#receiveNext : 0,
      window,
      payload: new Uint8Array(),
      ...parts,
    })
  }

  /** A segment that says nothing new, which a peer that is there acknowledges. */
  #probe(): void {
    this.#send({ flags: tcpFlags.ack, sequence: next(this.#unacknowledged, -1) })
  }

  get #hasEnded(): boolean {
    return this.#finAcknowledged && this.#finReceived
  }

  #closeWhenDone(): void {
    if (this.#state !== 'open' || !this.#hasEnded) return
    this.#timer.stop()
    this.#cancelLinger()
    this.#cancelLinger = this.#options.timeline.after(lingerNs, () => this.#close(false))
  }

  #close(isReset: boolean): void {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#timer.stop()
    this.#keepAlive.stop()
    this.#cancelLinger()
    this.#options.onClose(isReset)
  }
}
