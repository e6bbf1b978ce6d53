/**
 * A web server in a guest, reached from this process: a gateway gives the guest an address and leads a port of this machine to its port 80,
 * and the guest reaches a server of this process in turn, because it is allowed to.
 *
 *     node examples/web-server/main.mjs IMAGE INITRD [PORT]        (as `vmhost image pull debian` leaves them in the cache)
 *
 * In a page: npx vite --config examples/web-server/vite.config.js
 *
 * With a PORT it goes on serving there until you press Ctrl-C: open http://127.0.0.1:PORT/ in a browser.
 */
import { createServer } from 'node:http'
import process from 'node:process'
import { Gateway, Host, Network } from 'vmhost'

const [kernel, initrd, port] = process.argv.slice(2)
if (kernel === undefined || initrd === undefined) throw new Error('usage: main.mjs IMAGE INITRD [PORT]')
const prompt = '~ # '

// A service of this process for the guest: from there it is http://gateway/.
const service = createServer((request, response) => response.end(`the embedder says hello to ${request.headers['user-agent']}\n`))
await new Promise((resolve) => service.listen(0, '127.0.0.1', resolve))
const servicePort = service.address().port

const network = new Network()
const gateway = await Gateway.create(network, {
  publish: [{ port: Number(port ?? 0), to: 80 }],
  loopback: true,
  allow: [`tcp://127.0.0.1:${servicePort}`],
})

const host = await Host.create({ memory: '512MiB' })
const guest = await host.hypervisor.createGuest({
  name: 'web',
  memory: '256MiB',
  networks: [network],
  boot: { kernel, initrd, cmdline: 'console=ttyS0 cryptomgr.notests=1 ip=dhcp' },
})

async function ask(command) {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(prompt, { timeoutMs: 300_000 })
}

await guest.start()
await guest.console.waitFor(prompt, { timeoutMs: 300_000 })
await ask('mkdir -p /www/cgi-bin; echo "<h1>Served by a guest</h1>" > /www/index.html')
await ask(`printf '#!/bin/sh\\necho\\nuname -srm\\n' > /www/cgi-bin/uname; chmod +x /www/cgi-bin/uname; httpd -p 80 -h /www`)

const [published] = gateway.published
const url = `http://127.0.0.1:${published.port}`
console.log(`[host] ${gateway.leases[0].address} answers at ${url}/`)
for (const path of ['/', '/cgi-bin/uname', '/nowhere']) {
  const response = await fetch(url + path)
  console.log(`[host] GET ${path}: ${response.status} ${(await response.text()).trim().split('\n')[0]}`)
}
console.log(`[guest] ${/the embedder says .*/.exec(await ask(`wget -q -O - http://gateway:${servicePort}/`))?.[0]}`)

if (port !== undefined) await new Promise((resolve) => process.once('SIGINT', resolve))
await guest.console.write('poweroff\n')
console.log(`[host] ${(await guest.exited).reason}`)
await host.dispose()
gateway.close()
service.close()
