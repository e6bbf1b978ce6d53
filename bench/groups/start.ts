/** From a host's creation to its guest's first instruction, in a process that has the library loaded. */
import { alternate } from '../alternate'
import { builtLibrary } from '../built'
import type { BenchGroup } from '../group'
import { measure } from '../measure'

/** One start is over too soon to be told from what the machine did meanwhile. */
const STARTS_PER_ROUND = 4

export const start: BenchGroup = {
  name: 'start',
  async run({ rounds }) {
    const { Host } = await builtLibrary()
    const firstInstruction = async (): Promise<number> => {
      const before = performance.now()
      const host = await Host.create({ memory: '128MiB', thread: 'inline' })
      const guest = await host.hypervisor.createGuest({ memory: '64MiB', maxInstructions: 1 })
      await guest.start()
      await guest.exited
      const seconds = (performance.now() - before) / 1000
      await host.dispose()
      return seconds
    }
    const { first } = await alternate({ first: firstInstruction }, rounds * STARTS_PER_ROUND)
    return [
      measure(
        'start.first_instruction_ms',
        'ms',
        first.map((seconds) => seconds * 1000),
      ),
    ]
  },
}
