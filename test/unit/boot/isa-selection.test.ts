/** ISA strings: what they select and what is refused. */
import { describe, expect, it } from 'vitest'
import { defaultIsa, formatIsa, parseIsa } from '../../../src/boot/isa-selection'
import { extensions } from '../../../src/spec/isa/extensions'

const names = (isa: string) => parseIsa(isa).extensions

describe('an ISA string', () => {
  it('expands g and b and adds what each extension implies', () => {
    expect([...names('rv64gc')].sort()).toEqual('a c d f i m zaamo zalrsc zca zicntr zicsr zifencei zihpm zmmul'.split(' '))
    expect(names('rv64id')).toEqual(['i', 'f', 'd', 'zicntr', 'zicsr', 'zihpm'])
    expect(names('rv64ib')).toEqual(['i', 'zicntr', 'zicsr', 'zihpm', 'zba', 'zbb', 'zbs'])
    expect(names('rv64i_zcb')).toContain('zca')
    expect(names('rv64i_zfh')).toEqual(['i', 'f', 'zicntr', 'zicsr', 'zihpm', 'zfh', 'zfhmin'])
  })

  it('means the same in any order and case', () => {
    expect(names('rv64icadmf_zbb_zba_zifencei')).toEqual(names('RV64GC_Zba_Zbb'))
    expect(names('rv64imaczba')).toEqual(names('rv64i_c_m_a_zba'))
  })

  it('says the deepest paging mode', () => {
    expect(parseIsa('rv64gc').mmu).toBe('sv57')
    expect(parseIsa('rv64gc_sv39').mmu).toBe('sv39')
    expect(parseIsa('rv64gc_sv48_sv39').mmu).toBe('sv48')
    expect(parseIsa('rv64gc_sv57').mmu).toBe('sv57')
  })

  it('is refused with the part that is not known', () => {
    const cases: [string, RegExp][] = [
      ['rv32gc', /starts with "rv32"/],
      ['rv64', /base is missing/],
      ['rv64mac', /base is "m"/],
      ['rv64gcv', /unknown extension "v", expected one of .*zba/],
      ['rv64gc_zvfoo', /unknown extension "zvfoo"/],
      ['rv64gc__zba', /unknown extension ""/],
      ['rv64gc_constructor', /unknown extension "constructor"/],
    ]
    for (const [isa, message] of cases) {
      expect(() => parseIsa(isa)).toThrow(message)
      expect(() => parseIsa(isa)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }))
    }
  })

  it('is everything by default, except what depends on the machine', () => {
    const missing = extensions.map(({ name }) => name).filter((name) => !names(defaultIsa).includes(name))
    expect(missing.sort()).toEqual(['smaia', 'ssaia', 'svade'])
  })

  it('comes back equal from its own print', () => {
    expect(formatIsa(names(defaultIsa))).toBe(defaultIsa)
    expect(formatIsa(names('rv64gc_svinval_zba'))).toBe(
      'rv64imafdc_zicntr_zicsr_zifencei_zihpm_zmmul_zaamo_zalrsc_zca_zba_svinval',
    )
  })
})
