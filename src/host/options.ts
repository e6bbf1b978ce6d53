/** What a host can be made of. */
import * as v from 'valibot'
import { MOST_REGIONS, Trick } from '../core/layout.gen'
import { type NicOptions, nicsSchema } from '../nic/options'
import { abortSignal, address, callback, checkOptions, integerBetween, oneOf, sizeBetween, strictObject } from '../options/check'
import type { Size } from '../options/size'
import { type StoragePoolOptions, storagePoolSchema } from '../storage/pool'
import type { TranslatedModule } from '../translator/batch'

export interface HostOptions {
  /** For messages and debuggers. Default `host`. */
  name?: string
  /**
   * Physical CPUs. Of more than one each is a worker of its own where memory can be shared: in Node, and in pages that are cross-origin isolated
   * (`Cross-Origin-Opener-Policy: same-origin`, `Cross-Origin-Embedder-Policy: require-corp`). Elsewhere, and with `thread: 'inline'`, one thread
   * takes them in turn. Default 1.
   */
  cpus?: number
  /** RAM, from `'16MiB'` to `'4GiB'`. It is taken from the machine as guests touch it. Default `'1GiB'`. */
  memory?: Size
  /**
   * Where pages of guests go when the RAM is short and they do not compress: `auto` a temporary file in Node and memory of the process
   * elsewhere · `memory` · `none` · `{ path, size }` a file (Node) · `{ opfs, size }` a file of the page's origin-private file system (a
   * browser, with `thread: 'worker'`). A file is made when it is first needed, and gone with the host. Default `auto`.
   */
  swap?: SwapOption
  /** `worker`: the guests run in a worker (a worker thread in Node). `inline`: on the caller's thread. Default `worker`. */
  thread?: 'worker' | 'inline'
  /** Physical network adapters, each with its own name. */
  nics?: readonly NicOptions[]
  /** Places for volumes, each with its own name: a folder of files, one of the browser's private file system, or the host's memory. */
  storagePools?: readonly StoragePoolOptions[]
  /** Address of `core.wasm`, where a bundler does not copy it. */
  wasmUrl?: string | URL
  /** Address of `core.shared.wasm`, which hosts with several physical CPUs load, where a bundler does not copy it. */
  sharedWasmUrl?: string | URL
  /** Address of `worker.js`, where a bundler does not copy it. */
  workerUrl?: string | URL
  /** Closes the host when it is aborted. */
  signal?: AbortSignal
  /** Called with every module of translated guest code before it is compiled. */
  onTranslation?: (module: TranslatedModule) => void
  /** Knobs of the translator for tests and experiments; guests behave the same whatever they are. */
  translator?: TranslatorOptions
}

export type SwapOption = 'auto' | 'memory' | 'none' | { path: string; size?: Size } | { opfs: string; size?: Size }

export interface TranslatorOptions {
  /** Turns of a loop that make its place in guest code hot, so that it is translated; a call counts as four. Default 50,000. */
  hotThreshold?: number
  /** Regions of translated code that are kept before the oldest give way. Default: the core's own choice. */
  regionLimit?: number
  /**
   * Modules of translated code without any region left before the core gets a new function table, which lets older engines give their
   * memory back. Everything hot is translated again then. Default 500, some 100 MB.
   */
  deadModuleLimit?: number
  /** Compile all of it while the guests wait, so that a run repeats in when its translated code sets in. Default false: large modules are compiled beside them. */
  synchronous?: boolean
  /**
   * Instructions of each virtual CPU between two looks at what became hot (and at the console). Default 1,000,000, some
   * milliseconds. Runs under the virtual clock repeat with the same value only.
   */
  sliceInstructions?: number
  /**
   * Bytes of a WebAssembly function that run before V8 optimizes it, in Node alone and for all of its process: less of what runs for seconds only
   * is optimized for nothing, and what runs for long is optimized later. Default: V8's own choice.
   */
  optimizeAfterBytes?: number
  /**
   * What is left out of the translator's tricks, to see what each brings: TLB entries for single accesses, hints which branches are rare,
   * the engine's fused multiplication, memory that never moves, one comparison for pages in a row, 32-bit values in 32 bits.
   */
  without?: readonly TrickName[]
}

/** A trick of the translator. */
export type TrickName = keyof typeof Trick
const trickNames = Object.keys(Trick) as TrickName[]

const leastMemory = 16 * 2 ** 20
const mostMemory = 4 * 2 ** 30
const mostCpus = 256
/** The core counts executions in 16 bits. */
const mostHotThreshold = 2 ** 16 - 1
const mostDeadModules = 2 ** 20
const mostSlice = 2 ** 32
/** V8 counts in 31 bits. */
const mostTieringBudget = 2 ** 31 - 1

const translatorSchema = strictObject({
  hotThreshold: v.optional(integerBetween(1, mostHotThreshold), 50_000),
  regionLimit: v.optional(integerBetween(1, MOST_REGIONS)),
  deadModuleLimit: v.optional(integerBetween(1, mostDeadModules), 500),
  synchronous: v.optional(v.boolean('true or false'), false),
  sliceInstructions: v.optional(integerBetween(1, mostSlice), 1_000_000),
  optimizeAfterBytes: v.optional(integerBetween(1, mostTieringBudget)),
  without: v.optional(v.array(oneOf(trickNames)), []),
})

const swapSize = v.optional(sizeBetween(2 ** 20, mostMemory, "a size from '1MiB' to '4GiB', or bytes"))
const swapName = v.pipe(v.string('a name'), v.nonEmpty('a name'))
const swapSchema = v.union(
  [
    v.picklist(['auto', 'memory', 'none']),
    strictObject({ path: swapName, size: swapSize }),
    strictObject({ opfs: swapName, size: swapSize }),
  ],
  "'auto', 'memory', 'none', { path, size } or { opfs, size }",
)

const schema = strictObject({
  name: v.optional(v.pipe(v.string('a name'), v.nonEmpty('a name')), 'host'),
  cpus: v.optional(integerBetween(1, mostCpus), 1),
  memory: v.optional(sizeBetween(leastMemory, mostMemory, "a size from '16MiB' to '4GiB', or bytes"), '1GiB'),
  swap: v.optional(swapSchema, 'auto'),
  thread: v.optional(oneOf(['worker', 'inline']), 'worker'),
  nics: v.optional(
    v.pipe(
      nicsSchema,
      v.check((nics) => new Set(nics.map(({ name }) => name)).size === nics.length, 'adapters with names of their own'),
    ),
    [],
  ),
  storagePools: v.optional(
    v.pipe(
      v.array(storagePoolSchema),
      v.check((pools) => new Set(pools.map(({ name }) => name)).size === pools.length, 'pools with names of their own'),
    ),
    [],
  ),
  wasmUrl: v.optional(address),
  sharedWasmUrl: v.optional(address),
  workerUrl: v.optional(address),
  signal: v.optional(abortSignal),
  onTranslation: v.optional(callback<(module: TranslatedModule) => void>()),
  translator: v.optional(translatorSchema, {}),
})

export type CheckedHostOptions = v.InferOutput<typeof schema>

/** Fills in the defaults; throws ERR_INVALID_OPTION. `memory` is in bytes then. */
export function checkHostOptions(options: HostOptions): CheckedHostOptions {
  return checkOptions(schema, options, 'host')
}
