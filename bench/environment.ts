/** What a number was measured on: machine, engine, reference programs, commit. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, cpus, loadavg, platform, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { findCompiler, findQemu } from '../test/support/toolchain'
import { root } from './built'
import type { Report } from './measure'

export function environment(): Pick<Report, 'machine' | 'engine' | 'load' | 'references' | 'commit'> {
  const processors = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return {
    machine: `${processors.length} x ${processors[0]?.model.trim() ?? 'unknown'}, ${memory} GiB, ${platform()} ${arch()}`,
    engine: `Node ${process.versions.node}, V8 ${process.versions.v8}`,
    load: loadavg()[0] ?? 0,
    references: { QEMU: findQemu()?.version ?? 'none', v86: v86Version() ?? 'none', GCC: findCompiler()?.version ?? 'none' },
    commit: commit(),
  }
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=12'], { cwd: root, encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}

/** Undefined when the package is not installed. */
export function v86Version(): string | undefined {
  try {
    const main = createRequire(import.meta.url).resolve('v86')
    const manifest = JSON.parse(readFileSync(join(dirname(main), '..', 'package.json'), 'utf8')) as { version: string }
    return manifest.version.replace(/\+.*/, '')
  } catch {
    return undefined
  }
}
