/** A stock Debian on a network with a gateway: addresses, names, and servers of this machine as far as they are allowed. */
import { createHash } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Guest } from '../../src/index'
import { Gateway, Host, Network } from '../../src/index'
import { debianFile, hasDebian, shellPrompt, wasmUrl, workerUrl } from './built-host'

const timeoutMs = 240_000
const closers: (() => unknown)[] = []
/** What is downloaded, so many times. */
const block = Buffer.from(Array.from({ length: 2 ** 20 }, (_, at) => (at * 7 + (at >> 8)) & 0xff))
const blocks = 5

/** A server on a free port of the loopback. */
function listen(server: Server): Promise<number> {
  closers.unshift(() => server.close())
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))
}

async function udpEcho(): Promise<number> {
  const socket: Socket = createSocket('udp4')
  closers.unshift(() => socket.close())
  socket.on('message', (payload, from) => socket.send(payload, from.port, from.address))
  return new Promise((resolve) => socket.bind(0, '127.0.0.1', () => resolve(socket.address().port)))
}

describe.skipIf(!hasDebian)('Debian behind a gateway', () => {
  let guest: Guest
  let gateway: Gateway
  let ports: { http: number; sink: number; source: number; closed: number }
  const received: Buffer[] = []

  const ask = async (command: string): Promise<string> => {
    await guest.console.write(`${command}\n`)
    return guest.console.waitFor(shellPrompt, { timeoutMs })
  }

  beforeAll(async () => {
    const sink = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('data', (chunk: Buffer) => received.push(chunk))
      socket.on('end', () => socket.end())
    })
    // The same bytes as fast as they are taken.
    const source = createServer({ allowHalfOpen: true }, (socket) => {
      let left = blocks
      const go = (): void => {
        while (left-- > 0) if (!socket.write(block)) return void socket.once('drain', go)
        socket.end()
      }
      go()
    })
    const closed = createHttpServer((_, response) => response.end('secret'))
    ports = {
      http: await listen(createHttpServer(({ url }, response) => response.end(`served ${url}\n`))),
      sink: await listen(sink),
      source: await listen(source),
      closed: await listen(closed),
    }
    const network = new Network()
    const allow = [
      `127.0.0.1:${ports.http}`,
      `127.0.0.1:${ports.sink}`,
      `127.0.0.1:${ports.source}`,
      'icmp://127.0.0.1',
      `udp://127.0.0.1:${await udpEcho()}`,
    ]
    gateway = await Gateway.create(network, { loopback: true, allow, publish: [{ port: 0, to: 80, guest: 'web' }] })
    closers.unshift(() => gateway.close())
    const host = await Host.create({ memory: '512MiB', thread: 'inline', wasmUrl, workerUrl })
    closers.unshift(() => host.dispose())
    guest = await host.hypervisor.createGuest({
      memory: '256MiB',
      networks: [network],
      boot: {
        kernel: { path: debianFile('Image') },
        initrd: { path: debianFile('initrd.cpio') },
        cmdline: 'console=ttyS0 cryptomgr.notests=1 ip=dhcp',
      },
    })
    await guest.start()
    await guest.console.waitFor(shellPrompt, { timeoutMs })
  }, timeoutMs)

  afterAll(async () => {
    for (const close of closers) await close()
  })

  it('gets an address, a route and a name server at boot, and tells its own name when it renews them', async () => {
    expect(await ask('ip addr show eth0; ip route; cat /etc/resolv.conf')).toMatch(
      /inet 10\.0\.2\.15\/24 [\s\S]*default via 10\.0\.2\.2 dev eth0[\s\S]*search internal\r?\nnameserver 10\.0\.2\.3/,
    )
    expect(await ask('hostname web; udhcpc -i eth0 -n -q -x hostname:web')).toContain('lease of 10.0.2.15 obtained from 10.0.2.2')
    expect(gateway.leases).toMatchObject([{ address: '10.0.2.15', hostName: 'web' }])
  })

  it('resolves names of the network, and is told which there are not', async () => {
    expect(await ask('nslookup web.internal')).toMatch(/Name:\s+web\.internal\r?\nAddress: 10\.0\.2\.15/)
    expect(await ask('nslookup nowhere.invalid')).toContain("can't find nowhere.invalid: NXDOMAIN")
  })

  it('reaches servers that it may, by address and by name', async () => {
    expect(await ask(`wget -q -O - http://10.0.2.2:${ports.http}/by-address`)).toContain('served /by-address')
    expect(await ask(`wget -q -O - http://gateway:${ports.http}/by-name`)).toContain('served /by-name')
  })

  it('is refused everywhere else', async () => {
    for (const target of [`10.0.2.2:${ports.closed}`, '10.0.2.2:1', `127.0.0.1:${ports.http}`, '169.254.169.254', '192.0.2.1'])
      expect(await ask(`wget -T 5 -q -O - http://${target}/`), target).toMatch(/wget: can't connect to remote host/)
    expect(gateway.statistics.refusedPackets).toBeGreaterThan(2)
  })

  it('pings the gateway, with packets in fragments too', async () => {
    expect(await ask('ping -c 2 10.0.2.2; ping -c 1 -s 4000 10.0.2.2')).toMatch(/ 0% packet loss[\s\S]* 0% packet loss/)
  })

  it('downloads and uploads more than any buffer on the way holds', async () => {
    const whole = createHash('md5')
    for (let count = 0; count < blocks; count++) whole.update(block)
    const md5 = whole.digest('hex')
    const said = await ask(`nc 10.0.2.2 ${ports.source} < /dev/null | tee /tmp/bulk | md5sum`)
    expect(said).toContain(md5)
    received.length = 0
    await ask(`nc 10.0.2.2 ${ports.sink} < /tmp/bulk; rm /tmp/bulk`)
    const back = createHash('md5')
    for (const chunk of received.splice(0)) back.update(chunk)
    expect(back.digest('hex')).toBe(md5)
  })

  it('sends a megabyte out and fetches it back, not a byte of it wrong', async () => {
    const sum = /([0-9a-f]{32}) /.exec(
      await ask('dd if=/dev/urandom of=/tmp/data bs=64k count=16 2>/dev/null; md5sum /tmp/data'),
    )?.[1]
    await ask(`nc 10.0.2.2 ${ports.sink} < /tmp/data`)
    const sent = Buffer.concat(received)
    expect(sent.length).toBe(2 ** 20)
    await ask('mkdir -p /www; mv /tmp/data /www; httpd -p 80 -h /www')
    const [published] = gateway.published
    const response = await fetch(`http://127.0.0.1:${published?.port}/data`)
    expect(Buffer.compare(Buffer.from(await response.arrayBuffer()), sent)).toBe(0)
    expect(await ask('md5sum /www/data')).toContain(`${sum} `)
  })
})
