/** Holds a disk to so many bytes and operations a second: a bucket of a tenth of a second's worth that time fills. */
import { monotonicNs } from '../platform/clock'
import { sleepMs } from '../platform/event-loop'
import type { BlockDevice, Maybe } from './block-device'

export interface Limits {
  bytesPerSecond?: number
  iops?: number
}

const burstSeconds = 0.1

class Bucket {
  #level: number
  #atNs = monotonicNs()

  constructor(private readonly perSecond: number) {
    this.#level = perSecond * burstSeconds
  }

  /** Takes `amount`, into debt when there is less; milliseconds until the debt is paid. */
  take(amount: number): number {
    const now = monotonicNs()
    const filled = this.#level + ((now - this.#atNs) / 1e9) * this.perSecond
    this.#atNs = now
    this.#level = Math.min(filled, this.perSecond * burstSeconds) - amount
    return this.#level >= 0 ? 0 : (-this.#level / this.perSecond) * 1000
  }
}

/** `device` behind `limits`. */
export function throttled(device: BlockDevice, limits: Limits): BlockDevice {
  const bytes = limits.bytesPerSecond === undefined ? undefined : new Bucket(limits.bytesPerSecond)
  const operations = limits.iops === undefined ? undefined : new Bucket(limits.iops)
  const after = (size: number, work: () => Maybe): Maybe => {
    const wait = Math.max(bytes?.take(size) ?? 0, operations?.take(1) ?? 0)
    return wait === 0 ? work() : sleepMs(wait).then(work)
  }
  return {
    bytes: device.bytes,
    isReadOnly: device.isReadOnly,
    read: (offset, into) => after(into.length, () => device.read(offset, into)),
    write: (offset, from) => after(from.length, () => device.write(offset, from)),
    zero: (offset, count, isHole) => after(0, () => device.zero(offset, count, isHole)),
    flush: () => device.flush(),
    close: () => device.close(),
  }
}
