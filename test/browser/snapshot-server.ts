/** A web server for the snapshot that a page put there: it gives ranges, and holds back those that are read ahead until it is told to let them go. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Plugin } from 'vite'

/** A page that is asked for comes with those of its chunk; what is read ahead is more at once. */
const mostAsked = 128 * 1024

let file = Buffer.alloc(0)
let bytesServed = 0
let held: (() => void)[] = []
let holds = true

async function keep(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  file = Buffer.concat(chunks)
  ;[bytesServed, holds] = [0, true]
  response.end()
}

function give(request: IncomingMessage, response: ServerResponse): void {
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')
  const [from, to] = range === null ? [0, file.length - 1] : [Number(range[1]), Number(range[2])]
  const answer = (): void => {
    const body = file.subarray(from, to + 1)
    bytesServed += body.length
    if (range !== null) response.writeHead(206, { 'content-range': `bytes ${from}-${to}/${file.length}` })
    response.end(body)
  }
  if (holds && to - from >= mostAsked) held.push(answer)
  else answer()
}

function letGo(response: ServerResponse): void {
  holds = false
  for (const answer of held) answer()
  held = []
  response.end()
}

/** `PUT /snapshots/file`, `GET` of it, `GET /snapshots/served` and `POST /snapshots/let-go`. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  if (request.method === 'PUT') void keep(request, response)
  else if (pathname === '/served') response.end(String(bytesServed))
  else if (pathname === '/let-go') letGo(response)
  else give(request, response)
}

export function snapshotServer(): Plugin {
  return {
    name: 'snapshot-server',
    configureServer: ({ middlewares }) => void middlewares.use('/snapshots', answer),
  }
}
