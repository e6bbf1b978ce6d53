/** `npm test`: from a fresh clone to one line of sums. `npm test -- PATTERN...` runs only the matching test files. */
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { provisionNpmPackages, provisionTestTools } from './provision.mjs'
import { Tally } from './tally.mjs'

const ROOT = resolve(import.meta.dirname, '../..')
const REPORT = join(ROOT, 'build/test/report.json')
const NPX = ['--no-install', '--loglevel=error']

process.chdir(ROOT)
const patterns = process.argv.slice(2)
const tally = new Tally()

provisionNpmPackages()
for (const name of provisionTestTools()) tally.skip(`what needs ${name}`, 'not installed')

tally.step('typecheck', 'npm', ['run', '--silent', 'typecheck'])
tally.step('lint', 'npm', ['run', '--silent', 'lint'])
tally.step('build', 'npm', ['run', '--silent', 'build'])
pullGuestImages()
runVitest()
process.exit(tally.finish())

/** What the guests are made of, through the command line under test; the tests of an image that is missing skip themselves. */
function pullGuestImages() {
  const cli = join(ROOT, 'dist/cli.js')
  for (const image of ['debian', 'debian-tools', 'debian-net', 'debian-storage', 'debian-node', 'debian-systemd']) {
    const name = `image pull ${image}`
    if (!existsSync(cli)) tally.skip(name, 'the command line was not built')
    else if (tally.run(name, process.execPath, [cli, 'image', 'pull', image])) tally.passed++
    else tally.skip(name, 'it could not be fetched; what an earlier pull left is used')
  }
}

function runVitest() {
  const chromium = process.env.VMHOST_CHROMIUM ?? '/usr/bin/chromium'
  const projects = ['--project=node', '--project=guests']
  if (existsSync(chromium)) projects.push('--project=browser')
  else tally.skip('the browser tests', `no ${chromium}`)
  rmSync(REPORT, { force: true })
  mkdirSync(join(ROOT, 'build/test'), { recursive: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`]
  const succeeded = tally.run('vitest', 'npx', [...NPX, 'vitest', 'run', ...projects, ...reporters, ...patterns])
  const failedBefore = tally.failed
  tally.addReport(REPORT)
  if (!succeeded && tally.failed === failedBefore) tally.fail('vitest: an error outside of any test')
}
