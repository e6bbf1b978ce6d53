/** Pages with a Content-Security-Policy: the built files again, at addresses that say what page and worker may do. */
import { createReadStream, existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import type { Plugin } from 'vite'

const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html' }
const policies: Readonly<Record<string, string>> = {
  open: "script-src 'self' 'wasm-unsafe-eval'",
  strict: "script-src 'self'",
}
/** Fits into the cross-origin isolated page that the tests are. */
const isolation = { 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Resource-Policy': 'same-origin' }
const page = '<!doctype html><script type="module" src="./page.js"></script>'
/** Tells its opener what the library comes to here. */
const script = `
import { Host } from './index.js'
const warnings = []
console.warn = (message) => warnings.push(message)
async function tryOut({ host: hostOptions, engines }) {
  const host = await Host.create({ memory: '64MiB', ...hostOptions })
  try {
    return await Promise.all(engines.map((engine) => runGuest(host, engine)))
  } finally {
    await host.dispose()
  }
}
async function runGuest(host, engine) {
  try {
    const guest = await host.hypervisor.createGuest({ memory: '16MiB', engine, console: { until: 'vmhost> ' } })
    await guest.start()
    const { reason } = await guest.exited
    return { reason, translator: (await guest.stats()).translator }
  } catch ({ code }) {
    return { code }
  }
}
const report = (message) => parent.postMessage({ ...message, warnings }, '*')
addEventListener('message', ({ data }) =>
  tryOut(data).then((guests) => report({ guests }), ({ code, message }) => report({ code, message })))
report({ ready: true })
`

/** `/policy/PAGE/WORKER/FILE`, where PAGE and WORKER are `open` or `strict`. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const [, pagePolicy = '', workerPolicy = '', file = ''] = new URL(request.url ?? '/', 'http://localhost').pathname.split('/')
  response.setHeader('Content-Type', types[extname(file)] ?? 'text/plain')
  const policy = policies[file === 'worker.js' ? workerPolicy : pagePolicy]
  for (const [name, value] of Object.entries(isolation)) response.setHeader(name, value)
  if (policy !== undefined) response.setHeader('Content-Security-Policy', policy)
  const path = join('dist', file)
  if (file === 'page.html') response.end(page)
  else if (file === 'page.js') response.end(script)
  else if (existsSync(path)) createReadStream(path).pipe(response)
  else response.writeHead(404).end()
}

export function policyServer(): Plugin {
  return {
    name: 'policy-server',
    configureServer: ({ middlewares }) => void middlewares.use('/policy', answer),
  }
}
