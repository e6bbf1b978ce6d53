/** `idle-run.mjs GUEST-OPTIONS-AS-JSON PROMPT SETTLING SECONDS`: prints what a guest at its prompt costs of a CPU, in percent, in a process of its own. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Host } from '../dist/index.js'

const [options, prompt, settling, seconds] = process.argv.slice(2)
const host = await Host.create({ memory: '512MiB' })
const guest = await host.hypervisor.createGuest(JSON.parse(options))
await guest.start()
await guest.console.waitFor(prompt, { timeoutMs: 300_000 })
await sleep(Number(settling) * 1000)
const before = process.cpuUsage()
await sleep(Number(seconds) * 1000)
// Microseconds of all threads of this process, the guest's included.
const { user, system } = process.cpuUsage(before)
console.log((user + system) / 1e4 / Number(seconds))
await host.dispose()
process.exit(0)
