/** The translator, whose modules the outside instantiates. */
import { writeLinks } from '../jit/links'
import { discardBatch, installBatch, prepareBatch } from '../jit/translate'
import { enterHost, leaveHost } from '../memory/exclusive'
import { dropAllRegions, translator } from '../memory/regions'

/** Writes a module for the hot places that wait; its size, 0 when there is nothing to compile. */
export function translatorPrepare(): u32 {
  enterHost()
  const bytes = prepareBatch()
  leaveHost()
  return bytes
}

/** Writes the module of links, by which all others go from region to region (jit/links.ts); its size. */
export function translatorLinks(): u32 {
  enterHost()
  writeLinks()
  leaveHost()
  return translator().moduleBytes
}

/** The functions of that module are in the table. */
export function translatorInstall(): void {
  enterHost()
  installBatch()
  leaveHost()
}

/** That module could not be compiled. */
export function translatorDiscard(): void {
  enterHost()
  discardBatch()
  leaveHost()
}

/** No function of a region is in the table any more. */
export function translatorForget(): void {
  enterHost()
  dropAllRegions()
  leaveHost()
}
