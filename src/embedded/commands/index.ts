/** All commands of the embedded guest, in the order in which help shows them. */
import type { Command } from './command'
import { echo } from './echo'
import { help } from './help'
import { info } from './info'
import { mem } from './mem'
import { poweroff, reboot } from './power'
import { primes } from './primes'
import { trap } from './trap'
import { wfi } from './wfi'

export const commands: readonly Command[] = [help, info, mem, primes, wfi, trap, echo, poweroff, reboot]
