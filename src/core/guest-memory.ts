/** Copies between the outside and a guest's physical memory, through the core's staging buffer. */
import { VmHostError } from '../error'
import type { Core } from './core'
import { STAGING_BYTES } from './layout.gen'

export class GuestMemory {
  constructor(
    private readonly core: Core,
    private readonly guest: number,
  ) {}

  /** Reads `count` bytes from `gpa`; throws ERR_INVALID_ADDRESS when they are not all RAM. */
  read(gpa: bigint, count: number): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array(count)
    for (let done = 0; done < count; ) {
      const bytes = Math.min(STAGING_BYTES, count - done)
      const pointer = this.core.exports.stagingBuffer()
      const isRam = this.core.exports.guestMemoryRead(this.guest, gpa + BigInt(done), pointer, bytes)
      if (isRam === 0) throw notRam(gpa, count)
      out.set(this.core.bytes.subarray(pointer, pointer + bytes), done)
      done += bytes
    }
    return out
  }

  /** Writes `bytes` at `gpa`; throws ERR_INVALID_ADDRESS when they do not all fit in RAM, or the host has no frame left. */
  write(gpa: bigint, bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      const part = bytes.subarray(done, done + STAGING_BYTES)
      const pointer = this.core.exports.stagingBuffer()
      this.core.bytes.set(part, pointer)
      const isWritten = this.core.exports.guestMemoryWrite(this.guest, gpa + BigInt(done), pointer, part.length)
      if (isWritten === 0)
        throw this.core.exports.hostFreeFrames() < STAGING_BYTES / 4096 ? outOfFrames(gpa) : notRam(gpa, bytes.length)
      done += part.length
    }
  }
}

function notRam(gpa: bigint, count: number): VmHostError {
  const message = `guest-physical 0x${gpa.toString(16)}, ${count} bytes: expected a range inside the guest's RAM`
  return new VmHostError('ERR_INVALID_ADDRESS', message, { details: { gpa, bytes: count } })
}

function outOfFrames(gpa: bigint): VmHostError {
  return new VmHostError('ERR_OUT_OF_MEMORY', `guest-physical 0x${gpa.toString(16)}: the host has no frame left`, {
    details: { gpa },
  })
}
