/** What the tests in the browser ask of Node: the pulled Debian image, and the same run on this side. */
import { execFile } from 'node:child_process'
import { createReadStream, existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
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

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  if (pathname === '/run') {
    response.end(await runInNode(searchParams))
  } else if (images.includes(pathname) && existsSync(join(folder, pathname))) {
    createReadStream(join(folder, pathname)).pipe(response)
  } else {
    response.statusCode = 404
    response.end()
  }
}

/** Serves both below /debian. */
export function debianServer(): Plugin {
  return {
    name: 'debian-server',
    configureServer: ({ middlewares }) =>
      void middlewares.use('/debian', (request, response, next) => void answer(request, response).catch(next)),
  }
}
