/** What a number was measured on: machine, engine, reference programs, commit. */
import { execFileSync } from 'node:child_process'
import { arch, cpus, platform, totalmem } from 'node:os'
import { findCompiler, findQemu } from '../test/support/toolchain'
import { root } from './built'
import type { Report } from './measure'

export function environment(): Omit<Report, 'measures'> {
  const processors = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return {
    machine: `${processors.length} x ${processors[0]?.model.trim() ?? 'unknown'}, ${memory} GiB, ${platform()} ${arch()}`,
    engine: `Node ${process.versions.node}, V8 ${process.versions.v8}`,
    references: { qemu: findQemu()?.version ?? 'none', gcc: findCompiler()?.version ?? 'none' },
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
