/** The web without sockets: what a guest asks of port 80 becomes a `fetch` of the page, in which HTTPS is as good as HTTP. */
import { ConnectError } from '../../platform/connect-error'
import { nodeBuiltin } from '../../platform/node'
import type { ByteStream, Destination, Outside } from '../gateway/outside'
import { streamPair } from '../gateway/stream-pair'
import { type BodyRoom, type HttpRequest, HttpRequestError, HttpRequests } from './http-request'
import { SyntheticNames } from './synthetic-names'

export interface FetchOptions {
  /** What fetches. Default: the engine's own. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>
  /** The address to fetch in place of the one that the guest asked for; a page may only fetch what allows it (CORS). */
  rewrite?: (url: URL) => URL | string
}

const httpPort = 80
/** What guests have sent of requests that are not sent on yet, in bytes. */
const bodyBytes = 256 * 2 ** 20
const mostRedirects = 20
const redirects = new Set([301, 302, 303, 307, 308])

/** Headers that belong to one connection, or that fetch sets itself. */
const hopByHop =
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host|content-length|accept-encoding|expect)$/i
/** The engine has decoded the body already, and its length is another. */
const ofTheEncoding = /^(content-encoding|content-length|transfer-encoding|connection|keep-alive)$/i

/**
 * HTTP for guests in a page. Names are not resolved: each gets an address that stands for it.
 *
 *     const gateway = await Gateway.create(network.attach('gateway'), { outside: fetchOutside() })
 */
export function fetchOutside({ fetch: given, rewrite = (url) => url }: FetchOptions = {}): Outside {
  const names = new SyntheticNames()
  const ask = given ?? ((url: string, init: RequestInit) => fetch(url, init))
  // The host is the one that the guest connected to, which it was allowed, whatever its request says.
  const answer = async (request: HttpRequest, host: string): Promise<Response> => {
    const url = new URL(`http://${host}${pathOf(request.target)}`)
    const headers = request.headers.filter(([name]) => !hopByHop.test(name))
    const hasBody = request.body !== undefined && request.method !== 'GET' && request.method !== 'HEAD'
    const body = hasBody ? (request.body ?? null) : null
    return follow(ask, String(rewrite(url)), { method: request.method, headers, body })
  }
  const room: BodyRoom = { bytes: bodyBytes }
  return {
    resolve: async (name) => [names.addressOf(name) ?? []].flat(),
    nameOf: (address) => names.nameOf(address),
    connectTcp: async ({ address, port }: Destination) => {
      if (port !== httpPort) throw new ConnectError('refused')
      return serve((request) => answer(request, names.hostOf(address)), room)
    },
  }
}

/** Only a page's fetch hides where it is sent on to. */
const seesRedirects = nodeBuiltin('node:net') !== undefined

type Ask = NonNullable<FetchOptions['fetch']>

/**
 * Fetches, and goes where it is sent on to on the same host. Of another host the guest hears where that is, and asks there if it may. A page is not told
 * where it is sent on to: there fetch follows by itself, and what comes from another host is not handed over.
 */
async function follow(ask: Ask, url: string, init: RequestInit): Promise<Response> {
  let [at, request] = [url, init]
  for (let count = 0; count < mostRedirects; count++) {
    const response = await ask(at, { ...request, redirect: seesRedirects ? 'manual' : 'follow' })
    const next = redirects.has(response.status) ? nextOnHost(at, response) : undefined
    if (next === undefined) return response.redirected ? stayOnHost(at, response) : response
    await response.body?.cancel()
    const isGet = response.status === 303 || (response.status < 303 && request.method === 'POST')
    if (isGet && request.method !== 'HEAD') request = { ...request, method: 'GET', body: null }
    at = next
  }
  throw new Error('sent on too often')
}

/** Where on the same host the answer sends on to; HTTPS at its own port is as good. */
function nextOnHost(asked: string, response: Response): string | undefined {
  const location = response.headers.get('location')
  const from = new URL(asked)
  const to = location === null || !URL.canParse(location, from) ? undefined : new URL(location, from)
  const isSame = to !== undefined && (to.host === from.host || (to.hostname === from.hostname && to.port === ''))
  return isSame && /^https?:$/.test(to.protocol) ? String(to) : undefined
}

async function stayOnHost(asked: string, response: Response): Promise<Response> {
  const { hostname, host, pathname, search } = new URL(response.url)
  if (hostname === new URL(asked, response.url).hostname) return response
  await response.body?.cancel()
  return new Response(null, { status: 302, headers: { location: `http://${host}${pathname}${search}` } })
}

/** Of a target that is a path, or an absolute address as a proxy is asked for. */
function pathOf(target: string): string {
  if (target.startsWith('/')) return target
  const { pathname, search } = new URL(target)
  return pathname + search
}

/** A connection whose other end answers requests one after the other. */
function serve(answer: (request: HttpRequest) => Promise<Response>, room: BodyRoom): ByteStream {
  const { near, far } = streamPair()
  const writer = near.writable.getWriter()
  const onExpect = (): Promise<void> => writer.write(encode('HTTP/1.1 100 Continue\r\n\r\n'))
  const incoming = new HttpRequests(near.readable, { room, onExpect })
  const run = async (): Promise<void> => {
    for (let request = await incoming.next(); request !== undefined; request = await incoming.next()) {
      const response = await answer(request).catch((error: unknown) => new Response(`${String(error)}\n`, { status: 502 }))
      incoming.release()
      await respond(writer, request, response)
      if (!request.isPersistent) break
    }
    await writer.close()
  }
  const fail = async (error: unknown): Promise<void> => {
    // An answer that broke off is not taken for whole.
    if (!(error instanceof HttpRequestError)) return near.abort()
    await writer.write(encode(`HTTP/1.1 ${error.status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`))
    await writer.close()
  }
  run()
    .catch(fail)
    .catch(() => {})
    .finally(() => incoming.release())
  return far
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

async function respond(
  writer: WritableStreamDefaultWriter<Uint8Array>,
  { method, isHttp11, isPersistent }: HttpRequest,
  response: Response,
): Promise<void> {
  const { status } = response
  const headers = [...response.headers]
    .filter(([name]) => !ofTheEncoding.test(name))
    .map(([name, value]) => `${name}: ${value}\r\n`)
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304
  const isChunked = hasBody && isHttp11
  const framing = `${isChunked ? 'Transfer-Encoding: chunked\r\n' : ''}${isPersistent ? '' : 'Connection: close\r\n'}`
  await writer.write(encode(`HTTP/1.1 ${status} ${response.statusText || 'OK'}\r\n${headers.join('')}${framing}\r\n`))
  if (!hasBody) return
  for await (const chunk of response.body ?? []) {
    if (isChunked) await writeChunk(writer, chunk)
    else await writer.write(chunk)
  }
  if (isChunked) await writer.write(encode('0\r\n\r\n'))
}

async function writeChunk(writer: WritableStreamDefaultWriter<Uint8Array>, chunk: Uint8Array): Promise<void> {
  if (chunk.length === 0) return
  await writer.write(encode(`${chunk.length.toString(16)}\r\n`))
  await writer.write(chunk)
  await writer.write(encode('\r\n'))
}
