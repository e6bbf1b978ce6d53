// Builds a kernel for one of the places where it runs, at one of two lengths, into build/bench.
import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const sources = dirname(fileURLToPath(import.meta.url))
const runtime = join(sources, 'runtime')
const output = join(sources, '..', '..', 'build', 'bench')
const run = promisify(execFile)

const CROSS_COMPILER = 'riscv64-linux-gnu-gcc'

/** What a kernel's own number of iterations is multiplied with: short for an interpreter, long so that starting up and tiering up weigh little. */
export const SCALES = { short: 1, long: 7 }

const language = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', `-I${runtime}`]
// Contraction would give the guests fused operations where the native build has two roundings: kernels ask for fma by name.
const floating = ['-ffp-contract=off', '-fno-math-errno']
const freestanding = ['-static', '-ffreestanding', '-nostdlib', '-fno-pic', '-no-pie', '-fno-stack-protector']
const alone = [...freestanding, '-fno-tree-loop-distribute-patterns', '-Wl,--build-id=none']
const riscv = ['-march=rv64gc', '-mabi=lp64d', '-mcmodel=medany', ...alone]
// Doubles in SSE registers are rounded as everywhere else; those of the x87 stack are not.
const i386 = ['-m32', '-march=pentium4', '-mfpmath=sse', ...alone]
const inRuntime = (file) => join(runtime, file)
const linked = (script, ...files) => ['-T', inRuntime(script), ...files.map(inRuntime)]

/** Places by the suffix of their files. */
const TARGETS = {
  elf: { compiler: CROSS_COMPILER, flags: [...riscv, ...linked('machine.ld', 'crt0.S', 'paging.c', 'machine.c', 'memory.c')] },
  linux: { compiler: CROSS_COMPILER, flags: [...riscv, ...['linux.c', 'memory.c'].map(inRuntime)] },
  multiboot: {
    compiler: 'gcc',
    flags: [...i386, ...linked('multiboot.ld', 'multiboot.S', 'multiboot.c', 'memory.c', 'division.c')],
  },
  native: { compiler: 'gcc', flags: [inRuntime('native.c')], libraries: ['-lm'] },
}

/** Names of all kernels, `empty` included. */
export function kernelNames() {
  return readdirSync(sources)
    .filter((file) => file.endsWith('.c'))
    .map((file) => file.slice(0, -2))
    .sort()
}

/** i386 has no fused multiply-add. */
const exists = (name, target) => !(name === 'matmul-fma' && target === 'multiboot')

function newestSource() {
  const files = [sources, runtime].flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
  return Math.max(...files.map((file) => statSync(file).mtimeMs))
}

function isCurrent(path) {
  const built = statSync(path, { throwIfNoEntry: false })
  return built !== undefined && built.mtimeMs > newestSource()
}

/** Compiles a kernel unless its file is up to date, and gives the file's path; rejects with the compiler's own words. */
export async function buildKernel(name, target = 'elf', length = 'short') {
  const path = join(output, length === 'short' ? `${name}.${target}` : `${name}.${length}.${target}`)
  if (isCurrent(path)) return path
  mkdirSync(output, { recursive: true })
  if (!exists(name, target)) throw new RangeError(`kernel ${name}: there is no build of it for ${target}`)
  const { compiler, flags, libraries = [] } = TARGETS[target]
  const files = [join(sources, `${name}.c`), inRuntime('main.c')]
  const scale = `-DKERNEL_SCALE=${SCALES[length]}`
  await run(compiler, [...language, ...floating, scale, ...files, ...flags, ...libraries, '-o', path])
  return path
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2)
  for (const name of names.length > 0 ? names : kernelNames())
    for (const length of Object.keys(SCALES))
      for (const target of Object.keys(TARGETS)) if (exists(name, target)) await buildKernel(name, target, length)
  console.log(`kernels are in ${output}`)
}
