/** The embedded guest's variables: one block in .bss that `gp` points to. */

export const ringBytes = 512
export const lineBytes = 128

/** Name and bytes of each variable; each lies behind the one before it. */
const variables: readonly (readonly [string, number])[] = [
  ['HART', 8],
  ['DTB', 8],
  ['BOOT_TIME', 8],
  // Found in the device tree.
  ['TIMEBASE', 8],
  ['RAM_START', 8],
  ['RAM_BYTES', 8],
  ['CMDLINE', 8],
  ['ISA', 8],
  ['HARTS', 8],
  ['HAS_SSTC', 8],
  ['INTC_PHANDLE', 8],
  ['UART', 8],
  ['UART_IRQ', 8],
  // The interrupt controller: its kind, registers, and what identifies this hart in it.
  ['CONTROLLER', 8],
  ['CONTROLLER_BASE', 8],
  ['CONTROLLER_HART', 8],
  // Traps: the exceptions seen while `trap` expects them, the stack to go back to from one that nobody expects.
  ['TRAP_EXPECTED', 8],
  ['SHELL_STACK', 8],
  ['TIMER_FIRED', 8],
  // Received bytes between the interrupt and the line editor.
  ['RING_HEAD', 8],
  ['RING_TAIL', 8],
  ['RING_STOPPED', 8],
  ['RING', ringBytes],
  ['LINE', lineBytes],
]

function layout(): string {
  let offset = 0
  const lines: string[] = []
  for (const [name, bytes] of variables) {
    lines.push(`    .equ ${name}, ${offset}`)
    offset += bytes
  }
  return `${lines.join('\n')}\n    .section .bss\n    .balign 16\nbss_start:\nvariables:\n    .space ${offset}\n`
}

export const variablesSource = layout()
