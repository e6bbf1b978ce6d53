/** The files that guests have as disks by their paths, and those below images that are open: one that is written is nobody else's. */
import { VmHostError } from '../error'
import { fileIdentity } from '../platform/block-file'
import type { LayeredDevice } from '../storage/layers'
import type { VolumePlan } from '../storage/volume-source'

interface GuestFile {
  readonly identity: string
  readonly isReadOnly: boolean
  /** It is below the image that the content is of. */
  readonly isBacking: boolean
  readonly content: LayeredDevice
}

/** Of the file that it is read from, if it is one. */
export function identityOf({ source }: VolumePlan): string | undefined {
  return source.kind === 'file' ? fileIdentity(source.path) : undefined
}

export class GuestFiles {
  /** Those among them that are closed are of no account. */
  #files: GuestFile[] = []

  /** Two that write undo each other's work, and who reads what another writes reads what never was: ERR_INVALID_STATE. */
  expectFree(plan: VolumePlan): void {
    const { source, isReadOnly } = plan
    const identity = identityOf(plan)
    if (identity === undefined || source.kind !== 'file') return
    this.#files = this.#files.filter(({ content }) => content.isOpen)
    const taken = this.#files.find((file) => file.identity === identity && !(file.isReadOnly && isReadOnly))
    if (taken === undefined) return
    const use = taken.isBacking ? 'the backing file of an image that is open' : 'a disk of a guest'
    const message = `file ${JSON.stringify(source.path)} is ${use}, expected readOnly in both`
    throw new VmHostError('ERR_INVALID_STATE', message, { details: { path: source.path } })
  }

  /** From now on until its content is closed, and all that reads it. */
  add(plan: VolumePlan, content: LayeredDevice): void {
    this.#add(plan, content, false)
  }

  /** The same for files that are read where the image does not have what is asked for. */
  addBacking(plans: readonly VolumePlan[], content: LayeredDevice): void {
    for (const plan of plans) this.#add(plan, content, true)
  }

  #add(plan: VolumePlan, content: LayeredDevice, isBacking: boolean): void {
    const identity = identityOf(plan)
    if (identity !== undefined) this.#files.push({ identity, isReadOnly: plan.isReadOnly, isBacking, content })
  }
}
