/** Serves the page with the library of this checkout, and the pulled Debian image below /debian/. */
import { createReadStream, existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { defineConfig } from 'vite'

const dist = resolve(import.meta.dirname, '../../dist')
const cache = process.env.VMHOST_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'vmhost')
const images = new Set(['/Image', '/initrd.cpio'])

function serveDebian(request, response, next) {
  const name = request.url.split('?')[0]
  const file = join(cache, 'debian', name)
  if (!images.has(name) || !existsSync(file)) {
    response.statusCode = 404
    response.statusMessage = 'run "vmhost image pull debian" first'
    response.end()
    return
  }
  response.setHeader('content-type', 'application/octet-stream')
  response.setHeader('content-length', statSync(file).size)
  createReadStream(file).on('error', next).pipe(response)
}

const debian = {
  name: 'debian-image',
  configureServer: ({ middlewares }) => void middlewares.use('/debian', serveDebian),
  configurePreviewServer: ({ middlewares }) => void middlewares.use('/debian', serveDebian),
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [debian],
  resolve: {
    alias: [
      { find: 'vmhost/xterm', replacement: join(dist, 'xterm.js') },
      { find: /^vmhost$/, replacement: join(dist, 'index.js') },
    ],
  },
  server: { fs: { allow: [resolve(import.meta.dirname, '../..')] } },
})
