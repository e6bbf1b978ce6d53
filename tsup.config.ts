/** Bundles the library: flat output, so that `./core.wasm` and `./worker.js` are found from every chunk. */
import { defineConfig } from 'tsup'

const shared = {
  format: 'esm',
  target: 'es2022',
  outDir: 'dist',
  sourcemap: true,
  treeshake: true,
  // Everything is bundled, so that a page needs no bundler and the worker no import map.
  noExternal: [/.*/],
} as const

export default defineConfig([
  { ...shared, entry: { index: 'src/index.ts', xterm: 'src/xterm.ts' }, platform: 'neutral', splitting: false, dts: true },
  { ...shared, entry: { worker: 'src/worker/entry.ts' }, platform: 'neutral', splitting: false },
  { ...shared, entry: { cli: 'src/cli/index.ts' }, platform: 'node', splitting: false },
])
