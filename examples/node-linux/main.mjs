/**
 * Boots Linux, runs commands in its shell and switches it off.
 *
 *     node main.mjs KERNEL INITRD
 */
import process from 'node:process'
import { Host } from 'vmhost'

const [kernel, initrd] = process.argv.slice(2)
if (kernel === undefined || initrd === undefined) {
  console.error('usage: node main.mjs KERNEL INITRD')
  process.exit(2)
}

const prompt = '~ # '
const host = await Host.create({ memory: '1GiB' })
try {
  const guest = await host.hypervisor.createGuest({
    name: 'linux',
    memory: '256MiB',
    boot: { kernel, initrd, cmdline: 'console=ttyS0 cryptomgr.notests=1' },
    onProgress: ({ image, phase, loaded, total }) => {
      if (loaded === total) console.log(`${image}: ${phase}, ${loaded} bytes`)
    },
  })
  guest.on('state', (state) => console.log(`guest is ${state}`))
  await guest.start()
  console.log(await guest.console.waitFor(prompt))
  for (const command of ['uname -a', 'cat /proc/cpuinfo', 'free -m']) {
    await guest.console.write(`${command}\n`)
    console.log(await guest.console.waitFor(prompt))
  }
  await guest.console.write('poweroff\n')
  const { reason } = await guest.exited
  const { instructions, cpuTimeNs, residentMemory } = await guest.stats()
  console.log(
    `${reason}: ${instructions} instructions in ${(cpuTimeNs / 1e9).toFixed(1)} s, ${residentMemory >> 20} MiB resident`,
  )
} finally {
  await host.dispose()
}
