/** The machines that the group `cpu` compares: ours, and what it is measured against. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findCompiler, findQemu } from '../test/support/toolchain'
import { root, vmhost } from './built'
import { v86Version } from './environment'
import { CannotRun } from './group'
import type { KernelMachine } from './kernel-run'
import type { KernelLength } from './kernels/build.mjs'

export const SIDES = ['ours', 'interpreter', 'qemu-system', 'qemu-user', 'v86', 'native'] as const
export type Side = (typeof SIDES)[number]

const QEMU_USER = '/usr/bin/qemu-riscv64'

/** Throws `CannotRun` when what the side needs is not there. */
export function findSide(side: Side, length: KernelLength): KernelMachine {
  return finders[side](length)
}

const finders: Record<Side, (length: KernelLength) => KernelMachine> = {
  ours: (length) => ({ argv: ours(), target: 'elf', length }),
  // Its speed does not change with time, so the short build tells as much.
  interpreter: () => ({ argv: ours('--engine', 'interpreter'), target: 'elf', length: 'short' }),
  'qemu-system': (length) => ({ argv: qemuSystem(), target: 'elf', length }),
  'qemu-user': (length) => ({ argv: qemuUser(), target: 'linux', length }),
  v86: (length) => ({ argv: v86(), target: 'multiboot', length }),
  native: (length) => ({ argv: native(), target: 'native', length }),
}

function ours(...options: string[]): readonly string[] {
  needCrossCompiler()
  return vmhost('run', ...options, '--memory', '128MiB', '--elf')
}

function qemuSystem(): readonly string[] {
  const qemu = findQemu()
  if (qemu === undefined) throw new CannotRun('no qemu-system-riscv64: install qemu-system-misc')
  needCrossCompiler()
  return [...qemu.argv, '-M', 'virt', '-m', '128M', '-nographic', '-bios', 'none', '-kernel']
}

function qemuUser(): readonly string[] {
  if (!existsSync(QEMU_USER)) throw new CannotRun(`no ${QEMU_USER}: install qemu-user`)
  needCrossCompiler()
  return [QEMU_USER]
}

function v86(): readonly string[] {
  if (v86Version() === undefined) throw new CannotRun('no v86: run `npm install`')
  needHostCompiler()
  return [process.execPath, join(root, 'bench/v86.mjs')]
}

function native(): readonly string[] {
  needHostCompiler()
  return []
}

function needCrossCompiler(): void {
  if (findCompiler() === undefined) throw new CannotRun('no riscv64-linux-gnu-gcc: install gcc-riscv64-linux-gnu')
}

function needHostCompiler(): void {
  if (process.arch !== 'x64') throw new CannotRun(`kernels for x86 are built on x64 machines, and this is ${process.arch}`)
  if (spawnSync('gcc', ['--version']).status !== 0) throw new CannotRun('no gcc: install gcc')
}
