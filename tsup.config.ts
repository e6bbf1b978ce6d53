/** Bundles the library: flat output, so that `./core.wasm` and `./worker.js` are found from every chunk. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { defineConfig, type Options } from 'tsup'

/** Pieces of the command and of declarations are named for what is in them: those of the build before stay otherwise, and would go into the package. */
const isPiece = (file: string): boolean => file.startsWith('cli-') || /-[\w-]{8}\.d\.ts$/.test(file)
mkdirSync('dist', { recursive: true })
for (const file of readdirSync('dist').filter(isPiece)) rmSync(`dist/${file}`)

const shared: Options = {
  format: 'esm',
  target: 'es2022',
  outDir: 'dist',
  treeshake: true,
  // What is read at each start, in the worker once more, is read in half the time without its comments and indentation; names stay.
  esbuildOptions: (options) => {
    options.minifyWhitespace = true
    options.minifySyntax = true
  },
}

/** Everything is bundled, so that a page needs no bundler and the worker no import map. */
const selfContained: Options = { ...shared, platform: 'neutral', splitting: false, noExternal: [/.*/] }

export default defineConfig([
  { ...selfContained, entry: { index: 'src/index.ts', xterm: 'src/xterm.ts' }, dts: true },
  { ...selfContained, entry: { worker: 'src/worker/entry.ts' } },
  {
    ...shared,
    entry: { cli: 'src/cli/index.ts' },
    platform: 'node',
    // Each command is read when it is asked for.
    splitting: true,
    // What every command reads comes in one piece, without what it does not use of it.
    noExternal: ['citty', 'comlink', 'fflate', 'fzstd', 'hash-wasm', 'mitt', 'pure-rand', 'valibot'],
    esbuildOptions: (options, context) => {
      shared.esbuildOptions?.(options, context)
      options.chunkNames = 'cli-[name]-[hash]'
    },
  },
])
