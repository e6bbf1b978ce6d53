// A private apt root: the machine's own apt fetches packages of another release and architecture without touching the system's
// lists, and checks them against the archive's signature. Node only.
import { access, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { VmHostError } from '../error'
import { isIntact } from './cache'
import { runProgram } from './run-program'

export interface AptRelease {
  /** `trixie` */
  suite: string
  /** Another name under which the archive has the same release, if it has one now: `stable`. */
  alias?: string
  /** Debian's name of the architecture: `riscv64`. */
  architecture: string
}

/** A package as `apt-get download --print-uris` names it. */
export interface AptArchive {
  name: string
  /** Path of the .deb, there once it was fetched. */
  path: string
  bytes: number
  sha256: string
}

export interface FetchProgress {
  /** What is being fetched. */
  what: string
  percent: number
}

export interface AptOptions {
  signal?: AbortSignal | undefined
  onProgress?: ((progress: FetchProgress) => void) | undefined
}

const keyrings = ['/usr/share/keyrings/debian-archive-keyring.gpg', '/usr/share/keyrings/debian-archive-keyring.pgp']
const folders = ['etc/apt/preferences.d', 'etc/apt/sources.list.d', 'etc/apt/trusted.gpg.d', 'etc/apt/apt.conf.d']
const stateFolders = ['var/lib/apt/lists/partial', 'var/cache/apt/archives/partial', 'var/lib/dpkg', 'packages']

export class AptRoot {
  private readonly configuration: string
  private readonly packages: string

  private constructor(
    private readonly folder: string,
    private readonly options: AptOptions,
  ) {
    this.configuration = join(folder, 'apt.conf')
    this.packages = join(folder, 'packages')
  }

  /** Sets the root up in `folder` and fetches the release's package lists. */
  static async open(folder: string, release: AptRelease, options: AptOptions = {}): Promise<AptRoot> {
    const root = new AptRoot(folder, options)
    for (const name of [...folders, ...stateFolders]) await mkdir(join(folder, name), { recursive: true })
    await writeFile(join(folder, 'var/lib/dpkg/status'), '')
    await writeFile(root.configuration, await configurationText(folder, release))
    await root.update(release)
    return root
  }

  /**
   * A mirror that is being synchronised fails for a while. Its copy of the release under the alias may be whole; lists of an earlier run
   * are as well signed, only older.
   */
  private async update(release: AptRelease): Promise<void> {
    const failure = await this.updateFrom(release, release.suite)
    if (failure === undefined) return
    if (this.options.signal?.aborted === true) throw failure
    if (release.alias !== undefined && (await this.updateFrom(release, release.alias)) === undefined) {
      if (await this.isCodename(release.suite)) return
    }
    await this.name(release, release.suite)
    if ((await this.apt('apt-cache', ['pkgnames'])) === '') throw failure
  }

  /** Fetches the lists of the release under a name of it; what went wrong, if something did. */
  private async updateFrom(release: AptRelease, name: string): Promise<unknown> {
    await this.name(release, name)
    try {
      await this.apt('apt-get', ['update', '-q'])
    } catch (error) {
      return error
    }
    return undefined
  }

  private async name({ architecture }: AptRelease, name: string): Promise<void> {
    const source = `deb [arch=${architecture} signed-by=${await firstExisting(keyrings)}] ${await archiveUri()} ${name} main\n`
    await writeFile(join(this.folder, 'etc/apt/sources.list'), source)
  }

  /** An alias moves on to the next release one day. */
  private async isCodename(suite: string): Promise<boolean> {
    const names = (await this.apt('apt-get', ['indextargets', '--format', '$(CODENAME)'])).trim().split('\n')
    return names.every((name) => name === suite)
  }

  /** The first package that `name` depends on and whose name matches `pattern`: what a metapackage stands for. */
  async dependency(name: string, pattern: RegExp): Promise<string> {
    const text = await this.apt('apt-cache', ['depends', name])
    const names = [...text.matchAll(/^\s*\|?Depends: (\S+)$/gm)].map((match) => match[1] ?? '')
    const found = names.find((dependency) => pattern.test(dependency))
    if (found === undefined) throw new VmHostError('ERR_DOWNLOAD', `package ${name}: no dependency matches ${pattern}`)
    return found
  }

  /** `names` and everything that they depend on, sorted. */
  async closure(names: readonly string[]): Promise<string[]> {
    const text = await this.apt('apt-get', ['install', '--print-uris', '-y', '-q', ...names])
    return [...text.matchAll(/^'[^']+' ([^_\s]+)_\S+\.deb /gm)].map(([, name = '']) => name).sort()
  }

  /** Fetches packages, except those that are there already and intact; an interrupted download is continued. */
  async fetch(names: readonly string[]): Promise<AptArchive[]> {
    // Asked from another folder than theirs, since apt leaves out what it finds in the current one.
    const archives = parseUris(await this.apt('apt-get', ['download', '--print-uris', ...names]), this.packages)
    if (archives.length !== names.length) {
      throw new VmHostError(
        'ERR_DOWNLOAD',
        `packages ${names.join(', ')}: apt names ${archives.length} of ${names.length} archives`,
      )
    }
    const wanted: string[] = []
    for (const archive of archives) if (!(await isIntact(archive.path, archive))) wanted.push(archive.name)
    if (wanted.length > 0) await this.apt('apt-get', ['download', '-q', ...wanted], this.packages)
    for (const archive of archives) {
      if (await isIntact(archive.path, archive)) continue
      await rm(archive.path, { force: true })
      throw new VmHostError(
        'ERR_DOWNLOAD',
        `package ${archive.name}: not the ${archive.bytes} bytes with the digest that the archive signed`,
      )
    }
    return archives
  }

  private apt(program: string, args: readonly string[], cwd = this.folder): Promise<string> {
    return runProgram(program, ['-o', 'APT::Status-Fd=3', ...args], {
      cwd,
      environment: { APT_CONFIG: this.configuration },
      signal: this.options.signal,
      onStatus: (line) => {
        // dlstatus:ITEM:PERCENT:Retrieving file 1 of 4 (33 s remaining)
        const [, percent, what] = /^dlstatus:\d+:([\d.]+):(.*)$/.exec(line) ?? []
        if (percent !== undefined) this.options.onProgress?.({ what: what ?? '', percent: Number(percent) })
      },
    })
  }
}

/** `'URI' FILE SIZE SHA256:DIGEST`, a line per package. */
export function parseUris(text: string, folder: string): AptArchive[] {
  return [...text.matchAll(/^'[^']+' (([^_\s]+)_\S+\.deb) (\d+) SHA256:([0-9a-f]{64})$/gm)].map(
    ([, file = '', name = '', bytes, sha256 = '']) => ({
      name,
      path: join(folder, file),
      bytes: Number(bytes),
      sha256,
    }),
  )
}

/** The archive that the machine itself installs Debian from, or `$VMHOST_DEBIAN_URI`. */
async function archiveUri(): Promise<string> {
  if (process.env.VMHOST_DEBIAN_URI) return process.env.VMHOST_DEBIAN_URI
  const text = await runProgram('apt-get', ['indextargets', '--format', '$(ORIGIN)|$(REPO_URI)'])
  const targets = text.split('\n').map((line) => line.split('|'))
  const usable = targets.filter(([origin, uri]) => origin === 'Debian' || (origin === '' && /\/debian\/?$/.test(uri ?? '')))
  const uri = usable.map(([, target]) => target ?? '').find((target) => target !== '' && !/security/.test(target))
  if (uri !== undefined) return uri
  throw new VmHostError('ERR_UNSUPPORTED', 'apt on this machine has no source of Debian packages: give one as VMHOST_DEBIAN_URI')
}

async function firstExisting(paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    )
    if (isThere) return path
  }
  throw new VmHostError('ERR_UNSUPPORTED', `the package debian-archive-keyring is missing: no ${paths[0]}`)
}

/**
 * The system's configuration is not read, since its hooks act on the system; how it reaches the network (proxies, retries)
 * is carried over. As root apt would drop to a user that cannot write here.
 */
async function configurationText(folder: string, { architecture }: AptRelease): Promise<string> {
  const system = await runProgram('apt-config', ['dump'])
  const network = system
    .split('\n')
    .filter((line) => /^Acquire::(https?|ftp|Retries|Check-Valid-Until|Check-Date)\b.* "[^"]+";$/.test(line))
  return [
    ...network,
    `Dir "${folder}";`,
    `Dir::State::status "${join(folder, 'var/lib/dpkg/status')}";`,
    `Dir::Etc::main "none";`,
    `APT::Architecture "${architecture}";`,
    `APT::Architectures { "${architecture}"; };`,
    'APT::Sandbox::User "";',
    'APT::Install-Recommends "false";',
    'Acquire::Languages "none";',
    '',
  ].join('\n')
}
