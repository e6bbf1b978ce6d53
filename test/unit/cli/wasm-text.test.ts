/** Modules of translated code as text. */
import { describe, expect, it } from 'vitest'
import load from 'wabt'
import { regionFunctionTexts } from '../../../src/cli/wasm-text'

async function assembled(body: string): Promise<Uint8Array> {
  const source = `(module (table 1 funcref) (elem (i32.const 0) func $region) (func $region (param v128) (result v128) ${body}))`
  return (await load()).parseWat('region.wat', source, { simd: true, relaxed_simd: true, reference_types: true }).toBinary({})
    .buffer
}

describe('the text of a module', () => {
  it('has the fused multiplications of guests that compute in floating point', async () => {
    const bytes = await assembled('(f64x2.relaxed_madd (local.get 0) (local.get 0) (local.get 0))')
    expect(await regionFunctionTexts(bytes)).toEqual([expect.stringContaining('f64x2.relaxed_madd')])
  })
})
