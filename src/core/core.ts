/** An instance of the core on a Wasm memory that is its host's RAM, checked to be of our own build. */
import { VmHostError } from '../error'
import { ABI_HASH, HOST_BASE, HostLayout } from './layout.gen'
import { StructView } from './struct-view'

/** What the core exports (assembly/exports); pointers are host-linear, guest-physical addresses are u64. */
export interface CoreExports {
  abiHash(): bigint
  /** Lays out a host with so many physical CPUs, which have threads of their own when `isShared` is 1; 0 when its tables are in place. */
  hostCreate(ramBytes: number, pcpus: number, isShared: number): number
  hostFreeFrames(): number
  /** Keeps every physical CPU out of every guest until hostResume, as often as it was called. */
  hostStop(): void
  hostResume(): void
  /** Pointer of the CodeCache that the instance works on. */
  codeCache(): number
  /** Takes the instance to a CodeCache that exists already. */
  codeCacheUse(cache: number): void
  /** Pointer of a CodeCache for one more instance, 0 when the memory cannot hold it. */
  codeCacheCreate(): number
  /** Between slices: brings the state of memory up to date and takes at most `budget` pages from guests; a `MemoryState`. */
  hostBalanceMemory(budget: number): number
  hostMergePages(budget: number): number
  /** What a guest has a claim to, in pages. */
  guestSetAllocation(guest: number, reservation: number, limit: number, shares: number, sharingDomain: number): void
  /** Between slices: looks which pages of a sample were in use since the last time. */
  guestSampleActivity(guest: number): void
  /** A guest that waits for a frame looks for one: 1 when it may go on, once it is woken. */
  guestFindMemory(guest: number): number
  /** The guest's region, or 0 when the host has no memory left for it. */
  guestCreate(
    harts: number,
    ramPages: number,
    interruptController: number,
    start: number,
    clock: number,
    sbi: number,
    extensions: bigint,
    epochNs: bigint,
    paging: number,
    pciDevices?: number,
  ): number
  /** Puts a device of a `VirtioKind` into a slot of a guest that does not run; 0 when that cannot be. */
  virtioAttach(guest: number, slot: number, kind: number): number
  /** Asks the guest to keep so many pages in its balloon; 0 when it has none. */
  guestSetBalloon(guest: number, pages: number): number
  /** Asks the balloon's driver for its memory statistics, or to hint its free pages; 0 while it cannot be asked. */
  guestAskBalloonStats(guest: number): number
  guestAskFreePages(guest: number): number
  /** The `Balloon` of the guest, 0 when it has none. */
  guestBalloon(guest: number): number
  /** Puts a disk into a slot; `volume` is its memory volume, 0 when the outside serves it. 0 when the slot is taken. */
  blkCreate(guest: number, slot: number, sectors: bigint, queues: number, isReadOnly: number, volume: number): number
  /** Gives the disk the 20 bytes at `pointer` as serial number. */
  blkSerial(guest: number, slot: number, pointer: number): void
  blkVolume(guest: number, slot: number, volume: number): void
  portCreate(guest: number, slot: number, kind: number, queues: number, inputs: number, features: bigint): number
  portConfig(guest: number, slot: number, pointer: number, bytes: number): void
  portInput(guest: number, slot: number, queue: number, pointer: number, bytes: number): number
  portInputRoom(guest: number, slot: number, queue: number): number
  portResets(guest: number, slot: number): number
  /** Is there a device that `portReady` says so of? */
  ioReady(guest: number): number
  /** Was the device reset, or has it a chain that the outside waits for, since the last call? */
  portReady(guest: number, slot: number): number
  ioDone(guest: number, request: number, written: number): void
  blkSetSectors(guest: number, slot: number, sectors: bigint): void
  blkLimit(guest: number, slot: number, bytes: bigint, operations: bigint): void
  /** A request of a disk is done, with a `BlkStatus`. */
  blkDone(guest: number, request: number, status: number): void
  /** Number of the oldest request that waits for the outside, 0xffffffff when there is none. */
  ioTake(guest: number): number
  /** Copies between `pointer` and the readable or writable part of a request; how many bytes there were. */
  ioRead(guest: number, request: number, position: number, pointer: number, bytes: number): number
  ioWrite(guest: number, request: number, position: number, pointer: number, bytes: number): number
  /** Volumes in the host's memory by host pointer; 0 when there is no room. */
  memoryVolumeCreate(bytes: bigint): number
  memoryVolumeClone(volume: number): number
  memoryVolumeGrow(volume: number, bytes: bigint): number
  memoryVolumeDestroy(volume: number): void
  memoryVolumeRead(volume: number, offset: bigint, pointer: number, bytes: number): number
  memoryVolumeWrite(volume: number, offset: bigint, pointer: number, bytes: number): number
  /** Gives the device 32 bytes of entropy. */
  virtioSeed(guest: number, slot: number, pointer: number): void
  /**
   * Puts a PCI function of a `PciKind`, with the virtio device of its place, behind the root port there, which is made when there is none; its slot, 0
   * when the guest has no room for it.
   */
  guestAttachFunction(guest: number, place: number, kind: number, msixVectors: number, interruptPin: number): number
  /** Makes a virtual function of the physical one in slot `pf`, which the guest enables; its slot, 0 when there is no room for it. */
  guestAttachVirtualFunction(guest: number, pf: number, index: number, place: number, kind: number, msixVectors: number): number
  /** A root port with nothing behind it yet; 0 when the guest has no room for it. */
  guestAttachPort(guest: number, place: number): number
  /** Takes the function at a place out, by a `DetachHow`; a `Detached`. */
  guestDetachFunction(guest: number, place: number, how: number): number
  /** The function at a place reports an error, by its bit, with the header of a TLP; 0 when there is none that answers. */
  guestInjectError(
    guest: number,
    place: number,
    isCorrectable: number,
    bit: number,
    ...header: [header0: number, header1: number, header2: number, header3: number]
  ): number
  /** Puts a network device into a slot; 0 when that cannot be. */
  virtioNetAttach(guest: number, slot: number, pairs: number): number
  /** An adapter with so many ports; 0 when the host has no room. */
  nicCreate(ports: number, mtu: number, linkSpeed: number): number
  nicDestroy(nic: number): void
  /** Plugs the network device in a slot of the guest into a port; 0 when that has an owner. */
  guestGeneration(guest: number, isChange: number): void
  nicPlug(nic: number, port: number, guest: number, slot: number, keepsMac: number): number
  /** Plugs a PCI function of a guest that is no virtio device into a port; 0 when that has an owner. */
  nicPlugFunction(nic: number, port: number, guest: number, slot: number): number
  /** The fields of a port were written. */
  nicPortChanged(nic: number, port: number): void
  /** A frame at the host pointer comes in at a port. */
  nicInject(nic: number, port: number, pointer: number, bytes: number): void
  /** Region of a clone, as the guest is between two slices; 0 when the host has no memory left for it. */
  guestClone(guest: number): number
  /** What is wrong with state that was put into a guest's region: a `StateFault`, and above 8 bits the slot or hart; 0 when nothing is. */
  guestStateFault(guest: number): number
  /** After state was put into a guest's region: TLBs and what else follows from it. */
  guestRebuild(guest: number): void
  /** The page's contents are outside until `bringPage` is asked for them. */
  guestAwaitPage(guest: number, page: number): void
  /** The contents of such a page; 0 when the host has no frame left. */
  guestPutPage(guest: number, page: number, pointer: number): number
  /** Pages that are written from now on are told from those that are not; call it after guestClone, with nothing run between. */
  guestTrackWrites(guest: number): void
  /** A hash of the page's contents, 0 when they are zeros. */
  guestPageFingerprint(guest: number, page: number): bigint
  guestPagesAreEqual(guest: number, one: number, other: number): number
  guestDestroy(guest: number): void
  guestReset(guest: number): void
  guestSetEntry(guest: number, hart: number, pc: bigint, machineMode: number, a0: bigint, a1: bigint, a2: bigint): void
  /** Runs a guest by hand, past the physical CPUs: every hart in turn, up to so many instructions each; a `RunResult`. */
  guestRun(guest: number, instructions: bigint): number
  /** Runs a physical CPU for about so many instructions; a `PcpuResult`. */
  pcpuRun(index: number, instructions: bigint): number
  /** The same on a thread of its own, for about `ns` at most: it waits inside for a short while before it says that there is nothing to do. */
  pcpuServe(index: number, instructions: bigint, ns: number): number
  /** The physical CPU to run next where one thread has all of them; -1 when none has anything to do. */
  pcpuNext(): number
  /** Nanoseconds until a physical CPU has something to do by itself, `Infinity` when it never has. */
  pcpuSleepNs(index: number): number
  /** The same for whichever has it first. */
  hostSleepNs(): number
  /** The next guest that ran, ended or came to the end of a round; 0 when there is none. */
  takeAttention(): number
  /** The guest's console was looked at: under the virtual clock its next round may begin. */
  guestExchanged(guest: number): void
  /** The guest takes part in scheduling. */
  guestRelease(guest: number): void
  /** It does not any more, and no physical CPU has a vCPU of it. */
  guestHold(guest: number): void
  /** Something came from outside: vCPUs that it wakes run. */
  guestWake(guest: number): void
  guestSetShares(guest: number, shares: number): void
  /** Nanoseconds of a period of PERIOD_NS; all ones for no limit. */
  guestSetLimit(guest: number, limitNs: bigint): void
  /** Nanoseconds of a period; 0, with nothing changed, when the physical CPUs have no room for it. */
  guestSetReservation(guest: number, reservationNs: bigint): number
  /** Sets of physical CPUs in the staging buffer, hard and soft; 0, with nothing changed, when the reservation has no room there. */
  guestSetAffinity(guest: number): number
  guestPauseClock(guest: number): void
  guestResumeClock(guest: number): void
  guestMemoryRead(guest: number, gpa: bigint, pointer: number, bytes: number): number
  guestMemoryWrite(guest: number, gpa: bigint, pointer: number, bytes: number): number
  /** Brings the statistics that are kept lazily up to date. */
  guestAccount(guest: number): void
  guestStateHash(guest: number): bigint
  /** A buffer of STAGING_BYTES for copies between the outside and a guest's pages. */
  stagingBuffer(): number
  consoleInputArrived(guest: number): void
  consoleOutputDrained(guest: number): void
  /** Functions of the core itself, and in the slots behind them those of translated regions. */
  readonly table: WebAssembly.Table
  /** Writes one module for the queued hot places, described by the Translator struct; its size in bytes, 0 when there is nothing to do. */
  translatorPrepare(): number
  /** The functions of the module written last are in their slots: guests run them from now on. */
  translatorInstall(): void
  /** The module written last will never be: its places are given up. */
  translatorDiscard(): void
  /** Every region is given up. */
  translatorForget(): void
  /** Writes the module that all modules of regions are linked with; its size. */
  translatorLinks(): number
}

/** Another instance on the memory of a host that there is already. */
export interface JoinOptions {
  module: WebAssembly.Module
  memory: WebAssembly.Memory
  /** Pointer of its CodeCache, from codeCacheCreate. */
  codeCache: number
  monotonicNs(): number
  /** Calls guestPutPage of this instance for a page that was announced; false when there is none. */
  bringPage(guest: number, page: number): boolean
}

interface CoreImports {
  readonly env: {
    readonly memory: WebAssembly.Memory
    monotonicNs(): number
    bringPage(guest: number, page: number): number
    swapOut(slot: number, pointer: number): number
    swapIn(slot: number, pointer: number): number
  }
}

export interface CoreOptions {
  module: WebAssembly.Module
  /** RAM of the host. */
  memoryBytes: number
  /** Physical CPUs. Default 1. */
  cpus?: number
  /** Every physical CPU has a thread of its own; `module` is the core for shared memory then. */
  isShared?: boolean
  /** The real clock. */
  monotonicNs(): number
  /** Where pages go that have no frame and do not compress; nowhere when left out. */
  swap?: SwapDevice
  /** Calls guestPutPage for a page that was announced by guestAwaitPage; false when there is none. */
  bringPage?(guest: number, page: number): boolean
}

/** A swap backend as the core uses it: page by page, at once. */
export interface SwapDevice {
  readonly pages: number
  write(slot: number, page: Uint8Array): boolean
  read(slot: number, page: Uint8Array): boolean
}

const frameBytes = 4096
const noSwap: SwapDevice = { pages: 0, write: () => false, read: () => false }
const wasmPageBytes = 65_536
const mostWasmPages = 65_536
/** What the instance needs before it grows its memory itself: static data and the host's struct. */
const initialPages = 16

export class Core {
  readonly #module: WebAssembly.Module
  readonly #imports: CoreImports
  #exports: CoreExports
  readonly #maximumPages: number
  #view: DataView<ArrayBuffer>
  #bytes: Uint8Array<ArrayBuffer>

  private constructor(module: WebAssembly.Module, imports: CoreImports, exports: CoreExports, maximumPages: number) {
    this.#maximumPages = maximumPages
    this.#module = module
    this.#imports = imports
    this.#exports = exports
    const { memory } = imports.env
    this.#view = new DataView(memory.buffer as ArrayBuffer)
    this.#bytes = new Uint8Array(memory.buffer as ArrayBuffer)
  }

  /** Makes the host's RAM and starts the core on it. */
  static async create({
    module,
    memoryBytes,
    cpus = 1,
    isShared = false,
    monotonicNs,
    swap = noSwap,
    bringPage = () => false,
  }: CoreOptions): Promise<Core> {
    const memory = allocate(maximumPages(memoryBytes), isShared)
    const askPage = (guest: number, page: number): number => Number(bringPage(guest, page))
    const imports = { env: { memory, monotonicNs, bringPage: askPage, ...swapImports(memory, swap) } }
    const instance = await instantiate(module, imports)
    const exports = instance.exports as unknown as CoreExports
    checkAbi(exports)
    const core = new Core(module, imports, exports, maximumPages(memoryBytes))
    if (exports.hostCreate(memoryBytes, cpus, isShared ? 1 : 0) !== 0) {
      throw new VmHostError('ERR_OUT_OF_MEMORY', `host memory of ${memoryBytes} bytes: the engine gives no memory for its tables`)
    }
    new StructView(core, HostLayout, HOST_BASE).set('swapPages', swap.pages)
    return core
  }

  static async join({ module, memory, codeCache, monotonicNs, bringPage }: JoinOptions): Promise<Core> {
    const askPage = (guest: number, page: number): number => Number(bringPage(guest, page))
    const imports = { env: { memory, monotonicNs, bringPage: askPage, ...swapImports(memory, noSwap) } }
    const instance = await instantiate(module, imports)
    const exports = instance.exports as unknown as CoreExports
    checkAbi(exports)
    exports.codeCacheUse(codeCache)
    return new Core(module, imports, exports, memory.buffer.byteLength / wasmPageBytes)
  }

  get module(): WebAssembly.Module {
    return this.#module
  }

  get memory(): WebAssembly.Memory {
    return this.#imports.env.memory
  }

  get exports(): CoreExports {
    return this.#exports
  }

  /**
   * Starts the core anew on the memory that holds all of its state: only its function table is new, and has no function of a region.
   * Call it while no function of the core runs.
   */
  renew(): void {
    const cache = this.#exports.codeCache()
    this.#exports = new WebAssembly.Instance(this.#module, { ...this.#imports }).exports as unknown as CoreExports
    this.#exports.codeCacheUse(cache)
  }

  /** The memory as it is now; the core grows it, and an older view ends where it ended then. */
  get view(): DataView<ArrayBuffer> {
    if (this.#view.buffer !== this.memory.buffer) this.#renewViews()
    return this.#view
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    if (this.#bytes.buffer !== this.memory.buffer) this.#renewViews()
    return this.#bytes
  }

  /** Size of the memory in Wasm pages when it never grows, else 0. */
  get fixedPages(): number {
    const pages = this.memory.buffer.byteLength / wasmPageBytes
    return pages === this.#maximumPages ? pages : 0
  }

  /** What translated code is linked with: the table is for the links between regions (assembly/jit/links.ts), regions have one of their own. */
  get regionImports(): WebAssembly.Imports {
    const { exports } = this
    return { env: { memory: this.memory, table: exports.table }, core: exports as unknown as WebAssembly.ModuleImports }
  }

  #renewViews(): void {
    this.#view = new DataView(this.memory.buffer as ArrayBuffer)
    this.#bytes = new Uint8Array(this.memory.buffer as ArrayBuffer)
  }
}

/**
 * Memory of a fixed size where the engine gives it: it comes from the machine as it is touched all the same, and translated code is faster on
 * memory that never moves. Elsewhere it grows.
 */
function allocate(pages: number, isShared: boolean): WebAssembly.Memory {
  if (isShared) return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return new WebAssembly.Memory({ initial: initialPages, maximum: pages })
  }
}

function swapImports(memory: WebAssembly.Memory, swap: SwapDevice): Pick<CoreImports['env'], 'swapIn' | 'swapOut'> {
  const pageAt = (pointer: number): Uint8Array => new Uint8Array(memory.buffer, pointer, frameBytes)
  return {
    swapOut: (slot, pointer) => (swap.write(slot, pageAt(pointer)) ? 1 : 0),
    swapIn: (slot, pointer) => (swap.read(slot, pageAt(pointer)) ? 1 : 0),
  }
}

/** Guests' frames are the host's RAM; the tables that manage them come on top, as far as Wasm32 reaches. */
function maximumPages(memoryBytes: number): number {
  const tableBytes = 64 * 2 ** 20 + memoryBytes / 8
  return Math.min(Math.ceil((memoryBytes + tableBytes) / wasmPageBytes), mostWasmPages)
}

async function instantiate(module: WebAssembly.Module, imports: CoreImports): Promise<WebAssembly.Instance> {
  try {
    return await WebAssembly.instantiate(module, { ...imports })
  } catch (error) {
    throw VmHostError.wrap('ERR_CORE', 'the core cannot be instantiated; rebuild it together with the library', error)
  }
}

/** Both languages read the same structs only when they were generated from the same tables. */
function checkAbi(exports: CoreExports): void {
  const found = typeof exports.abiHash === 'function' ? BigInt.asUintN(64, exports.abiHash()) : undefined
  if (found === ABI_HASH) return
  const shown = found === undefined ? 'missing' : `0x${found.toString(16)}`
  throw new VmHostError(
    'ERR_ABI_MISMATCH',
    `core ABI hash is ${shown}, expected 0x${ABI_HASH.toString(16)}; rebuild core.wasm and the library together`,
  )
}
