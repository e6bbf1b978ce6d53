// Builds every kernel four ways into build/bench: NAME.elf and NAME.long.elf (bare metal), NAME.linux (riscv64 Linux), NAME.native.
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
// A QEMU run of the short build is over too soon to be timed.
export const LONG_SCALE = 8

const language = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', `-I${runtime}`]
// Contraction would give the guests fused operations where the native build has two roundings: kernels ask for fma by name.
const floating = ['-ffp-contract=off', '-fno-math-errno']
const guest = [
  ...['-march=rv64gc', '-mabi=lp64d', '-mcmodel=medany', '-static', '-ffreestanding', '-nostdlib'],
  ...['-fno-pic', '-no-pie', '-fno-stack-protector', '-fno-tree-loop-distribute-patterns', '-Wl,--build-id=none'],
]
const machine = ['-T', join(runtime, 'machine.ld'), ...['crt0.S', 'paging.c', 'machine.c', 'memory.c'].map(inRuntime)]
const linux = ['linux.c', 'memory.c'].map(inRuntime)

const VARIANTS = [
  { suffix: 'elf', compiler: CROSS_COMPILER, scale: 1, flags: [...guest, ...machine] },
  { suffix: 'long.elf', compiler: CROSS_COMPILER, scale: LONG_SCALE, flags: [...guest, ...machine] },
  { suffix: 'linux', compiler: CROSS_COMPILER, scale: 1, flags: [...guest, ...linux] },
  { suffix: 'long.linux', compiler: CROSS_COMPILER, scale: LONG_SCALE, flags: [...guest, ...linux] },
  { suffix: 'native', compiler: 'gcc', scale: 1, flags: [inRuntime('native.c')], libraries: ['-lm'] },
]

function inRuntime(file) {
  return join(runtime, file)
}

/** Names of all kernels, `empty` included. */
export function kernelNames() {
  return readdirSync(sources)
    .filter((file) => file.endsWith('.c'))
    .map((file) => file.slice(0, -2))
    .sort()
}

/** Where a variant of a kernel is after `buildKernels()`. */
export function kernelPath(name, suffix = 'elf') {
  return join(output, `${name}.${suffix}`)
}

function newestSource(name) {
  const files = [join(sources, `${name}.c`), fileURLToPath(import.meta.url), ...readdirSync(runtime).map(inRuntime)]
  return Math.max(...files.map((file) => statSync(file).mtimeMs))
}

function isCurrent(name, path) {
  const built = statSync(path, { throwIfNoEntry: false })
  return built !== undefined && built.mtimeMs > newestSource(name)
}

async function build(name, variant) {
  const path = kernelPath(name, variant.suffix)
  if (isCurrent(name, path)) return
  const files = [join(sources, `${name}.c`), inRuntime('main.c')]
  const scale = `-DKERNEL_SCALE=${variant.scale}`
  await run(variant.compiler, [
    ...language,
    ...floating,
    scale,
    ...files,
    ...variant.flags,
    ...(variant.libraries ?? []),
    '-o',
    path,
  ])
}

/** Compiles what is out of date; rejects with the compiler's own words. */
export async function buildKernels(names = kernelNames()) {
  mkdirSync(output, { recursive: true })
  for (const name of names) await Promise.all(VARIANTS.map((variant) => build(name, variant)))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2)
  await buildKernels(names.length > 0 ? names : kernelNames())
  console.log(`kernels are in ${output}`)
}
