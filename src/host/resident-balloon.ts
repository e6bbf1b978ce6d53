/** The balloon of a guest where the core is. */
import type { Core } from '../core/core'
import { BalloonConfigLayout, BalloonLayout, VirtioDeviceLayout } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import { VmHostError } from '../error'
import type { BalloonMemory, BalloonStatistics } from '../guest/balloon'
import { balloonStatistics } from '../spec/devices/virtio-balloon'

const pageBytes = 4096
/** The device's configuration space lies in front of its state. */
const configBeforeState = VirtioDeviceLayout.config.offset - VirtioDeviceLayout.state.offset
const untold = 2n ** 64n - 1n

export function setBalloon(core: Core, guest: number, bytes: number): void {
  if (core.exports.guestSetBalloon(guest, Math.floor(bytes / pageBytes)) === 0) throw noBalloon()
}

/** Reads what is known, and asks the driver for what will be next time. */
export function readBalloon(core: Core, guest: number): BalloonStatistics {
  const pointer = core.exports.guestBalloon(guest)
  if (pointer === 0) throw noBalloon()
  const state = new StructView(core, BalloonLayout, pointer)
  const config = new StructView(core, BalloonConfigLayout, pointer + configBeforeState)
  const bytes = (pages: bigint | number): number => Number(pages) * pageBytes
  const memory: BalloonMemory = {}
  for (const [tag, value] of state.list('stats').entries()) {
    const name = balloonStatistics[tag]
    if (name !== undefined && value !== untold) memory[name] = Number(value)
  }
  core.exports.guestAskBalloonStats(guest)
  return {
    target: bytes(config.get('numPages')),
    actual: bytes(state.get('pages')),
    discarded: bytes(state.get('discarded')),
    reported: bytes(state.get('reported')),
    hinted: bytes(state.get('hinted')),
    memory,
  }
}

function noBalloon(): VmHostError {
  return new VmHostError('ERR_UNSUPPORTED', 'the guest has no balloon: create it with `balloon: true`')
}
