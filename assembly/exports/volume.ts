/** Volumes in the host's memory. */
import { Volume } from '../abi/layout.gen'
import { host } from '../memory/host'
import { volumeClone, volumeCreate, volumeDestroy, volumeGrow, volumeRead, volumeWrite } from '../memory/volume'

/** Host pointer of a volume of zeros in the host's memory, or of a copy of one; 0 when there is no room. */
export function memoryVolumeCreate(bytes: u64): usize {
  return volumeCreate(bytes)
}

/** Nobody may write the volume meanwhile. */
export function memoryVolumeClone(volume: usize): usize {
  return volumeClone(changetype<Volume>(volume))
}

/** More zeros behind what there is; false when the host has no room for the table. Nobody may be in the volume meanwhile. */
export function memoryVolumeGrow(volume: usize, bytes: u64): bool {
  return volumeGrow(changetype<Volume>(volume), bytes)
}

export function memoryVolumeDestroy(volume: usize): void {
  volumeDestroy(changetype<Volume>(volume))
}

/** Copies between a volume and the host pointer; false outside the volume, or when the host has no frame left. */
export function memoryVolumeRead(volume: usize, offset: u64, pointer: usize, bytes: u32): bool {
  return volumeRead(changetype<Volume>(volume), offset, pointer, bytes)
}

export function memoryVolumeWrite(volume: usize, offset: u64, pointer: usize, bytes: u32): bool {
  return volumeWrite(changetype<Volume>(volume), offset, pointer, bytes)
}
