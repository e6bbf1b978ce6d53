/** Errors between a worker and whoever started it. */
import { MessageChannel } from 'node:worker_threads'
import { expose, wrap } from 'comlink'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { expect, it } from 'vitest'
import { VmHostError } from '../../../src/error'
import { keepErrorsAcrossThreads } from '../../../src/worker/error-transfer'

it('cross with their code, details and cause', async () => {
  keepErrorsAcrossThreads()
  const { port1, port2 } = new MessageChannel()
  const cause = new RangeError('too far')
  expose(
    {
      ours: () => {
        throw new VmHostError('ERR_INVALID_STATE', 'paused', { details: { state: 'paused' }, cause })
      },
      other: () => {
        throw cause
      },
    },
    nodeEndpoint(port1 as never),
  )
  const remote = wrap<{ ours(): void; other(): void }>(nodeEndpoint(port2 as never))
  const error: unknown = await remote.ours().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(VmHostError)
  expect(error).toMatchObject({
    code: 'ERR_INVALID_STATE',
    details: { state: 'paused' },
    cause: { name: 'RangeError', message: 'too far' },
  })
  await expect(remote.other()).rejects.toMatchObject({ code: 'ERR_CORE', message: expect.stringContaining('too far') })
  port1.close()
})
