/** A gateway in a page whose world is a Wisp relay: a Debian reaches a server of the machine through it. */
import { expect, it } from 'vitest'
import type { WispAddresses } from './wisp-server'

const entry = '/dist/index.js'
const { Gateway, Host, Network, wispOutside } = (await import(/* @vite-ignore */ entry)) as typeof import('../../src/index')

const { ok: hasDebian } = await fetch('/debian/manifest.json')
const timeoutMs = 240_000
const prompt = '~ # '

it.skipIf(!hasDebian)('carries what a guest downloads and uploads by a Wisp relay', { timeout: 2 * timeoutMs }, async () => {
  const ports = (await (await fetch('/wisp')).json()) as WispAddresses
  const network = new Network()
  const outside = await wispOutside({ url: `ws://127.0.0.1:${ports.relay}/` })
  const gateway = await Gateway.create(network, { outside, allow: [`localhost:${ports.tcp}`] })
  const host = await Host.create({ memory: '512MiB' })
  try {
    const url = (name: string): { url: URL } => ({ url: new URL(`/debian/${name}`, location.href) })
    const boot = { kernel: url('Image'), initrd: url('initrd.cpio'), cmdline: 'console=ttyS0 cryptomgr.notests=1 ip=dhcp' }
    const guest = await host.hypervisor.createGuest({ memory: '128MiB', networks: [network], boot })
    await guest.start()
    await guest.console.waitFor(prompt, { timeoutMs })
    const ask = async (command: string): Promise<string> => {
      await guest.console.write(`${command}\n`)
      return guest.console.waitFor(prompt, { timeoutMs })
    }
    await ask('stty cols 1000; seq 200000 > /tmp/sent; (echo 2000000 $(wc -c < /tmp/sent); cat /tmp/sent) > /tmp/request')
    // A name is the relay's matter: the guest gets an address that stands for it. The resolver of its C library knows this one by itself.
    const found = await ask('nslookup localhost. | tail -n 3')
    const address = /198\.18\.\d+\.\d+/.exec(found)?.[0]
    expect(address, found).toBeDefined()
    expect(await ask(`nc ${address} ${ports.tcp} < /tmp/request > /tmp/answer; echo "nc $?"`)).toMatch(/^nc 0\r?$/m)
    expect(await ask('head -c 2000000 /tmp/answer | tr "\\245" x | tr -d x | wc -c; wc -c < /tmp/answer')).toMatch(
      /^0\r?\n2000032\r?$/m,
    )
    const sent = await ask('md5sum < /tmp/sent')
    const md5 = /[0-9a-f]{32}/.exec(sent)?.[0]
    expect(await ask('tail -c 32 /tmp/answer; echo')).toMatch(new RegExp(`^${md5}\\r?$`, 'm'))
  } finally {
    await host.dispose()
    gateway.close()
  }
})
