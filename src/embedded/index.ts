/** The guest that is in the package: a small S-mode kernel with a shell. */
import { embeddedImage } from './image.gen'

/** The embedded guest as a flat binary, to be started in S-mode at 0x80200000 with a0 = hart id and a1 = device tree. */
export function embeddedGuest(): Uint8Array {
  return Uint8Array.from(atob(embeddedImage), (character) => character.charCodeAt(0))
}
