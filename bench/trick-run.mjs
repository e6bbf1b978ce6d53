/** `trick-run.mjs KERNEL.elf TRICK...`: runs a kernel on a host of ours without these tricks of the translator, and prints its console. */
import { readFileSync } from 'node:fs'
import { Host } from '../dist/index.js'

const [elf, ...without] = process.argv.slice(2)
const host = await Host.create({ memory: '512MiB', translator: { without } })
const guest = await host.hypervisor.createGuest({ memory: '128MiB', boot: { elf: { buffer: readFileSync(elf) } } })
const output = guest.console.readable.pipeTo(new WritableStream({ write: (bytes) => void process.stdout.write(bytes) }), {
  preventCancel: true,
})
await guest.start()
await guest.exited
await host.dispose()
await Promise.race([output.catch(() => {}), new Promise((resolve) => setTimeout(resolve, 50))])
process.exit(0)
