/** Debian's stress-ng checks its own results in a guest: every class of computation, memory and processes once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engine, hasImage, ProgramGuest } from './program-guest'

const image = 'debian-tools'

/** Stressors by class, each with as many rounds as make all its methods run. */
const classes: Readonly<Record<string, readonly string[]>> = {
  integers: ['--prime 1 --prime-ops 100', '--bitops 1 --bitops-ops 2', '--qsort 1 --qsort-ops 1 --qsort-size 4096'],
  'every method of cpu': ['--cpu 1 --cpu-ops 25 --cpu-method all'],
  'floating point': ['--fp 1 --fp-ops 4', '--fma 1 --fma-ops 1', '--trig 1 --trig-ops 1'],
  'vectors and matrices': ['--matrix 1 --matrix-ops 20 --matrix-size 32', '--vecmath 1 --vecmath-ops 2'],
  'copying and searching': ['--memcpy 1 --memcpy-ops 2', '--str 1 --str-ops 2', '--hash 1 --hash-ops 1', '--zlib 1 --zlib-ops 1'],
  memory: [
    '--malloc 1 --malloc-ops 300',
    '--vm 1 --vm-ops 500 --vm-bytes 2m --vm-method all',
    '--mmap 1 --mmap-ops 2 --mmap-bytes 1m',
  ],
  'protection and page faults': ['--mprotect 1 --mprotect-ops 100', '--sigsegv 1 --sigsegv-ops 50', '--vma 1 --vma-ops 50'],
  'code that changes, near and far': [
    '--icache 1 --icache-ops 20',
    '--far-branch 1 --far-branch-ops 1',
    '--funccall 1 --funccall-ops 2',
  ],
  'registers, branches and atomics': ['--regs 1 --regs-ops 20', '--branch 1 --branch-ops 2', '--atomic 1 --atomic-ops 2'],
  processes: [
    '--fork 1 --fork-ops 20',
    '--switch 1 --switch-ops 200',
    '--context 1 --context-ops 20',
    '--ptrace 1 --ptrace-ops 20',
  ],
}

describe.skipIf(!hasImage(image))(`stress-ng --verify (${engine})`, () => {
  let guest: ProgramGuest
  beforeAll(async () => {
    guest = await ProgramGuest.boot(image, {})
  })
  afterAll(() => guest?.end())

  it.each(Object.entries(classes))('%s', async (_, stressors) => {
    for (const stressor of stressors) {
      const output = await guest.output(`stress-ng --verify ${stressor} 2>&1`)
      expect(output).toMatch(/passed: 1: /)
      expect(output).toMatch(/failed: 0$/m)
    }
  })
})
