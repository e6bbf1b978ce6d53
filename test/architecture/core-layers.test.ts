/** The core's imports point one way: from the Wasm ABI down to the constants. */
import { describe, expect, it } from 'vitest'
import { importsOf, told, typeScriptFiles } from './source-files'

/** Lower layers have lower ranks; folders of the same rank do not know each other. */
const ranks: Readonly<Record<string, number>> = {
  index: 8,
  exports: 7,
  hypervisor: 6,
  nic: 5.5,
  sbi: 5,
  jit: 5,
  devices: 5,
  hart: 4,
  virtio: 4,
  pci: 3,
  irq: 2.5,
  scheduler: 2.5,
  memory: 2,
  lib: 1,
  abi: 0,
  rt: -1,
}

const folderOf = (path: string): string => path.split('/')[1]?.replace(/\.ts$/, '') ?? ''
const deviceOf = (path: string): string | undefined => /^assembly\/devices\/([^/.]+)/.exec(path)?.[1]

const files = typeScriptFiles('assembly')
const imports = files.flatMap(importsOf)

describe('the core', () => {
  it('has only the folders that the architecture names', () => {
    expect(files.filter((path) => ranks[folderOf(path)] === undefined)).toEqual([])
  })

  it('imports nothing from outside of itself', () => {
    expect(imports.filter(({ to, isRelative }) => !isRelative || !to.startsWith('assembly/')).map(told)).toEqual([])
  })

  it('imports downwards only', () => {
    const isUpward = (from: string, to: string): boolean => from !== to && (ranks[from] ?? 0) <= (ranks[to] ?? 99)
    expect(imports.filter(({ from, to }) => isUpward(folderOf(from), folderOf(to))).map(told)).toEqual([])
  })

  it('keeps every device apart from every other', () => {
    const crosses = (from: string, to: string): boolean => {
      const [one, other] = [deviceOf(from), deviceOf(to)]
      return one !== undefined && other !== undefined && one !== other
    }
    expect(imports.filter(({ from, to }) => crosses(from, to)).map(told)).toEqual([])
  })
})
