/** What runs a memory image of the harness to its end: QEMU, or a guest of ours. */

export interface MachineResult {
  /** RAM from its base, as long as the image. */
  readonly memory: Uint8Array
  /** The slot that ran last; behind the last slot when all ran. */
  readonly progress: number
  /** False when it ran out of time. */
  readonly isFinished: boolean
}

export interface Machine {
  readonly name: string
  run(image: Uint8Array): Promise<MachineResult>
}
