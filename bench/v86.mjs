// Runs one multiboot kernel on v86 without a screen or a BIOS, with the first serial port on standard output: `node v86.mjs FILE`.
import { createRequire } from 'node:module'
import process from 'node:process'
import { V86 } from 'v86'

const END_OF_TRANSMISSION = 4

const machine = new V86({
  wasm_path: createRequire(import.meta.url).resolve('v86/build/v86.wasm'),
  multiboot: { url: process.argv[2] },
  memory_size: 128 * 2 ** 20,
  vga_memory_size: 2 ** 20,
  disable_keyboard: true,
  disable_mouse: true,
  disable_speaker: true,
  autostart: true,
})

let output = ''
let isEnding = false

/** After an EOT comes the kernel's exit status, as a digit. */
function onByte(byte) {
  if (isEnding) process.stdout.write(output, () => process.exit(byte - 0x30))
  else if (byte === END_OF_TRANSMISSION) isEnding = true
  else output += String.fromCharCode(byte)
}

machine.add_listener('serial0-output-byte', onByte)
