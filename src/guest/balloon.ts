/** The memory balloon of a guest: memory that its driver gives back to the host, and what it says of the rest. */
import type { MachineRoom } from '../host/protocol'
import { invalidOption } from '../options/check'
import { parseSize, type Size } from '../options/size'

/** What the driver last said of the guest's memory; a value that it did not tell is missing. Bytes and counts by virtio's names. */
export type BalloonMemory = Partial<Record<typeof import('../spec/devices/virtio-balloon').balloonStatistics[number], number>>

export interface BalloonStatistics {
  /** Bytes that the host asks for, and those that the balloon holds. */
  target: number
  actual: number
  /** Bytes that the host got back by inflation, free-page reports and hints. */
  discarded: number
  /** Bytes of free pages that were reported or hinted. */
  reported: number
  hinted: number
  memory: BalloonMemory
}

export class Balloon {
  constructor(
    private readonly room: MachineRoom,
    private readonly guest: number,
  ) {}

  /**
   * Asks the guest to give so much memory back; its driver does so as fast as it finds free pages. ERR_UNSUPPORTED without a balloon.
   *
   *     const guest = await host.hypervisor.createGuest({ memory: '512MiB', balloon: true })
   *     await guest.balloon.setTarget('256MiB')
   */
  setTarget(size: Size): Promise<void> {
    const bytes = parseSize(size)
    if (bytes === undefined)
      throw invalidOption('balloon target', { field: 'size', value: size, expected: "a size such as '256MiB'" })
    return this.room.setBalloon(this.guest, bytes)
  }

  /** Asks the driver to hint its free pages, which the host takes back; false while the driver cannot be asked. */
  takeFreePages(): Promise<boolean> {
    return this.room.takeFreePages(this.guest)
  }

  /** What the balloon holds. `memory` is what the driver told last; each call asks it for fresh values. */
  stats(): Promise<BalloonStatistics> {
    return this.room.balloonStatistics(this.guest)
  }
}
