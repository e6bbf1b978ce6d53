/** What `npm start` shows: two Debian guests booting, each with a virtual function of one adapter, their ping, and the shell of one. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { Host } from '../dist/index.js'

const cli = join(import.meta.dirname, '../dist/cli.js')
const cache = process.env.VMHOST_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'vmhost')
const debian = { kernel: join(cache, 'debian/Image'), initrd: join(cache, 'debian/initrd.cpio') }
const isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true

/** What differs between the two guests that can be shown. */
const linux = {
  name: 'debian',
  boot: { ...debian, cmdline: 'console=ttyS0 cryptomgr.notests=1' },
  prompt: '~ # ',
  commands: ['uname -a', 'cat /proc/uptime', 'head -8 /proc/cpuinfo'],
}
const embedded = { name: 'embedded', boot: {}, prompt: 'vmhost> ', commands: ['info', 'mem', 'primes'] }

function pull() {
  const { status, stderr } = spawnSync(process.execPath, [cli, 'image', 'pull', 'debian'], {
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
  })
  if (status === 0 && existsSync(debian.kernel)) return undefined
  return stderr.trim().split('\n').at(-1) || 'the image cannot be pulled'
}

function chooseGuest() {
  const reason = pull()
  if (reason === undefined) return linux
  console.log(`No Debian here (${reason}): booting the embedded guest.`)
  return embedded
}

const statusLine = ({ instructions, instructionsPerSecond, uptimeNs, residentMemory }) =>
  [
    `guest uptime ${(uptimeNs / 1e9).toFixed(1)} s`,
    `${(instructionsPerSecond / 1e6).toFixed(0)} million instructions/s`,
    `${(instructions / 1e6).toFixed(0)} million in all`,
    `${residentMemory >> 20} MiB resident`,
  ].join(' | ')

/** Tells every few seconds what the host is doing; the returned function ends that. */
function showHost(guest) {
  const timer = setInterval(async () => {
    console.log(`\r\n[host] ${statusLine(await guest.stats())}\r`)
  }, 2000)
  return () => clearInterval(timer)
}

const bootMs = 600_000

/** The guest on the other function of the adapter, which has 10.0.0.2. */
async function startNeighbour(host, vf) {
  const guest = await host.hypervisor.createGuest({ name: 'neighbour', memory: '128MiB', boot: linux.boot, nics: [vf] })
  await guest.start()
  return async () => {
    await guest.console.waitFor(linux.prompt, { timeoutMs: bootMs })
    await ask(guest, 'ip addr add 10.0.0.2/24 dev eth0; ip link set eth0 up')
  }
}

async function ask(guest, command) {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(linux.prompt, { timeoutMs: 120_000 })
}

/** Both guests on their functions: the shown one pings its neighbour through the adapter's switch. */
async function showNetwork(host, guest, neighbourIsReady) {
  await neighbourIsReady()
  await ask(guest, 'ip addr add 10.0.0.1/24 dev eth0; ip link set eth0 up; ping -c 3 10.0.0.2')
  const nic = host.nic('eth0')
  console.log(`\r\n[host] ${(await nic.show()).trimEnd().replaceAll('\n', '\r\n')}\r`)
}

async function handOver(guest) {
  console.log('\r\n[host] The console is yours; Ctrl-A x ends the guest.\r')
  await guest.console.write('\n')
  let isArmed = false
  process.stdin.setRawMode(true)
  process.stdin.on('data', (keys) => {
    for (const key of keys) {
      if (isArmed && key === 0x78) void guest.stop()
      else if (!isArmed && key === 1) isArmed = true
      else {
        isArmed = false
        void guest.console.write(Uint8Array.of(key)).catch(() => {})
      }
    }
  })
  const exit = await guest.exited
  process.stdin.setRawMode(false)
  process.stdin.pause()
  return exit
}

async function runScript(guest, { prompt, commands }) {
  for (const command of commands) {
    await guest.console.write(`${command}\n`)
    await guest.console.waitFor(prompt, { timeoutMs: 120_000 })
  }
  console.log(`\n[host] ${statusLine(await guest.stats())}`)
  await guest.console.write('poweroff\n')
  return guest.exited
}

const shown = chooseGuest()
const host = await Host.create({ name: 'start', memory: '1GiB', nics: [{ name: 'eth0', sriov: { totalVfs: 8 } }] })
try {
  const functions = await host.nic('eth0').physicalFunction.enableVfs(2)
  const hasNetwork = shown === linux
  const nics = hasNetwork ? [functions[0]] : []
  const guest = await host.hypervisor.createGuest({ name: shown.name, memory: '256MiB', boot: shown.boot, nics })
  guest.console.show((bytes) => new Promise((resolve) => process.stdout.write(bytes, resolve)))
  await guest.start()
  const neighbourIsReady = hasNetwork ? await startNeighbour(host, functions[1]) : undefined
  const hideHost = showHost(guest)
  await guest.console.waitFor(shown.prompt, { timeoutMs: bootMs })
  hideHost()
  console.log(`\r\n[host] ${statusLine(await guest.stats())}\r`)
  if (neighbourIsReady !== undefined) await showNetwork(host, guest, neighbourIsReady)
  const exit = isInteractive ? await handOver(guest) : await runScript(guest, shown)
  console.log(`\n[host] guest ${shown.name}: ${exit.reason}${exit.detail === undefined ? '' : ` (${exit.detail})`}`)
  process.exitCode = exit.reason === 'power-off' || exit.reason === 'stopped' ? 0 : 1
} finally {
  await host.dispose()
}
