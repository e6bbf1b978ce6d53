/** A tree of files in memory: what a page can share with a guest. */
import { P9Error } from './messages'
import { type AttributeChange, type Attributes, type FileTree, modes, type OpenFile, type OpenMode, type Path } from './tree'

interface Node {
  readonly id: bigint
  mode: number
  uid: number
  gid: number
  links: number
  accessedNs: bigint
  modifiedNs: bigint
  changedNs: bigint
  content: Uint8Array
  size: number
  target: string
  readonly children: Map<string, Node> | undefined
  /** How often it is open: its content is there until the last of them is closed. */
  opened: number
}

const mostBytes = 2 ** 31
/** Names of files, folders and links, each of which has its price, too. */
const mostNames = 2 ** 18
const longestName = 255
const longestTarget = 4095

export class MemoryTree implements FileTree {
  readonly #nowNs: () => bigint
  #root: Node
  #nextId = 1n
  #used = 0
  #names = 0

  /** `nowNs` is what its files are stamped with. */
  constructor(nowNs: () => bigint) {
    this.#nowNs = nowNs
    this.#root = this.#node(modes.folder | 0o755)
  }

  /** Puts a file there, with the folders above it. */
  put(path: Path, content: Uint8Array): void {
    let folder = this.#root
    for (const name of path.slice(0, -1)) {
      const next = folder.children?.get(name) ?? this.#node(modes.folder | 0o755)
      if (next.children === undefined) throw new P9Error('ENOTDIR')
      if (!folder.children?.has(name)) this.#names++
      folder.children?.set(name, next)
      folder = next
    }
    const name = path.at(-1) ?? ''
    const file = this.#node(modes.file | 0o644)
    file.content = content.slice()
    file.size = content.length
    this.#used += content.length
    const replaced = folder.children?.get(name)
    if (replaced !== undefined) this.#unlink(replaced)
    folder.children?.set(name, file)
    this.#names++
  }

  /** A tree of its own with the same files, and the same links among them. */
  clone(nowNs: () => bigint): MemoryTree {
    const other = new MemoryTree(nowNs)
    const known = new Map<Node, Node>()
    const copy = (node: Node): Node => {
      const own = { content: node.content.slice(0, node.size), opened: 0, children: copyAll(node.children) }
      const made = known.get(node) ?? { ...node, ...own }
      known.set(node, made)
      return made
    }
    const copyAll = (children: Node['children']): Node['children'] =>
      children && new Map([...children].map(([name, child]) => [name, copy(child)]))
    other.#root = copy(this.#root)
    other.#nextId = this.#nextId
    other.#names = this.#names
    other.#used = [...known.values()].reduce((sum, { size }) => sum + size, 0)
    return other
  }

  attributes(path: Path): Attributes {
    return attributesOf(this.#find(path))
  }

  readLink(path: Path): string {
    const node = this.#find(path)
    if ((node.mode & modes.type) !== modes.link) throw new P9Error('EINVAL')
    return node.target
  }

  list(path: Path): string[] {
    return [...this.#folder(path).keys()]
  }

  open(path: Path, mode: OpenMode): OpenFile {
    const node = this.#find(path)
    if ((node.mode & modes.type) === modes.link) throw new P9Error('ELOOP')
    if (node.children !== undefined && mode.writes) throw new P9Error('EISDIR')
    if (mode.truncates) this.#resize(node, 0)
    return this.#opened(node)
  }

  create(path: Path, permissions: number, mode: OpenMode & { isExclusive: boolean }): OpenFile {
    const { folder, name } = this.#parent(path)
    if (folder.get(name) !== undefined) {
      if (mode.isExclusive) throw new P9Error('EEXIST')
      return this.open(path, mode)
    }
    return this.#opened(this.#add(path, this.#node(modes.file | (permissions & 0o7777))))
  }

  makeFolder(path: Path, permissions: number): void {
    this.#add(path, this.#node(modes.folder | (permissions & 0o7777)))
  }

  makeLink(path: Path, target: string): void {
    const node = this.#node(modes.link | 0o777)
    const size = new TextEncoder().encode(target).length
    if (size > longestTarget) throw new P9Error('ENAMETOOLONG')
    node.target = target
    this.#add(path, node)
    node.size = size
    this.#used += size
  }

  hardLink(existing: Path, path: Path): void {
    const node = this.#find(existing)
    if (node.children !== undefined) throw new P9Error('EPERM')
    this.#add(path, node)
    node.links++
    node.changedNs = this.#nowNs()
  }

  removeFile(path: Path): void {
    const { folder, name, touch } = this.#parent(path)
    const node = this.#find(path)
    if (node.children !== undefined) throw new P9Error('EISDIR')
    folder.delete(name)
    touch()
    this.#unlink(node)
  }

  removeFolder(path: Path): void {
    const { folder, name, touch } = this.#parent(path)
    if (this.#folder(path).size > 0) throw new P9Error('ENOTEMPTY')
    this.#unlink(this.#find(path))
    folder.delete(name)
    touch()
  }

  rename(from: Path, to: Path): void {
    const source = this.#parent(from)
    const target = this.#parent(to)
    const node = this.#find(from)
    const replaced = target.folder.get(target.name)
    if (replaced === node) return
    if (node.children !== undefined && to.length > from.length && from.every((name, index) => name === to[index]))
      throw new P9Error('EINVAL')
    if (replaced !== undefined) {
      if (replaced.children !== undefined && node.children === undefined) throw new P9Error('EISDIR')
      if (replaced.children === undefined && node.children !== undefined) throw new P9Error('ENOTDIR')
      if ((replaced.children?.size ?? 0) > 0) throw new P9Error('ENOTEMPTY')
      this.#unlink(replaced)
    }
    source.folder.delete(source.name)
    target.folder.set(target.name, node)
    source.touch()
    target.touch()
    node.changedNs = this.#nowNs()
  }

  change(path: Path, change: AttributeChange): void {
    const node = this.#find(path)
    const now = this.#nowNs()
    if (change.size !== undefined) this.#resize(node, change.size)
    if (change.mode !== undefined) node.mode = (node.mode & modes.type) | (change.mode & 0o7777)
    if (change.uid !== undefined) node.uid = change.uid
    if (change.gid !== undefined) node.gid = change.gid
    if (change.accessedNs !== undefined) node.accessedNs = change.accessedNs === 'now' ? now : change.accessedNs
    if (change.modifiedNs !== undefined) node.modifiedNs = change.modifiedNs === 'now' ? now : change.modifiedNs
    node.changedNs = now
  }

  space(): { bytes: number; free: number } {
    return { bytes: mostBytes, free: mostBytes - this.#used }
  }

  /** Bytes of memory that the content of its files takes, with what is kept for them to grow. */
  get heldBytes(): number {
    const nodes = new Set<Node>([this.#root])
    for (const node of nodes) for (const child of node.children?.values() ?? []) nodes.add(child)
    return [...nodes].reduce((sum, { content }) => sum + content.length, 0)
  }

  #opened(node: Node): OpenFile {
    node.opened++
    return {
      read: (offset, into) => {
        const part = node.content.subarray(Math.min(offset, node.size), Math.min(offset + into.length, node.size))
        into.set(part)
        return part.length
      },
      write: (offset, from) => {
        if (offset + from.length > node.size) this.#resize(node, offset + from.length)
        node.content.set(from, offset)
        node.modifiedNs = this.#nowNs()
        return from.length
      },
      attributes: () => attributesOf(node),
      truncate: (bytes) => this.#resize(node, bytes),
      sync: () => {},
      close: () => {
        node.opened--
        this.#release(node)
      },
    }
  }

  /** Room grows by halves, so that many small writes are no copies of the whole, and what is cut gives it back. */
  #resize(node: Node, bytes: number): void {
    if (node.children !== undefined) throw new P9Error('EISDIR')
    if (this.#used + bytes - node.size > mostBytes) throw new P9Error('ENOSPC')
    if (bytes > node.content.length) {
      const larger = new Uint8Array(Math.min(mostBytes, Math.max(bytes, node.content.length * 1.5)))
      larger.set(node.content.subarray(0, node.size))
      node.content = larger
    }
    if (bytes < node.content.length / 2) node.content = node.content.slice(0, Math.min(bytes, node.size))
    else if (bytes < node.size) node.content.fill(0, bytes, node.size)
    this.#used += bytes - node.size
    node.size = bytes
    node.modifiedNs = this.#nowNs()
  }

  #unlink(node: Node): void {
    this.#names--
    node.links--
    node.changedNs = this.#nowNs()
    this.#release(node)
  }

  /** What has no name and is not open is gone. */
  #release(node: Node): void {
    if (node.links > 0 || node.opened > 0) return
    this.#used -= node.size
    node.size = 0
    node.content = new Uint8Array(0)
  }

  #find(path: Path): Node {
    let node = this.#root
    for (const name of path) {
      const next = node.children?.get(name)
      if (next === undefined) throw new P9Error(node.children === undefined ? 'ENOTDIR' : 'ENOENT')
      node = next
    }
    return node
  }

  #folder(path: Path): Map<string, Node> {
    const { children } = this.#find(path)
    if (children === undefined) throw new P9Error('ENOTDIR')
    return children
  }

  /** The folder of a name; `touch` tells that what is in it has changed. */
  #parent(path: Path): { folder: Map<string, Node>; name: string; touch: () => void } {
    const name = path.at(-1)
    if (name === undefined) throw new P9Error('EBUSY')
    if (new TextEncoder().encode(name).length > longestName) throw new P9Error('ENAMETOOLONG')
    const node = this.#find(path.slice(0, -1))
    if (node.children === undefined) throw new P9Error('ENOTDIR')
    const touch = (): void => {
      node.modifiedNs = this.#nowNs()
      node.changedNs = node.modifiedNs
    }
    return { folder: node.children, name, touch }
  }

  #add(path: Path, node: Node): Node {
    const { folder, name, touch } = this.#parent(path)
    if (folder.has(name)) throw new P9Error('EEXIST')
    if (this.#names >= mostNames) throw new P9Error('ENOSPC')
    this.#names++
    folder.set(name, node)
    touch()
    return node
  }

  #node(mode: number): Node {
    const now = this.#nowNs()
    return {
      id: this.#nextId++,
      mode,
      uid: 0,
      gid: 0,
      links: 1,
      accessedNs: now,
      modifiedNs: now,
      changedNs: now,
      content: new Uint8Array(0),
      size: 0,
      target: '',
      children: (mode & modes.type) === modes.folder ? new Map() : undefined,
      opened: 0,
    }
  }
}

function attributesOf(node: Node): Attributes {
  const { id, mode, uid, gid, links, size, accessedNs, modifiedNs, changedNs } = node
  return { id, mode, uid, gid, links, size, accessedNs, modifiedNs, changedNs }
}
