/** Serves a host's statistics on a local socket: a reader says once how often it wants them, and gets a line of JSON for each reading. */
import { once } from 'node:events'
import { chmod, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Host } from '../../host/host'

/** What a reader sends, as a line of JSON. */
export interface TopRequest {
  intervalMs: number
}

/** The first line of the answer; then a HostStatsSample each. */
export interface TopGreeting {
  host: string
}

const longestRequest = 4096

export class TopServer {
  readonly #server: Server
  readonly #path: string
  readonly #sockets = new Set<Socket>()

  private constructor(server: Server, path: string) {
    this.#server = server
    this.#path = path
  }

  static async listen(host: Host, path: string): Promise<TopServer> {
    await rm(path, { force: true })
    const server = createServer()
    const top = new TopServer(server, path)
    server.on('connection', (socket) => void top.#serve(host, socket))
    server.listen(path)
    await once(server, 'listening')
    await chmod(path, 0o600)
    return top
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await rm(this.#path, { force: true })
  }

  async #serve(host: Host, socket: Socket): Promise<void> {
    this.#sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => this.#sockets.delete(socket))
    try {
      const { intervalMs } = await readRequest(socket)
      await send(socket, { host: host.name } satisfies TopGreeting)
      for await (const sample of host.statsStream({ intervalMs })) {
        if (socket.destroyed) return
        await send(socket, sample)
      }
    } catch (error) {
      if (!socket.destroyed) socket.end(`${JSON.stringify({ error: (error as Error).message })}\n`)
    }
    socket.end()
  }
}

async function readRequest(socket: Socket): Promise<TopRequest> {
  let text = ''
  for await (const chunk of on(socket)) {
    text += chunk
    const end = text.indexOf('\n')
    if (end >= 0) return JSON.parse(text.slice(0, end)) as TopRequest
    if (text.length > longestRequest) break
  }
  throw new Error('expected a line of JSON such as {"intervalMs":1000}')
}

/** The data of a socket that stays open when the loop is left. */
async function* on(socket: Socket): AsyncGenerator<string> {
  while (!socket.destroyed) {
    const [chunk] = (await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [])])) as [Buffer?]
    if (chunk === undefined) return
    yield chunk.toString('utf8')
  }
}

/** A slow reader gets fewer readings, and costs no memory. */
async function send(socket: Socket, value: unknown): Promise<void> {
  if (socket.write(`${JSON.stringify(value)}\n`)) return
  await Promise.race([once(socket, 'drain'), once(socket, 'close')])
}

/** What a server sends: its greeting first. Ends when the host does. */
export async function* readLines(socket: Socket): AsyncGenerator<unknown> {
  const lines = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })
  // A socket that is destroyed here closes, and never ends.
  socket.once('close', () => lines.close())
  for await (const line of lines) {
    const value = JSON.parse(line) as { error?: string }
    if (value.error !== undefined) throw new Error(value.error)
    yield value
  }
}
