/** A private apt root: fetches packages of another Debian suite, with what they depend on, and changes nothing of the system. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** Runs a program to its end and returns what it printed; its own complaint becomes the error's message. */
function capture(program, argv) {
  return execFileSync(program, argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 << 20 })
}

/** The address that this machine's own apt takes Debian's main archive from. */
function archiveUri() {
  const lines = capture('apt-get', ['indextargets', '--format', '$(REPO_URI) $(CODENAME)']).split('\n')
  const main = lines.find((line) => line.includes('/debian/ ') && !line.includes('-security'))
  if (main === undefined) throw new Error('apt of this machine names no main archive of Debian')
  return main.split(' ')[0]
}

/** Lays out the folders that apt wants below `root`, with an empty package database, and returns the options that select them. */
function layOut({ root, suite, architecture }) {
  for (const folder of ['etc/apt/preferences.d', 'var/lib/apt/lists/partial', 'var/cache/apt/archives/partial', 'var/lib/dpkg']) {
    mkdirSync(join(root, folder), { recursive: true })
  }
  const status = join(root, 'var/lib/dpkg/status')
  writeFileSync(status, '')
  writeFileSync(
    join(root, 'etc/apt/sources.list'),
    `deb [arch=${architecture} signed-by=${KEYRING}] ${archiveUri()} ${suite} main\n`,
  )
  const settings = {
    Dir: root,
    'Dir::State::status': status,
    'APT::Architecture': architecture,
    'APT::Architectures': architecture,
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'DPkg::Lock::Timeout': '60',
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])
}

/**
 * Extracts `packages` of `suite`, dependencies included, below `into`. The folder appears whole or not at all;
 * when it is there already nothing is done.
 */
export function extractPackages({ suite, packages, into, architecture = capture('dpkg', ['--print-architecture']).trim() }) {
  const stamp = join(into, '.packages')
  if (existsSync(stamp)) return into
  if (!existsSync(KEYRING)) throw new Error(`no ${KEYRING}: install debian-archive-keyring`)
  const root = `${into}.apt`
  const options = layOut({ root, suite, architecture })
  capture('apt-get', [...options, '-qq', 'update'])
  capture('apt-get', [...options, '-qq', '-y', '--download-only', 'install', ...packages])

  const partial = `${into}.partial`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  const archives = join(root, 'var/cache/apt/archives')
  const debs = readdirSync(archives).filter((name) => name.endsWith('.deb'))
  for (const deb of debs) capture('dpkg', ['-x', join(archives, deb), partial])
  writeFileSync(join(partial, '.packages'), `${debs.sort().join('\n')}\n`)
  rmSync(into, { recursive: true, force: true })
  renameSync(partial, into)
  rmSync(root, { recursive: true, force: true })
  return into
}
