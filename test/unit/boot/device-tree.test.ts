/** The device trees that a machine plan gives: golden sources, and dtc as the judge. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { buildDeviceTree } from '../../../src/boot/device-tree'
import { writeFdt } from '../../../src/boot/fdt'
import { planMachine } from '../../../src/boot/machine-plan'
import { printDeviceTree } from './device-tree-source'

const rngSeed = Uint8Array.from({ length: 32 }, (_, index) => index)

function tree(interruptController: 'plic' | 'aia', start: 'direct' | 'firmware') {
  const plan = planMachine({ harts: 2, memoryBytes: 256 << 20, interruptController, start, cmdline: 'console=ttyS0', rngSeed })
  return buildDeviceTree(plan, { gpa: 0x8fc0_0000, bytes: 0x1234 })
}

const dtc = (args: string[], input: string | Uint8Array) => spawnSync('dtc', args, { input })

for (const interruptController of ['plic', 'aia'] as const) {
  for (const start of ['direct', 'firmware'] as const) {
    describe(`the device tree of a machine with ${interruptController} and ${start} start`, () => {
      const golden = fileURLToPath(new URL(`golden/${interruptController}-${start}.dts`, import.meta.url))

      it('is the golden one', async () => {
        await expect(printDeviceTree(tree(interruptController, start))).toMatchFileSnapshot(golden)
      })

      it('passes dtc without a warning and is the blob that dtc makes from the golden source', ({ skip }) => {
        const blob = writeFdt(tree(interruptController, start))
        const { error, status, stderr, stdout } = dtc(['-I', 'dtb', '-O', 'dts'], blob)
        if (error !== undefined) return skip('there is no dtc')
        expect([status, stderr.toString()]).toEqual([0, ''])
        const compiled = dtc(['-I', 'dts', '-O', 'dtb'], printDeviceTree(tree(interruptController, start))).stdout
        expect(dtc(['-I', 'dtb', '-O', 'dts'], compiled).stdout.toString()).toBe(stdout.toString())
      })
    })
  }
}

describe('a device tree', () => {
  const find = (name: string, root = tree('plic', 'direct')) => root.children.find((child) => child.name === name)
  const soc = (root: ReturnType<typeof tree>) => find('soc', root)?.children.map(({ name }) => name) ?? []

  it('hides from a guest without M-mode what only M-mode may touch', () => {
    expect(soc(tree('plic', 'direct'))).not.toContain('clint@2000000')
    expect(soc(tree('aia', 'direct'))).toEqual(expect.not.arrayContaining(['imsics@24000000', 'aplic@c000000']))
    expect(soc(tree('aia', 'firmware'))).toEqual(
      expect.arrayContaining(['clint@2000000', 'imsics@24000000', 'aplic@c000000', 'imsics@28000000', 'aplic@d000000']),
    )
  })

  it('leaves the initrd and the seed out when there is none', () => {
    const root = buildDeviceTree(planMachine({ harts: 1, memoryBytes: 1 << 24, start: 'direct' }))
    expect(find('chosen', root)?.properties).toEqual({ 'stdout-path': '/soc/serial@10000000' })
  })

  it('carries nodes that devices add', () => {
    const node = { name: 'pci@30000000', properties: {}, children: [] }
    expect(soc(buildDeviceTree(planMachine({ harts: 1, memoryBytes: 1 << 24, start: 'direct', nodes: [node] })))).toContain(
      'pci@30000000',
    )
  })
})
