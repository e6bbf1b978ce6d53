/** The files that guests have as disks by their paths: one that is written is nobody else's. */
import { VmHostError } from '../error'
import { fileIdentity } from '../platform/block-file'
import type { LayeredDevice } from '../storage/layers'
import type { VolumePlan } from '../storage/volume-source'

interface GuestFile {
  readonly identity: string
  readonly isReadOnly: boolean
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
    if (!this.#files.some((file) => file.identity === identity && !(file.isReadOnly && isReadOnly))) return
    const message = `file ${JSON.stringify(source.path)} is a disk of a guest, expected readOnly in both`
    throw new VmHostError('ERR_INVALID_STATE', message, { details: { path: source.path } })
  }

  /** From now on until its content is closed, and all that reads it. */
  add(plan: VolumePlan, content: LayeredDevice): void {
    const identity = identityOf(plan)
    if (identity !== undefined) this.#files.push({ identity, isReadOnly: plan.isReadOnly, content })
  }
}
