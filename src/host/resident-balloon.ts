/** The balloon of a guest where the core is. */
import type { Core } from '../core/core'
import { BalloonConfigLayout, BalloonLayout, VirtioDeviceLayout, VirtioStatus } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import { VmHostError } from '../error'
import type { BalloonMemory, BalloonStatistics } from '../guest/balloon'
import { balloonStatistics } from '../spec/devices/virtio-balloon'

const pageBytes = 4096
/** The device's configuration space lies in front of its state. */
const configBeforeState = VirtioDeviceLayout.config.offset - VirtioDeviceLayout.state.offset
const untold = 2n ** 64n - 1n

export class ResidentBalloon {
  readonly #core: Core
  readonly #guest: number
  /** Pages that the guest's owner asks for, and that the host does when it is short: the larger of both is the target. */
  #owners = 0
  #hosts = 0

  constructor(core: Core, guest: number) {
    this.#core = core
    this.#guest = guest
  }

  /** ERR_UNSUPPORTED without a balloon. */
  setTarget(bytes: number): void {
    this.#owners = Math.floor(bytes / pageBytes)
    if (!this.#tell()) throw noBalloon()
  }

  /** The host asks for so many pages; true when that is something new. */
  ask(pages: number): boolean {
    const isNew = pages !== this.#hosts
    this.#hosts = pages
    return isNew && this.#tell()
  }

  /** Undefined without a balloon that a driver has taken over. */
  get state(): { askedPages: number; heldPages: number } | undefined {
    const pointer = this.#pointer
    if (pointer === 0) return undefined
    const device = new StructView(this.#core, VirtioDeviceLayout, pointer - VirtioDeviceLayout.state.offset)
    if ((device.get('status') & VirtioStatus.driverOk) === 0) return undefined
    return { askedPages: this.#hosts, heldPages: new StructView(this.#core, BalloonLayout, pointer).get('pages') }
  }

  /** Reads what is known, and asks the driver for what will be next time. ERR_UNSUPPORTED without a balloon. */
  statistics(): BalloonStatistics {
    const pointer = this.#pointer
    if (pointer === 0) throw noBalloon()
    const state = new StructView(this.#core, BalloonLayout, pointer)
    const config = new StructView(this.#core, BalloonConfigLayout, pointer + configBeforeState)
    const bytes = (pages: bigint | number): number => Number(pages) * pageBytes
    const memory: BalloonMemory = {}
    for (const [tag, value] of state.list('stats').entries()) {
      const name = balloonStatistics[tag]
      if (name !== undefined && value !== untold) memory[name] = Number(value)
    }
    this.#core.exports.guestAskBalloonStats(this.#guest)
    return {
      target: bytes(config.get('numPages')),
      actual: bytes(state.get('pages')),
      discarded: bytes(state.get('discarded')),
      reported: bytes(state.get('reported')),
      hinted: bytes(state.get('hinted')),
      memory,
    }
  }

  get #pointer(): number {
    return this.#core.exports.guestBalloon(this.#guest)
  }

  #tell(): boolean {
    return this.#core.exports.guestSetBalloon(this.#guest, Math.max(this.#owners, this.#hosts)) !== 0
  }
}

function noBalloon(): VmHostError {
  return new VmHostError('ERR_UNSUPPORTED', 'the guest has no balloon: create it with `balloon: true`')
}
