/** What a host can be made of. */
import * as v from 'valibot'
import { abortSignal, address, checkOptions, integerBetween, oneOf, sizeBetween } from '../options/check'
import type { Size } from '../options/size'

export interface HostOptions {
  /** For messages and debuggers. Default `host`. */
  name?: string
  /** Physical CPUs. One thread takes them in turn. Default 1. */
  cpus?: number
  /** RAM, from `'16MiB'` to `'4GiB'`. It is taken from the machine as guests touch it. Default `'1GiB'`. */
  memory?: Size
  /** `worker`: the guests run in a worker (a worker thread in Node). `inline`: on the caller's thread. Default `worker`. */
  thread?: 'worker' | 'inline'
  /** Address of `core.wasm`, where a bundler does not copy it. */
  wasmUrl?: string | URL
  /** Address of `worker.js`, where a bundler does not copy it. */
  workerUrl?: string | URL
  /** Closes the host when it is aborted. */
  signal?: AbortSignal
}

const leastMemory = 16 * 2 ** 20
const mostMemory = 4 * 2 ** 30
const mostCpus = 256

const schema = v.strictObject({
  name: v.optional(v.pipe(v.string('a name'), v.nonEmpty('a name')), 'host'),
  cpus: v.optional(integerBetween(1, mostCpus), 1),
  memory: v.optional(sizeBetween(leastMemory, mostMemory, "a size from '16MiB' to '4GiB', or bytes"), '1GiB'),
  thread: v.optional(oneOf(['worker', 'inline']), 'worker'),
  wasmUrl: v.optional(address),
  workerUrl: v.optional(address),
  signal: v.optional(abortSignal),
})

export type CheckedHostOptions = v.InferOutput<typeof schema>

/** Fills in the defaults; throws ERR_INVALID_OPTION. `memory` is in bytes then. */
export function checkHostOptions(options: HostOptions): CheckedHostOptions {
  return checkOptions(schema, options, 'host')
}
