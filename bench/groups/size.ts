/** What a user downloads: the core and the whole package, compressed. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { builtFile, root } from '../built'
import type { BenchGroup } from '../group'
import { type Measure, measure } from '../measure'

const kilobytes = (name: string, bytes: number): Measure => measure(name, 'kB', [bytes / 1000])

export const size: BenchGroup = {
  name: 'size',
  async run() {
    const core = gzipSync(readFileSync(builtFile('core.wasm')), { level: 9 }).length
    const listing = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [packed] = JSON.parse(listing) as { size: number }[]
    return [kilobytes('size.core_gz_kb', core), kilobytes('size.package_gz_kb', packed?.size ?? Number.NaN)]
  },
}
