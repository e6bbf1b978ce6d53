/** Lets a VmHostError cross a worker boundary as itself: Comlink alone keeps only message, name and stack. */
import { transferHandlers } from 'comlink'
import { VmHostError } from '../error'

interface Thrown {
  value: unknown
}

/** Replaces Comlink's handler of thrown values; both ends call it. */
export function keepErrorsAcrossThreads(): void {
  const original = transferHandlers.get('throw')
  if (original === undefined) throw new VmHostError('ERR_WORKER', 'Comlink has no handler for thrown values')
  transferHandlers.set('throw', {
    canHandle: (value: unknown): value is Thrown => original.canHandle(value),
    serialize: ({ value }: Thrown) => [VmHostError.wrap('ERR_CORE', 'the machine room failed', value).toJSON(), []],
    deserialize: (json: unknown) => {
      throw VmHostError.isJson(json) ? VmHostError.fromJSON(json) : new VmHostError('ERR_WORKER', String(json))
    },
  })
}
