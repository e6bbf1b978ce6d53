// A tree of files on its way into an archive: parent folders come first, and symbolic links to folders are followed.
import { type CpioEntry, fileType } from './cpio'

export class FileTree {
  readonly #entries = new Map<string, CpioEntry>()

  /** Entries in the order of their arrival: every folder before what is in it. */
  get entries(): CpioEntry[] {
    return [...this.#entries.values()]
  }

  /** Adds a folder, unless something of that name is there. */
  directory(name: string, permissions = 0o755): void {
    if (!this.#entries.has(this.#resolved(name))) this.add({ name, mode: fileType.directory | permissions, data: empty })
  }

  file(name: string, data: Uint8Array | string, permissions = 0o644): void {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
    this.add({ name, mode: fileType.regular | permissions, data: bytes })
  }

  symlink(name: string, target: string): void {
    this.add({ name, mode: fileType.symlink | 0o777, data: new TextEncoder().encode(target) })
  }

  /** Adds an entry, or puts it in the place of the one that has its name. */
  add(entry: CpioEntry): void {
    const name = this.#resolved(entry.name)
    const parts = name.split('/')
    for (let depth = 1; depth < parts.length; depth++) this.directory(parts.slice(0, depth).join('/'))
    this.#entries.set(name, { ...entry, name })
  }

  /** The text of a file; undefined when there is none. */
  text(name: string): string | undefined {
    const entry = this.#entries.get(this.#resolved(name))
    return entry && new TextDecoder().decode(entry.data)
  }

  /** The path with a link at its start (`bin -> usr/bin`, the merged /usr) replaced by the link's target. */
  #resolved(path: string): string {
    const name = path.replace(/^\/+/, '')
    const slash = name.indexOf('/')
    const first = slash < 0 ? undefined : this.#entries.get(name.slice(0, slash))
    const isLink = first !== undefined && (first.mode & fileType.mask) === fileType.symlink
    return isLink ? new TextDecoder().decode(first.data) + name.slice(slash) : name
  }
}

const empty = new Uint8Array(0)
