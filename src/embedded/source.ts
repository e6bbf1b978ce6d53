/** The whole assembly source of the embedded guest. */
import { bootSource } from './boot'
import { commands } from './commands'
import { fdtSource } from './fdt'
import { interruptSource } from './interrupt'
import { lineSource } from './line'
import { machineSource } from './machine'
import { pagingSource } from './paging'
import { printSource } from './print'
import { sbiSource } from './sbi'
import { shellSource } from './shell'
import { textSource } from './text'
import { timerSource } from './timer'
import { trapSource } from './trap'
import { uartSource } from './uart'
import { variablesSource } from './variables'

const end = `
    .section .bss
    .balign 16
bss_end:
`

/** Boot comes first: the image starts at `_start`. */
export function embeddedSource(): string {
  const parts = [variablesSource, bootSource, trapSource, machineSource, fdtSource, pagingSource, interruptSource, timerSource]
  const user = [sbiSource, uartSource, lineSource, textSource, printSource, shellSource, ...commands.map(({ source }) => source)]
  return [...parts, ...user, end].join('\n')
}
