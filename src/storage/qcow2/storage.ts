/** The file under a qcow2 image: as a disk, but it grows. */
import type { Maybe } from '../block-device'

export interface GrowableFile {
  readonly bytes: number
  readonly generation?: string | undefined
  /** Zeros past the end. */
  read(offset: number, into: Uint8Array): Maybe
  /** Past the end, too. */
  write(offset: number, from: Uint8Array): Maybe
  flush(): Maybe
  close(): Maybe
}
