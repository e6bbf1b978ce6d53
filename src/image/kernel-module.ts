// Linux kernel modules: what their `.modinfo` says, and the index files that modprobe reads (modules.dep(5)).
import { parseElf } from '../boot/elf'
import { VmHostError } from '../error'

export interface KernelModule {
  /** Name as the kernel knows it, with underscores. */
  name: string
  /** Path below `lib/modules/RELEASE`, with its suffix (`.ko`, `.ko.xz`). */
  path: string
  /** The file as it is stored; it may be compressed, the kernel and modprobe unpack it. */
  file: Uint8Array
  /** Device patterns that it serves. */
  aliases: string[]
  /** Names of modules that must be loaded before. */
  depends: string[]
}

/** Reads the `.modinfo` of an uncompressed module `elf`; `path` and `file` are kept as they are. */
export function kernelModule(path: string, file: Uint8Array, elf: Uint8Array): KernelModule {
  const section = parseElf(elf)
    .sections()
    .find(({ name }) => name === '.modinfo')
  if (section === undefined) throw new VmHostError('ERR_IMAGE_FORMAT', `kernel module ${path}: no .modinfo section`)
  const aliases: string[] = []
  let depends: string[] = []
  for (const line of new TextDecoder().decode(section.bytes).split('\0')) {
    const [key, value] = split(line)
    if (key === 'alias') aliases.push(value)
    if (key === 'depends' && value !== '') depends = value.split(',').map(moduleName)
  }
  return { name: moduleNameOf(path), path, file, aliases, depends }
}

/** The module's name in a path: `kernel/fs/9p/9p.ko.xz` is `9p`. */
export function moduleNameOf(path: string): string {
  return moduleName((path.split('/').at(-1) ?? path).replace(/\.ko(\.[a-z0-9]+)?$/, ''))
}

/** `modules.dep` and `modules.alias` for a set of modules that contains all its dependencies. */
export function moduleIndex(modules: readonly KernelModule[]): { 'modules.dep': string; 'modules.alias': string } {
  const byName = new Map(modules.map((module) => [module.name, module]))
  const dependencies = modules.map(
    (module) =>
      `${module.path}:${needed(module, byName)
        .map((path) => ` ${path}`)
        .join('')}\n`,
  )
  const aliases = modules.flatMap((module) => module.aliases.map((alias) => `alias ${alias} ${module.name}\n`))
  return { 'modules.dep': dependencies.join(''), 'modules.alias': aliases.join('') }
}

/** Paths of everything that `module` needs, nearest first, each once. */
function needed(module: KernelModule, byName: ReadonlyMap<string, KernelModule>): string[] {
  const seen = new Set<string>([module.name])
  const paths: string[] = []
  const queue = [module]
  for (let current = queue.shift(); current !== undefined; current = queue.shift()) {
    for (const name of current.depends) {
      const dependency = byName.get(name)
      if (dependency === undefined)
        throw new VmHostError('ERR_IMAGE_NOT_FOUND', `kernel module ${current.name}: its dependency ${name} is missing`)
      if (seen.has(name)) continue
      seen.add(name)
      paths.push(dependency.path)
      queue.push(dependency)
    }
  }
  return paths
}

const moduleName = (name: string): string => name.replaceAll('-', '_')

function split(line: string): [key: string, value: string] {
  const at = line.indexOf('=')
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
}
