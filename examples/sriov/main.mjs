/**
 * Two Debian guests on two virtual functions of one adapter: they ping each other, and what the host sets on the functions changes what
 * they see while they run.
 *
 *     node examples/sriov/main.mjs IMAGE INITRD        (as `vmhost image pull debian` leaves them in the cache)
 */
import process from 'node:process'
import { Host } from 'vmhost'

const [kernel, initrd] = process.argv.slice(2)
if (kernel === undefined || initrd === undefined) throw new Error('usage: main.mjs IMAGE INITRD')
const prompt = '~ # '
const boot = { kernel, initrd, cmdline: 'console=ttyS0 cryptomgr.notests=1' }

const host = await Host.create({ memory: '1GiB', nics: [{ name: 'eth0', sriov: { totalVfs: 8 } }] })
const nic = host.nic('eth0')
const pf = nic.physicalFunction
nic.on('spoof', ({ vf, frames }) => console.log(`[host] vf ${vf}: ${frames} frames from an address that is not its own`))

const functions = await pf.enableVfs(2)
const guests = await Promise.all(
  functions.map((vf) => host.hypervisor.createGuest({ name: `guest${vf.index}`, memory: '128MiB', nics: [vf], boot })),
)

async function ask(guest, command) {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(prompt, { timeoutMs: 300_000 })
}

async function ping(what) {
  const answer = await ask(guests[0], 'ping -c 3 -W 2 10.0.0.2')
  console.log(
    `[guest0] ping with ${what}: ${/\d+% packet loss/.exec(answer)?.[0]}${/min\/avg\/max = ([\d./]+ ms)/.exec(answer)?.[1]?.padStart(24) ?? ''}`,
  )
}

await Promise.all(guests.map((guest) => guest.start()))
await Promise.all(guests.map((guest) => guest.console.waitFor(prompt, { timeoutMs: 300_000 })))
await ask(guests[0], 'ip addr add 10.0.0.1/24 dev eth0; ip link set eth0 up')
await ask(guests[1], 'ip addr add 10.0.0.2/24 dev eth0; ip link set eth0 up')

await ping('nothing set')
await pf.setVf(0, { vlan: 100, qos: 3 })
await ping('vf 0 in VLAN 100')
await pf.setVf(1, { vlan: 100 })
await ping('both in VLAN 100')
await pf.setVf(1, { linkState: 'disable' })
await ping('the link of vf 1 down')
await pf.setVf(1, { linkState: 'auto' })
await pf.setVf(0, { maxTxRate: 10, mac: '52:54:00:12:34:56' })
await ping('another address, which the guest does not know of')
await pf.setVf(0, { spoofchk: false })

console.log(await nic.show())
console.table(Object.fromEntries(await Promise.all(functions.map(async (vf) => [`vf ${vf.index}`, await vf.stats()]))))
for (const guest of guests) await guest.console.write('poweroff\n')
console.log((await Promise.all(guests.map((guest) => guest.exited))).map(({ reason }) => reason).join(', '))
await host.dispose()
