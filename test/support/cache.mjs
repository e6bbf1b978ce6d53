/** The folder outside the checkout that holds what the tests fetch: tools, packages, guest images. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

export const cacheRoot = process.env.VMHOST_CACHE ?? join(homedir(), '.cache', 'vmhost')

export const toolsRoot = join(cacheRoot, 'tools')
