// Milliseconds that v86 takes to save the state of a machine of so many MiB, and to restore it: `node v86-state.mjs MIB`.
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
  // Its restore_state fails where the first disk is missing.
  hda: { buffer: new ArrayBuffer(2 ** 20) },
})

machine.add_listener('emulator-ready', async () => {
  const begin = performance.now()
  const state = await machine.save_state()
  const saved = performance.now()
  await machine.restore_state(state)
  const restored = performance.now()
  const told = { saveMs: saved - begin, restoreMs: restored - saved, bytes: state.byteLength }
  process.stdout.write(`${JSON.stringify(told)}\n`, () => process.exit(0))
})
