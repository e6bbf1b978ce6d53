/**
 * Ten guests from one boot: a Debian is forked into ten, each does work of its own, and then one gets four times the shares of the others and
 * another a limit.
 *
 *     node examples/many-guests/main.mjs [IMAGE INITRD]        (as `vmhost image pull debian` leaves them; the embedded guest without)
 */
import process from 'node:process'
import { Host } from 'vmhost'
import { bootOnce, forkAll, systems } from './ten-guests.js'

const [kernel, initrd] = process.argv.slice(2)
const system = kernel === undefined ? systems.embedded() : systems.debian({ kernel, initrd })

const host = await Host.create({ name: 'many-guests', memory: '1GiB' })

const columns = ['%USED', '%RUN', '%WAIT', '%RDY', '%MLMTD']
const number = (value) => value.toFixed(1).padStart(8)

function show(title, { guests }) {
  console.log(`\n${title}\n${'NAME'.padEnd(12)}${columns.map((name) => name.padStart(8)).join('')}     MiB`)
  for (const { name, cpu, memory } of guests)
    console.log(`${name.padEnd(12)}${columns.map((column) => number(cpu[column])).join('')}${number(memory.consumed / 2 ** 20)}`)
}

async function interval(title) {
  for await (const sample of host.statsStream({ intervalMs: 2000 })) return show(title, sample)
}

try {
  const first = await bootOnce(host, system)
  const forks = await forkAll(first, system)
  console.log(`${forks.length} forks, ${Math.max(...forks.map(({ forkMs }) => forkMs)).toFixed(1)} ms for the slowest`)
  await interval('Equal shares')
  await forks[0].guest.reconfigure({ cpu: { shares: 4000 } })
  await forks[1].guest.reconfigure({ cpu: { limit: '5%' } })
  await interval(`Four times the shares for ${forks[0].guest.name}, at most 5 % for ${forks[1].guest.name}`)
} finally {
  await host.dispose()
}
