// OpenSBI's `struct fw_dynamic_info`, version 2 (include/sbi/fw_dynamic.h): how a previous stage tells fw_dynamic what to start.

//  0 magic "OSBI" | 8 version | 16 next_addr | 24 next_mode | 32 options | 40 boot_hart
export const fwDynamicInfoBytes = 48
const magic = 0x4942_534fn
const version = 2n

export interface FwDynamicInfo {
  /** Where the next stage starts; 0 when there is none. */
  nextGpa: number
  /** Privilege mode of the next stage: S is 1. */
  nextMode: number
  /** The hart that boots; the others wait in the firmware. */
  bootHart: number
}

export function fwDynamicInfo({ nextGpa, nextMode, bootHart }: FwDynamicInfo): Uint8Array {
  const bytes = new Uint8Array(fwDynamicInfoBytes)
  const view = new DataView(bytes.buffer)
  const options = 0n
  for (const [index, field] of [magic, version, BigInt(nextGpa), BigInt(nextMode), options, BigInt(bootHart)].entries()) {
    view.setBigUint64(index * 8, field, true)
  }
  return bytes
}
