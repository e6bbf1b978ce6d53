/** What users get: the packed tarball, on this Node and on Node 24, through its command, and through a build by Vite. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type InstalledPackage, installPackage } from './installed'

const PROGRAM = `
import { Host } from 'vmhost'
await using host = await Host.create({ memory: '64MiB' })
const guest = await host.hypervisor.createGuest({ memory: '16MiB' })
await guest.start()
await guest.console.waitFor('> ')
await guest.console.write('poweroff\\n')
const { reason } = await guest.exited
console.log('ended by ' + reason)
`
/** \`await using\` is younger than Node 20. */
const PLAIN_PROGRAM = PROGRAM.replace('await using', 'const').replace(
  /console\.log(.*)\n$/,
  'console.log$1\nawait host.dispose()\n',
)

/** A hot loop, as a file to start. */
const HOT_PROGRAM = `
import { writeFileSync } from 'node:fs'
import { assemble } from 'vmhost'
const lines = ['li s0, 3000000', 'loop:', 'addi s0, s0, -1', 'bnez s0, loop', 'li t0, 0x100000', 'li t1, 0x5555', 'sw t1, 0(t0)', 'wait:', 'j wait']
writeFileSync('loop.bin', assemble(lines.join('\\n'), { base: 0x80000000 }).bytes)
`

describe('the packed package', () => {
  let project: InstalledPackage
  beforeAll(() => {
    project = installPackage()
  })
  afterAll(() => project?.remove())

  it('boots the embedded guest on this Node', () => {
    expect(project.run(PLAIN_PROGRAM)).toContain('ended by power-off')
  })

  it('boots the embedded guest on Node 24', () => {
    project.install('node@24')
    const node = join(project.folder, 'node_modules/node/bin/node')
    expect(project.execute(node, ['--version'])).toMatch(/^v24\./)
    expect(project.run(PROGRAM, node)).toContain('ended by power-off')
  })

  it('brings its command', () => {
    expect(project.execute('npx', ['--no-install', 'vmhost', '--help'])).toContain('vmhost')
  })

  it('prints translated code with the package that it needs for that', () => {
    project.run(HOT_PROGRAM)
    project.execute('npx', ['--no-install', 'vmhost', 'run', '--firmware', 'loop.bin', '--dump-regions', 'regions'])
    const texts = readdirSync(join(project.folder, 'regions')).map((name) =>
      readFileSync(join(project.folder, 'regions', name), 'utf8'),
    )
    expect(texts.join('\n')).toMatch(/;; .*\tbnez\ts0,.*\n\(func /)
  })

  it('holds what it says it exports, and nothing of its sources or tests', () => {
    const { exports } = JSON.parse(readFileSync(join(project.folder, 'node_modules/vmhost/package.json'), 'utf8')) as {
      exports: object
    }
    const paths = Object.values(exports).flatMap((entry: string | object) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    )
    for (const path of paths)
      expect(readFileSync(join(project.folder, 'node_modules/vmhost', String(path))).length).toBeGreaterThan(0)
    const top = readdirSync(join(project.folder, 'node_modules/vmhost'))
    expect(top.filter((name) => !['dist', 'package.json', 'README.md', 'CHANGELOG.md', 'LICENSE'].includes(name))).toEqual([])
  })

  it('is a package that publint finds nothing wrong with', async () => {
    const { messages } = await publint({ pkgDir: join(project.folder, 'node_modules/vmhost'), pack: false })
    // The worker is one file that imports and exports nothing, which looks like CommonJS.
    const isWorkerFormat = (message: (typeof messages)[number]): boolean =>
      message.code === 'FILE_INVALID_FORMAT' && message.path.includes('./worker.js')
    expect(messages.filter((message) => message.type !== 'suggestion' && !isWorkerFormat(message))).toEqual([])
  })

  it('is built into a page by Vite without any configuration, its worker and core beside it', () => {
    writeFileSync(join(project.folder, 'index.html'), '<!doctype html><script type="module" src="/page.js"></script>')
    writeFileSync(join(project.folder, 'page.js'), "import { Host } from 'vmhost'\nglobalThis.createHost = () => Host.create()\n")
    project.install('vite@8.3.8')
    project.execute('npx', ['--no-install', 'vite', 'build', '--logLevel', 'warn'])
    const assets = readdirSync(join(project.folder, 'dist/assets'))
    expect(assets.some((name) => /^core.*\.wasm$/.test(name))).toBe(true)
    expect(assets.some((name) => /^worker.*\.js$/.test(name))).toBe(true)
  })
})
