/** A host in a process of its own: its network is joined over a WebSocket, and a Debian on it has 10.0.0.2. Arguments: address, kernel, initrd. */
import process from 'node:process'
import { WebSocket } from 'ws'
import { Host, Network } from '../../dist/index.js'

const [url, kernel, initrd] = process.argv.slice(2)
const network = new Network({ name: 'far' })
const tunnel = network.join({ webSocket: url }, { WebSocket })
await tunnel.ready
const host = await Host.create({ name: 'far', memory: '256MiB', thread: 'inline' })
const guest = await host.hypervisor.createGuest({
  memory: '128MiB',
  networks: [network],
  boot: { kernel: { path: kernel }, initrd: { path: initrd }, cmdline: 'console=ttyS0 cryptomgr.notests=1' },
})
await guest.start()
await guest.console.waitFor('~ # ', { timeoutMs: 240_000 })
await guest.console.write('ip addr add 10.0.0.2/24 dev eth0; ip link set eth0 up\n')
await guest.console.waitFor('~ # ', { timeoutMs: 60_000 })
process.stdout.write('ready\n')
