/** `npm start`: from a fresh clone to a running guest. */
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import process from 'node:process'
import { provisionNpmPackages } from './provision.mjs'

const ROOT = resolve(import.meta.dirname, '../..')

provisionNpmPackages()
const build = spawnSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })
if (build.status !== 0) {
  console.error(`${build.stdout}${build.stderr}\nThe build failed.`)
  process.exit(1)
}
const start = spawnSync(process.execPath, ['examples/start.mjs', ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' })
process.exit(start.status ?? 1)
