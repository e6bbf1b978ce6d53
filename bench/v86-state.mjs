// Milliseconds that v86 takes to save the state of a machine of so many MiB: `node v86-state.mjs MIB`.
import { createRequire } from 'node:module'
import process from 'node:process'
import { V86 } from 'v86'

const machine = new V86({
  wasm_path: createRequire(import.meta.url).resolve('v86/build/v86.wasm'),
  memory_size: Number(process.argv[2]) * 2 ** 20,
  vga_memory_size: 2 ** 20,
  disable_keyboard: true,
  disable_mouse: true,
  disable_speaker: true,
  autostart: false,
})

machine.add_listener('emulator-ready', async () => {
  const begin = performance.now()
  const state = await machine.save_state()
  const saveMs = performance.now() - begin
  process.stdout.write(`${JSON.stringify({ saveMs, bytes: state.byteLength })}\n`, () => process.exit(0))
})
