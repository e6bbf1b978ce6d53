/** Ten lines: a host, a guest, a question and its answer. The guest is the one that comes with the package. */
import { Host } from 'vmhost'

const host = await Host.create({ memory: '128MiB' })
const guest = await host.hypervisor.createGuest({ memory: '32MiB' })
await guest.start()
await guest.console.waitFor('vmhost> ')
await guest.console.write('primes\n')
console.log(await guest.console.waitFor('vmhost> '))
await guest.console.write('poweroff\n')
console.log(await guest.exited)
await host.dispose()
