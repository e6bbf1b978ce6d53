/** `poweroff` and `reboot`: system reset by the SBI. */
import { asm, enter, leave } from '../asm'
import type { Command } from './command'

export const poweroff: Command = {
  name: 'poweroff',
  usage: '',
  help: 'end the machine',
  source: asm`
    .section .text
command_poweroff:
    li   a0, SRST_SHUTDOWN
    j    system_reset
`,
}

export const reboot: Command = {
  name: 'reboot',
  usage: '',
  help: 'start it again',
  source: asm`
    .section .text
command_reboot:
    li   a0, SRST_COLD_REBOOT

# a0 = type of the reset; comes back only when it was refused
system_reset:
${enter()}
    li   a1, SRST_NO_REASON
    call sbi_reset
    mv   a1, a0
    la   a0, reset_refused
    call printf
${leave()}

    .section .data
reset_refused:
    .asciz "the SBI refused the reset with error %x\n"
`,
}
