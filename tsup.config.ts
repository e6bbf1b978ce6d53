/** Bundles the library: flat output, so that `./core.wasm` and `./worker.js` are found from every chunk. */
import { defineConfig, type Options } from 'tsup'

const shared: Options = {
  format: 'esm',
  target: 'es2022',
  outDir: 'dist',
  treeshake: true,
}

/** Everything is bundled, so that a page needs no bundler and the worker no import map. */
const selfContained: Options = { ...shared, platform: 'neutral', splitting: false, noExternal: [/.*/] }

export default defineConfig([
  { ...selfContained, entry: { index: 'src/index.ts', xterm: 'src/xterm.ts' }, dts: true },
  { ...selfContained, entry: { worker: 'src/worker/entry.ts' } },
  { ...shared, entry: { cli: 'src/cli/index.ts' }, platform: 'node', splitting: false },
])
