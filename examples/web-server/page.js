/** A web server in a guest of this page, which is asked by this page; the guest in turn reaches the page's own server by `fetch`. */
import { fetchOutside, Gateway, Host, Network } from 'vmhost'
import { httpGet } from './http-get.js'

const element = (id) => document.getElementById(id)
const prompt = '~ # '
const timeoutMs = 300_000
let gateway

function showState(state) {
  element('state').textContent = state
  element('state').dataset.state = state
  element('boot').disabled = state !== 'off'
  element('go').disabled = state !== 'serving'
}

async function showErrors(action) {
  try {
    element('message').textContent = ''
    await action()
  } catch (error) {
    element('message').textContent = error.code === undefined ? String(error) : `${error.code}: ${error.message}`
  }
}

/** Boots a Debian whose busybox serves /www; the world of its network is what this page may fetch, and `page.example` is the page's server. */
async function boot() {
  showState('booting')
  const network = new Network()
  const rewrite = (url) => (url.hostname === 'page.example' ? new URL(url.pathname, document.baseURI) : url)
  gateway = await Gateway.create(network, { outside: fetchOutside({ rewrite }) })
  const host = await Host.create({ memory: '512MiB' })
  const guest = await host.hypervisor.createGuest({
    name: 'web',
    memory: '256MiB',
    networks: [network],
    boot: {
      kernel: { url: new URL('debian/Image', document.baseURI) },
      initrd: { url: new URL('debian/initrd.cpio', document.baseURI) },
      cmdline: 'console=ttyS0 cryptomgr.notests=1 ip=dhcp',
    },
  })
  const ask = async (command) => {
    await guest.console.write(`${command}\n`)
    return guest.console.waitFor(prompt, { timeoutMs })
  }
  await guest.start()
  await guest.console.waitFor(prompt, { timeoutMs })
  await ask('stty cols 1000; mkdir -p /www/cgi-bin; echo "<h1>Served by a guest of this page</h1>" > /www/index.html')
  await ask(`printf '#!/bin/sh\\necho\\nuname -srm\\n' > /www/cgi-bin/uname; chmod +x /www/cgi-bin/uname; httpd -p 80 -h /www`)
  showState('serving')
  await show()
  const answer = await ask('wget -q -O - http://page.example/greeting.txt')
  element('fetched').textContent = answer.split('\r\n').slice(1, -1).join('\n')
}

/** Shows what the guest answers to the path in the form. The frame is a sandbox: nothing of what a guest sends runs. */
async function show() {
  const path = element('path').value
  const { status, type, body } = await httpGet(gateway.connect({ port: 80 }), path)
  element('status').textContent = String(status)
  const text = new TextDecoder().decode(body)
  const escaped = text.replace(/[&<]/g, (character) => (character === '&' ? '&amp;' : '&lt;'))
  element('view').srcdoc = type.startsWith('text/html') ? text : `<pre>${escaped}</pre>`
}

element('boot').addEventListener('click', () =>
  showErrors(() =>
    boot().catch((error) => {
      showState('off')
      throw error
    }),
  ),
)
element('address').addEventListener('submit', (event) => {
  event.preventDefault()
  showErrors(show)
})
