/** Gateways whose world is a fetch, or a relay: against a web server and a Wisp server of this machine. */
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { logging, server as wisp } from '@mercuryworkshop/wisp-js/server'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { ByteStream } from '../../../../src/network/gateway/outside'
import { fetchOutside } from '../../../../src/network/outside/fetch'
import { SyntheticNames } from '../../../../src/network/outside/synthetic-names'
import { wispOutside } from '../../../../src/network/outside/wisp'
import { ConnectError } from '../../../../src/platform/connect-error'
import { Random } from '../../../support/random'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** Everything that a connection answers to `chunks`, up to `end` if it says that. */
async function talk(
  stream: ByteStream,
  chunks: readonly Uint8Array[],
  isEnough: (text: string) => boolean = () => false,
): Promise<string> {
  const writer = stream.writable.getWriter()
  const send = async (): Promise<void> => {
    for (const chunk of chunks) await writer.write(chunk)
  }
  void send()
  let text = ''
  for await (const chunk of stream.readable) {
    text += Buffer.from(chunk).toString('latin1')
    if (isEnough(text)) break
  }
  return text
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('a gateway that fetches', () => {
  async function web(handle: (request: IncomingMessage, body: string, response: ServerResponse) => void) {
    const server = createHttpServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => handle(request, body, response))
    })
    closers.push(() => server.close())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return fetchOutside({ rewrite: (url) => new URL(url.pathname + url.search, `http://127.0.0.1:${port}`) })
  }

  it('answers one request after the other on a connection', async () => {
    const outside = await web((request, body, response) => {
      response.setHeader('X-Method', request.method ?? '')
      response.end(`${request.url} ${request.headers['x-guest']} ${body}`)
    })
    const [address = ''] = await outside.resolve('web.example')
    const stream = await outside.connectTcp({ address, port: 80 })
    const get = 'GET /a?b=1 HTTP/1.1\r\nHost: web.example\r\nX-Guest: one\r\n\r\n'
    const post =
      'POST /p HTTP/1.1\r\nHost: web.example\r\nX-Guest: two\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n'
    const parts = [...`${get}${post}`].map(bytes)
    const text = await talk(stream, parts, (soFar) => soFar.endsWith('/p two abcde\r\n0\r\n\r\n'))
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(text.toLowerCase()).toContain('x-method: post')
    expect(text).toContain('/a?b=1 one ')
    expect(text).toContain('/p two abcde')
  })

  it('hands over no answer of another host that a server sends on to, only where that is', async () => {
    const outside = await web((request, _body, response) => {
      const { port } = request.socket.address() as AddressInfo
      if (request.url === '/away') response.writeHead(302, { location: `http://localhost:${port}/secret?x=1` })
      if (request.url === '/on') response.writeHead(302, { location: '/here' })
      response.end(`content of ${request.url}`)
    })
    const [address = ''] = await outside.resolve('web.example')
    const stream = await outside.connectTcp({ address, port: 80 })
    const requests = ['/away', '/on'].map((path) => bytes(`GET ${path} HTTP/1.1\r\nHost: web.example\r\n\r\n`))
    const text = await talk(stream, requests, (soFar) => soFar.includes('content of /here'))
    expect(text).toMatch(/^HTTP\/1\.1 302 .*\r\nlocation: http:\/\/localhost:\d+\/secret\?x=1\r\n/s)
    expect(text).not.toContain('content of /secret')
  })

  it('does not even ask another host that a server sends on to', async () => {
    const asked: string[] = []
    const outside = await web((request, _body, response) => {
      const { port } = request.socket.address() as AddressInfo
      asked.push(`${request.headers.host?.split(':')[0]} ${request.method} ${request.url}`)
      if (request.url === '/away') response.writeHead(307, { location: `http://localhost:${port}/delete` })
      if (request.url === '/posted') response.writeHead(303, { location: '/done' })
      response.end(`content of ${request.url}`)
    })
    const [address = ''] = await outside.resolve('web.example')
    const stream = await outside.connectTcp({ address, port: 80 })
    const post = (path: string) => bytes(`POST ${path} HTTP/1.1\r\nHost: web.example\r\nContent-Length: 1\r\n\r\nx`)
    const text = await talk(stream, [post('/away'), post('/posted')], (soFar) => soFar.includes('content of /done'))
    expect(text).toMatch(/^HTTP\/1\.1 307 /)
    expect(asked).toEqual(['127.0.0.1 POST /away', '127.0.0.1 POST /posted', '127.0.0.1 GET /done'])
  })

  it('ends a connection as its client asks for, without chunks for one that knows none, and says that a body is wanted', async () => {
    const outside = await web((request, body, response) => response.end(`${request.method} ${body}`))
    const [address = ''] = await outside.resolve('web.example')
    const ask = async (...parts: string[]) => talk(await outside.connectTcp({ address, port: 80 }), parts.map(bytes))
    const old = await ask('GET / HTTP/1.0\r\n\r\n')
    expect(old).toMatch(/\r\nConnection: close\r\n\r\nGET $/)
    expect(old).not.toMatch(/chunked/i)
    expect(await ask('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      /chunked\r\nConnection: close\r\n\r\n4\r\nGET /,
    )
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n'
    expect(await ask(head, 'hi')).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n.*POST hi/s)
  })

  it('breaks a connection whose answer breaks off, and takes no more of bodies than there is room for', async () => {
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(bytes('part')),
      pull: (controller) => controller.error(new Error('broken')),
    })
    const outside = fetchOutside({ fetch: async () => new Response(body) })
    const get = bytes('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await expect(talk(await outside.connectTcp({ address: '198.18.0.1', port: 80 }), [get])).rejects.toThrow()
    const post = (length: number) => bytes(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`)
    const first = await outside.connectTcp({ address: '198.18.0.1', port: 80 })
    void talk(first, [post(200e6)]).catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await talk(await outside.connectTcp({ address: '198.18.0.1', port: 80 }), [post(100e6)])).toMatch(/^HTTP\/1\.1 413 /)
    first.abort()
    await new Promise((resolve) => setTimeout(resolve, 5))
    const third = await outside.connectTcp({ address: '198.18.0.1', port: 80 })
    const taken = talk(third, [post(100e6)])
    await new Promise((resolve) => setTimeout(resolve, 5))
    third.abort()
    await expect(taken).rejects.toThrow()
  })

  it('answers a server that is not there with 502, and what is no request with 400', async () => {
    const outside = fetchOutside({ fetch: () => Promise.reject(new Error('blocked')) })
    const text = await talk(await outside.connectTcp({ address: '198.18.0.1', port: 80 }), [
      bytes('GET / HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n'),
    ])
    expect(text).toMatch(/^HTTP\/1\.1 502 .*blocked.*HTTP\/1\.1 400 Bad Request/s)
  })

  it('fetches from the host that was connected to, whatever the request says of it', async () => {
    const fetched: string[] = []
    const fetchNothing = async (url: string): Promise<Response> => {
      fetched.push(url)
      return new Response('')
    }
    const outside = fetchOutside({ fetch: fetchNothing })
    const [address = ''] = await outside.resolve('allowed.example')
    const stream = await outside.connectTcp({ address, port: 80 })
    const targets = ['/a?b', '//other.example/c', 'http://other.example/d?e', 'http://127.0.0.1:8080/f']
    const requests = targets.map((target) => bytes(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n`))
    await talk(stream, requests, (soFar) => soFar.split('HTTP/1.1 200').length > targets.length)
    expect(fetched).toEqual(['/a?b', '//other.example/c', '/d?e', '/f'].map((path) => `http://allowed.example${path}`))
  })

  it.each(['127.0.0.1', '0x7f.1', '2130706433', 'a.1', '127.0.0.1#', 'a@b', 'a b', '-a', ''])(
    'has no address for %j, which is no name of a host',
    async (name) => {
      expect(await fetchOutside().resolve(name)).toEqual([])
    },
  )

  it('refuses other ports', async () => {
    await expect(fetchOutside().connectTcp({ address: '198.18.0.1', port: 443 })).rejects.toBeInstanceOf(ConnectError)
  })
})

describe('a gateway behind a Wisp relay', () => {
  async function relay() {
    logging.set_level(logging.NONE)
    Object.assign(wisp.options, { allow_loopback_ips: true, allow_private_ips: true })
    const server = createHttpServer()
    server.on('upgrade', (request, socket, head) => wisp.routeRequest(request, socket, head))
    closers.push(
      () => server.closeAllConnections(),
      () => server.close(),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return wispOutside({ url: `ws://127.0.0.1:${port}/`, WebSocket })
  }

  it('carries more than the relay takes at once, both ways', async () => {
    const server = createServer((socket) => socket.pipe(socket))
    closers.push(() => server.close())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const outside = await relay()
    const stream = await outside.connectTcp({ address: '127.0.0.1', port: (server.address() as AddressInfo).port })
    const sent = new Random(1).fill(new Uint8Array(2_000_000))
    const chunks = Array.from({ length: 1000 }, (_, index) => sent.subarray(index * 2000, index * 2000 + 2000))
    const text = await talk(stream, chunks, (soFar) => soFar.length >= sent.length)
    expect(Buffer.from(text, 'latin1').equals(sent)).toBe(true)
    stream.abort()
  })

  it('breaks a connection that the relay cannot make', async () => {
    const outside = await relay()
    const stream = await outside.connectTcp({ address: '127.0.0.1', port: 1 })
    await expect(talk(stream, [])).rejects.toBeInstanceOf(ConnectError)
  })

  it('keeps a stream for each of a few destinations of datagrams, and none when the relay is gone', async () => {
    const sent: Uint8Array[] = []
    const listeners = new Map<string, (event: { data?: unknown }) => void>()
    class Socket {
      binaryType = ''
      readyState = 1
      bufferedAmount = 0
      send(message: Uint8Array): void {
        sent.push(message)
      }
      close(): void {}
      addEventListener(type: string, listener: (event: { data?: unknown }) => void): void {
        listeners.set(type, listener)
        if (type === 'message') queueMicrotask(() => listener({ data: Uint8Array.of(3, 0, 0, 0, 0, 8, 0, 0, 0).buffer }))
      }
    }
    let last: Socket | undefined
    const WebSocket = class extends Socket {
      constructor() {
        super()
        last = this
      }
    }
    const socket = (await wispOutside({ url: 'ws://relay/', WebSocket: WebSocket as never })).openUdp?.(() => {})
    for (let port = 1; port <= 100; port++) socket?.send(Uint8Array.of(1), { address: '192.0.2.1', port })
    const count = (type: number): number => sent.filter(([first]) => first === type).length
    expect([count(1), count(2), count(4)]).toEqual([100, 100, 36])
    if (last !== undefined) last.readyState = 3
    listeners.get('close')?.({})
    socket?.send(Uint8Array.of(1), { address: '192.0.2.9', port: 9 })
    expect(count(1)).toBe(100)
  })

  it('resolves names to addresses that stand for them', async () => {
    const outside = await relay()
    const [first, again, second] = [
      await outside.resolve('a.example'),
      await outside.resolve('a.example'),
      await outside.resolve('b.example'),
    ]
    expect(again).toEqual(first)
    expect(second).not.toEqual(first)
    expect(first[0]).toMatch(/^198\.1[89]\./)
  })
})

it('an address that stands for a name is not given to another while it may be known, and then to that one alone', () => {
  let now = 0
  const names = new SyntheticNames(() => now, 2)
  const first = names.addressOf('first.example')
  expect(names.addressOf('second.example')).not.toBe(first)
  expect(names.addressOf('third.example')).toBeUndefined()
  now = 599_999
  expect(names.addressOf('second.example')).toBeDefined()
  expect(names.addressOf('third.example')).toBeUndefined()
  now = 600_000
  expect(names.addressOf('third.example')).toBe(first)
  expect(names.nameOf(first ?? '')).toBe('third.example')
  expect(names.addressOf('first.example')).toBeUndefined()
})

it('says that a relay cannot be reached', async () => {
  await expect(wispOutside({ url: 'ws://127.0.0.1:1/', WebSocket })).rejects.toThrow(
    /wisp relay ws:\/\/127\.0\.0\.1:1\/: it cannot be reached/,
  )
})
