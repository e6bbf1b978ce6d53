/** Finds a running host and reads its statistics. */
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { VmHostError } from '../../error'
import type { HostStatsSample } from '../../host/statistics'
import { invalidOption } from '../../options/check'
import { runFolder, socketNames, socketOf } from './run-folder'
import { readLines, type TopGreeting, type TopRequest } from './server'

export interface TopConnection {
  host: string
  samples: AsyncIterable<HostStatsSample>
  close(): void
}

/** `target`: a socket's path, a host's name, or nothing when only one host runs. */
export async function attach(target: string | undefined, request: TopRequest): Promise<TopConnection> {
  const socket = await (target?.includes('/') ? open(target) : find(target))
  socket.write(`${JSON.stringify(request)}\n`)
  const lines = readLines(socket)
  const greeting = (await lines.next()).value as TopGreeting | undefined
  if (greeting === undefined) throw new VmHostError('ERR_INVALID_STATE', 'the host has ended')
  return { host: greeting.host, samples: lines as AsyncIterable<HostStatsSample>, close: () => socket.destroy() }
}

async function open(path: string): Promise<Socket> {
  const socket = connect(path)
  await once(socket, 'connect').catch((error: Error) => {
    throw new VmHostError('ERR_INVALID_STATE', `no host answers at ${JSON.stringify(path)}: ${error.message}`, { cause: error })
  })
  return socket
}

/** Sockets of processes that died are taken away. */
async function find(name: string | undefined): Promise<Socket> {
  const found: { name: string; socket: Socket }[] = []
  for (const candidate of await socketNames()) {
    if (name !== undefined && candidate !== name && candidate.replace(/-\d+$/, '') !== name) continue
    const path = await socketOf(candidate)
    const socket = await open(path).catch(() => undefined)
    if (socket === undefined) await rm(path, { force: true })
    else found.push({ name: candidate, socket })
  }
  const [only, ...others] = found
  if (only !== undefined && others.length === 0) return only.socket
  for (const { socket } of found) socket.destroy()
  const expected =
    only === undefined
      ? `a host that \`vmhost up\` or \`vmhost run\` started (none is in ${await runFolder()})`
      : `one of ${found.map((it) => it.name).join(', ')}`
  throw invalidOption('host to attach to', { field: 'host', value: name ?? 'not given', expected })
}
