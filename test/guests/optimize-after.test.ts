/** V8 is told how much of a function runs before it optimizes it: by whom, and before what. */
import v8 from 'node:v8'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { withHost } from './built-host'

const order: string[] = []
vi.spyOn(v8, 'setFlagsFromString').mockImplementation((flag) => {
  if (flag.startsWith('--wasm-tiering-budget')) order.push(flag)
})
const { compile } = WebAssembly
vi.spyOn(WebAssembly, 'compile').mockImplementation((bytes) => {
  order.push('compile')
  return compile(bytes as BufferSource)
})
beforeEach(() => void order.splice(0))

describe('V8 is told when to optimize', () => {
  it('by nobody as long as nobody asks for it', async () => {
    await withHost(async () => expect(order).toEqual(['compile']))
  })

  it('after the core is compiled, by a host on this thread', async () => {
    await withHost(async () => expect(order).toEqual(['compile', '--wasm-tiering-budget=12345']), {
      translator: { optimizeAfterBytes: 12_345 },
    })
  })

  it('by the worker of a host that has one, which compiles the core then', async () => {
    await withHost(
      async (host) => {
        const guest = await host.hypervisor.createGuest({ memory: '16MiB' })
        expect(guest.state).toBe('created')
        expect(order).toEqual([])
      },
      { thread: 'worker', translator: { optimizeAfterBytes: 12_345 } },
    )
  })
})
