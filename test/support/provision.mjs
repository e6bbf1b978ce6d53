/**
 * Makes a fresh clone ready: npm packages, Debian packages and the pinned oracles. Plain Node, because it runs before
 * anything is installed. What cannot be had here is named in one line, and the tests that need it skip themselves visibly.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { toolsRoot } from './cache.mjs'
import { extractPackages } from './private-apt.mjs'

const ROOT = resolve(import.meta.dirname, '../..')

/** A Debian package, and a file that is there when the package, or something as good, is installed. */
const DEBIAN_PACKAGES = [
  ['chromium', '/usr/bin/chromium'],
  ['qemu-system-misc', '/usr/bin/qemu-system-riscv64'],
  ['qemu-user', '/usr/bin/qemu-riscv64'],
  ['gcc', '/usr/bin/gcc'],
  ['gcc-riscv64-linux-gnu', '/usr/bin/riscv64-linux-gnu-gcc'],
  ['binutils-riscv64-linux-gnu', '/usr/bin/riscv64-linux-gnu-objdump'],
  ['libc6-dev-riscv64-cross', '/usr/riscv64-linux-gnu/include/stdio.h'],
  ['device-tree-compiler', '/usr/bin/dtc'],
  ['tcpdump', '/usr/bin/tcpdump'],
  ['debian-archive-keyring', '/usr/share/keyrings/debian-archive-keyring.gpg'],
]

/** The oracles whose version matters: QEMU 10 knows AIA and the newer extensions, binutils 2.44 their names. */
const TRIXIE_PACKAGES = ['qemu-system-riscv', 'binutils-riscv64-linux-gnu']

/** Runs a program with its output on ours; true when it succeeded. */
function run(program, argv, environment = {}) {
  const result = spawnSync(program, argv, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  })
  return result.status === 0
}

/** npm keeps a copy of what it installed; it is older than the lock file when the lock file changed since. */
function npmPackagesAreCurrent() {
  const installed = join(ROOT, 'node_modules/.package-lock.json')
  const lock = join(ROOT, 'package-lock.json')
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs
}

/** True when every package of the lock file is there in the version that it names: a checkout may have touched the file's time only. */
function npmPackagesMatch() {
  const installed = join(ROOT, 'node_modules/.package-lock.json')
  if (!existsSync(installed)) return false
  const locked = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages
  const present = JSON.parse(readFileSync(installed, 'utf8')).packages
  return Object.entries(locked).every(
    ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
  )
}

/** Installs the npm packages of the lock file unless they are there; without them nothing runs, so a failure ends the program. */
export function provisionNpmPackages() {
  if (npmPackagesAreCurrent() || npmPackagesMatch()) return
  console.log('provision: npm packages')
  if (run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'])) return
  console.error('provision: npm install failed, and nothing runs without the npm packages')
  process.exit(1)
}

function missingDebianPackages() {
  return DEBIAN_PACKAGES.filter(([, file]) => !existsSync(file)).map(([name]) => name)
}

function whyNoApt() {
  if (!existsSync('/usr/bin/apt-get')) return 'no apt-get'
  return process.getuid?.() === 0 ? undefined : 'not root'
}

/** Installs the Debian packages that are missing; returns the names of those that could not be had. */
export function provisionDebianPackages() {
  const missing = missingDebianPackages()
  if (missing.length === 0) return []
  const obstacle = whyNoApt()
  if (obstacle === undefined) {
    console.log(`provision: apt-get install ${missing.join(' ')}`)
    const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
    run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', 'update'], quiet)
    run('apt-get', ['-qq', '-y', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0', 'install', ...missing], quiet)
  }
  const still = missingDebianPackages()
  if (still.length > 0) console.log(`provision: missing (${obstacle ?? 'apt-get failed'}): ${still.join(' ')}`)
  return still
}

/** Puts QEMU 10 and binutils 2.44 into the cache; returns what could not be had. */
export function provisionOracles() {
  try {
    extractPackages({ suite: 'trixie', packages: TRIXIE_PACKAGES, into: join(toolsRoot, 'trixie') })
    return []
  } catch (error) {
    const reason = String(error.stderr ?? error.message)
      .trim()
      .split('\n')
      .at(-1)
    console.log(`provision: missing (${reason}): QEMU 10 and binutils 2.44 of trixie; the system's own are used`)
    return ['qemu-10']
  }
}

/** Everything that the tests use, except the npm packages; returns the names of what is missing. */
export function provisionTestTools() {
  return [...provisionDebianPackages(), ...provisionOracles()]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  provisionNpmPackages()
  provisionTestTools()
}
