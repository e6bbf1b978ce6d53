/** Pages that guests on a physical CPU's own thread miss: it reads them itself, and waits for nobody whom the guest could hold up. */
import type { Core } from '../core/core'
import { openRandomAccess } from '../platform/random-access'
import { SnapshotFile } from '../snapshot/file'
import { Pager } from '../snapshot/pager'
import type { CpuMessage, PagesToServe } from './cpu-protocol'

export class CpuPages {
  readonly #core: Core
  readonly #tell: (message: CpuMessage) => void
  readonly #pagers = new Map<number, Pager>()
  #opening = 0

  constructor(core: Core, tell: (message: CpuMessage) => void) {
    this.#core = core
    this.#tell = tell
  }

  /** What opens sources needs the event loop. */
  get isOpening(): boolean {
    return this.#opening > 0
  }

  async serve({ guest, ramPages, sources }: PagesToServe): Promise<void> {
    this.#opening++
    const files: SnapshotFile[] = []
    try {
      for (const { source, id } of sources) {
        const file = await SnapshotFile.open(await openRandomAccess(source, { mayWait: true }))
        files.push(file)
        if (!file.readsNow || file.header.id !== id) throw new Error('not readable here, or another one by now')
      }
      this.#pagers.set(guest, new Pager({ core: this.#core, guest, ramPages, files }))
      this.#tell({ type: 'pages', guest, areServed: true })
    } catch {
      for (const file of files) await file.close()
      this.#tell({ type: 'pages', guest, areServed: false })
    } finally {
      this.#opening--
    }
  }

  drop(guest: number): void {
    void this.#pagers.get(guest)?.close()
    this.#pagers.delete(guest)
  }

  /** In the middle of an instruction. */
  bring(guest: number, page: number): boolean {
    const pager = this.#pagers.get(guest)
    if (pager?.bringIn(page) === true) return true
    const { failure } = pager ?? { failure: undefined }
    this.#tell({ type: 'page-lost', guest, detail: failure instanceof Error ? failure.message : 'nobody has it' })
    return false
  }
}
