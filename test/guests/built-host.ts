/** A host of the library's sources on the built core, on this thread, and the pulled Debian image. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { HostOptions } from '../../src/index'
import { Host } from '../../src/index'
import { cacheRoot } from '../support/cache.mjs'

export const wasmUrl = pathToFileURL('dist/core.wasm')
export const workerUrl = pathToFileURL('dist/worker.js')

/** A file of the pulled Debian image. */
export const debianFile = (name: string): string => join(cacheRoot, 'debian', name)
export const hasDebian = existsSync(debianFile('manifest.json'))

/** The quick way to a shell: the kernel's self-tests of its cryptography are more than half of a boot. */
export const cmdline = 'console=ttyS0 cryptomgr.notests=1'
export const shellPrompt = '~ # '

/** Runs `use` with a host that is gone afterwards. */
export async function withHost<Result>(use: (host: Host) => Promise<Result>, options: HostOptions = {}): Promise<Result> {
  const host = await Host.create({ memory: '1GiB', thread: 'inline', wasmUrl, workerUrl, ...options })
  try {
    return await use(host)
  } finally {
    await host.dispose()
  }
}
