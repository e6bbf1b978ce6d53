/** Where running hosts are found: a folder of this user's alone, with a socket for each. */
import { lstat, mkdir, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { VmHostError } from '../../error'

const suffix = '.sock'

/** `$XDG_RUNTIME_DIR/vmhost`, else a folder among the temporary ones. ERR_INVALID_STATE when that is another user's. */
export async function runFolder(): Promise<string> {
  const { XDG_RUNTIME_DIR: runtime } = process.env
  const folder = runtime ? join(runtime, 'vmhost') : join(tmpdir(), `vmhost-${process.getuid?.() ?? 'user'}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = await lstat(folder)
  const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0)
  if (isOwn) return folder
  throw new VmHostError('ERR_INVALID_STATE', `folder ${JSON.stringify(folder)}: expected one that this user alone can reach`)
}

export async function socketPath(host: string): Promise<string> {
  return join(await runFolder(), `${host.replace(/[^\w.-]/g, '_').slice(0, 40)}-${process.pid}${suffix}`)
}

/** Names of the sockets that there are, without their ending; some may be left over. */
export async function socketNames(): Promise<string[]> {
  const names = await readdir(await runFolder())
  return names
    .filter((name) => name.endsWith(suffix))
    .map((name) => name.slice(0, -suffix.length))
    .sort()
}

export async function socketOf(name: string): Promise<string> {
  return join(await runFolder(), `${name}${suffix}`)
}
