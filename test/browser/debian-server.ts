/** What the tests in the browser ask of Node: the pulled Debian image, a disk with a root on it, and the same run on this side. */
import { execFile } from 'node:child_process'
import { createReadStream, existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import type { Plugin } from 'vite'
import { cacheRoot } from '../support/cache.mjs'

const folder = join(cacheRoot, 'debian')
const images = ['/Image', '/initrd.cpio', '/manifest.json']

/** `vmhost run` with the options of the query; gives the statistics that it leaves. */
async function runInNode(query: URLSearchParams): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), 'vmhost-run-'))
  const statistics = join(scratch, 'stats.json')
  const argv = ['dist/cli.js', 'run', join(folder, 'Image'), '--initrd', join(folder, 'initrd.cpio'), '--stats', statistics]
  for (const [name, value] of query) argv.push(`--${name}`, value)
  try {
    // The end by instruction limit is status 124: what counts is what was written.
    await promisify(execFile)(process.execPath, argv, { maxBuffer: 2 ** 26 }).catch(() => {})
    return await readFile(statistics, 'utf8')
  } finally {
    await rm(scratch, { recursive: true })
  }
}

const init = `#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin HOME=/
mount -t proc proc /proc
cd /
while :; do setsid cttyhack sh; done
`

/** An ext4 of 8 MiB with busybox alone, which a guest can have as its root; undefined where nobody can make one. */
async function makeRoot(): Promise<Buffer | undefined> {
  const scratch = await mkdtemp(join(tmpdir(), 'vmhost-root-'))
  try {
    const [tree, image] = [join(scratch, 'tree'), join(scratch, 'root.ext4')]
    for (const name of ['bin', 'dev', 'proc', 'sys']) await mkdir(join(tree, name), { recursive: true })
    await copyFile(join(folder, 'busybox'), join(tree, 'bin/busybox'))
    await chmod(join(tree, 'bin/busybox'), 0o755)
    await writeFile(join(tree, 'init'), init, { mode: 0o755 })
    await promisify(execFile)('mke2fs', ['-q', '-t', 'ext4', '-d', tree, image, '8M'])
    return await readFile(image)
  } catch {
    return undefined
  } finally {
    await rm(scratch, { recursive: true })
  }
}
let root: Promise<Buffer | undefined> | undefined

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  if (pathname === '/run') {
    response.end(await runInNode(searchParams))
  } else if (pathname === '/root.ext4') {
    root ??= makeRoot()
    const image = await root
    response.statusCode = image === undefined ? 404 : 200
    response.end(image)
  } else if (images.includes(pathname) && existsSync(join(folder, pathname))) {
    createReadStream(join(folder, pathname)).pipe(response)
  } else {
    response.statusCode = 404
    response.end()
  }
}

/** Serves them below /debian. */
export function debianServer(): Plugin {
  return {
    name: 'debian-server',
    configureServer: ({ middlewares }) =>
      void middlewares.use('/debian', (request, response, next) => void answer(request, response).catch(next)),
  }
}
