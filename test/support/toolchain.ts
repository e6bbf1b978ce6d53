/** Finds the external oracles: QEMU and binutils for riscv64, the pinned ones in the cache before the system's own. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { toolsRoot } from './cache.mjs'

/** A program that is there: the words that start it, before its own arguments, and what it says of itself. */
export interface Tool {
  readonly argv: readonly [string, ...string[]]
  readonly version: string
  readonly major: number
}

const TRIXIE = join(toolsRoot, 'trixie')

/** The words that start `program` of the extracted trixie packages through their own dynamic linker, or undefined. */
function extractedArgv(program: string): [string, ...string[]] | undefined {
  const file = join(TRIXIE, 'usr/bin', program)
  if (!existsSync(file)) return undefined
  for (const [linker, library] of [
    ['usr/lib64/ld-linux-x86-64.so.2', 'usr/lib/x86_64-linux-gnu'],
    ['usr/lib/ld-linux-aarch64.so.1', 'usr/lib/aarch64-linux-gnu'],
  ] as const) {
    if (existsSync(join(TRIXIE, linker))) return [join(TRIXIE, linker), '--library-path', join(TRIXIE, library), file]
  }
  return undefined
}

function ask(argv: readonly [string, ...string[]]): Tool | undefined {
  const [program, ...prefix] = argv
  const answer = spawnSync(program, [...prefix, '--version'], { encoding: 'utf8' })
  if (answer.status !== 0) return undefined
  const version = /\d+(\.\d+)+/.exec(answer.stdout.split('\n')[0]?.replace(/\(.*?\)/, '') ?? '')?.[0] ?? '0'
  return { argv, version, major: Number.parseInt(version, 10) }
}

function find(program: string, ownOptions: readonly string[] = []): Tool | undefined {
  const extracted = extractedArgv(program)
  const pinned = extracted && ask([...extracted, ...ownOptions])
  return pinned ?? ask([program])
}

/**
 * `qemu-system-riscv64`: 10 from the cache, else the system's (7.2 on bookworm); undefined when there is none. Looking for a sound card, the
 * one of the cache would load modules of the system's and stop at them.
 */
export function findQemu(): Tool | undefined {
  return find('qemu-system-riscv64', ['-L', join(TRIXIE, 'usr/share/qemu'), '-audio', 'none'])
}

export function findObjdump(): Tool | undefined {
  return find('riscv64-linux-gnu-objdump')
}

export function findAssembler(): Tool | undefined {
  return find('riscv64-linux-gnu-as')
}

export interface Binutils {
  readonly as: Tool
  readonly ld: Tool
  readonly objcopy: Tool
}

/** What turns assembler text into a flat image, or undefined when a part of it is missing. */
export function findBinutils(): Binutils | undefined {
  const [as, ld, objcopy] = ['as', 'ld', 'objcopy'].map((name) => find(`riscv64-linux-gnu-${name}`))
  return as && ld && objcopy && { as, ld, objcopy }
}

/** The cross compiler of the system, for guests written in C. */
export function findCompiler(): Tool | undefined {
  return ask(['riscv64-linux-gnu-gcc'])
}
