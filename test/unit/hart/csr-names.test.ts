/** The table of CSR names: numbers that the manual fixes, no number or name twice, and groups that fit the core's table. */
import { describe, expect, it } from 'vitest'
import { csrs, groupMembers, implementedCsrs } from '../../../src/spec/csr/csrs'

describe('the CSR table', () => {
  it('has no name and no number twice', () => {
    expect(new Set(csrs.map(({ name }) => name)).size).toBe(csrs.length)
    expect(new Set(csrs.map(({ number }) => number)).size).toBe(csrs.length)
    expect(csrs.every(({ number }) => number >= 0 && number < 4096)).toBe(true)
  })

  it.each([
    ['fcsr', 0x003],
    ['sstatus', 0x100],
    ['satp', 0x180],
    ['stimecmp', 0x14d],
    ['stopi', 0xdb0],
    ['mstatus', 0x300],
    ['mtopei', 0x35c],
    ['mhpmevent31', 0x33f],
    ['pmpcfg2', 0x3a2],
    ['pmpaddr63', 0x3ef],
    ['mhpmcounter3', 0xb03],
    ['hpmcounter31h', 0xc9f],
    ['mhartid', 0xf14],
    ['mtopi', 0xfb0],
  ])('%s is number %d', (name, number) => {
    expect(csrs.find((csr) => csr.name === name)?.number).toBe(number)
  })

  it('gives every implemented register a place of its own in its group', () => {
    expect(new Set(implementedCsrs.map(({ number }) => number)).size).toBe(implementedCsrs.length)
    for (const members of groupMembers.values()) expect(members.length).toBeLessThanOrEqual(32)
  })
})
