/** VmHostError across copies and threads. */
import { describe, expect, it } from 'vitest'
import { VmHostError } from '../../src/error'

describe('a VmHostError', () => {
  it('keeps code, message, details, cause and stack across a structured clone', () => {
    const inner = new VmHostError('ERR_IMAGE_FORMAT', 'inner', { cause: new TypeError('root') })
    const error = new VmHostError('ERR_CORE', 'outer', { details: { field: 'cpus', value: 0 }, cause: inner })
    const copy = VmHostError.fromJSON(structuredClone(error.toJSON()))
    expect(copy).toBeInstanceOf(VmHostError)
    expect(copy).toMatchObject({ code: 'ERR_CORE', message: 'outer', details: { field: 'cpus', value: 0 }, stack: error.stack })
    expect(copy.cause).toBeInstanceOf(VmHostError)
    expect(copy.cause).toMatchObject({ code: 'ERR_IMAGE_FORMAT', cause: { name: 'TypeError', message: 'root' } })
  })

  it('is told from other things in its plain form', () => {
    expect(VmHostError.isJson(new VmHostError('ERR_CORE', 'x').toJSON())).toBe(true)
    for (const value of [null, 'x', {}, { name: 'VmHostError', code: 'ERR_NONE', message: '' }])
      expect(VmHostError.isJson(value)).toBe(false)
  })

  it('wraps what is not ours and leaves what is', () => {
    const ours = new VmHostError('ERR_TIMEOUT', 'x')
    expect(VmHostError.wrap('ERR_CORE', 'y', ours)).toBe(ours)
    expect(VmHostError.wrap('ERR_CORE', 'loading', new Error('why'))).toMatchObject({ code: 'ERR_CORE', message: 'loading: why' })
  })
})
