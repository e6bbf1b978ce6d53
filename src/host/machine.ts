/** The machine behind the room: the core on its memory, and what works beside it as long as the host is on. */
import { Core } from '../core/core'
import { monotonicNs } from '../platform/clock'
import { optimizeAfter } from '../platform/compilation'
import { openSwap, type SwapBackend } from '../platform/swap'
import { loadCoreModule } from '../platform/wasm'
import { bytesAtOnce, Translator } from '../translator/translator'
import { CpuThreads } from './cpu-threads'
import type { NewEvent } from './event-log'
import { MemoryKeeper } from './memory-keeper'
import type { NicRoomEvent, RoomEvent, RoomOptions } from './protocol'
import { ResidentNics } from './resident-nics'
import { ResidentVolumes } from './resident-volumes'
import type { Residents } from './residents'

export interface Machine {
  readonly core: Core
  readonly swap: SwapBackend
  readonly keeper: MemoryKeeper
  readonly translator: Translator
  readonly nics: ResidentNics
  readonly volumes: ResidentVolumes
  /** Those of the physical CPUs; without them this one has them all. */
  readonly threads: CpuThreads | undefined
  readonly options: RoomOptions
}

/** The room that the machine is in. */
export interface MachineHooks {
  residents: Residents
  /** Puts something into the host's log. */
  record(event: NewEvent): void
  tell(event: RoomEvent): void
  /** What it returns holds back whoever has more of them. */
  sendNic(event: NicRoomEvent): void | Promise<void>
  /** Guests ran on other threads. */
  onAttention(): void
  /** An invariant is broken. */
  onFailure(error: unknown): void
}

export async function openMachine(options: RoomOptions, hooks: MachineHooks): Promise<Machine> {
  const { memoryBytes, cpus, isShared } = options
  const { residents, record } = hooks
  const { optimizeAfterBytes } = options.translator
  if (optimizeAfterBytes !== undefined) optimizeAfter(optimizeAfterBytes)
  const module = typeof options.core === 'string' ? await loadCoreModule(new URL(options.core)) : options.core
  // A backend belongs to one thread: on several, pages are only compressed.
  const swap = await openSwap(isShared ? 'none' : options.swap)
  // A guest that came out of a snapshot touches a page that is not there yet.
  const bringPage = (pointer: number, page: number): boolean => residents.at(pointer)?.pager?.bringIn(page) ?? false
  const core = await Core.create({ module, memoryBytes, cpus, isShared, monotonicNs, swap, bringPage })
  return {
    core,
    swap,
    options,
    keeper: new MemoryKeeper({ core, guests: () => residents.kept, record }),
    nics: new ResidentNics(core, (event) => hooks.sendNic(event)),
    translator: openTranslator(core, options, hooks),
    threads: isShared ? openThreads(core, options, hooks) : undefined,
    volumes: new ResidentVolumes(core, record),
  }
}

/** Its guests are gone. */
export async function closeMachine({ volumes, translator, threads, swap }: Machine): Promise<void> {
  await volumes.closeAll()
  translator.close()
  await threads?.close()
  swap.close()
}

function openTranslator(core: Core, { translator, wantsModules }: RoomOptions, hooks: MachineHooks): Translator {
  return new Translator({
    core,
    mostBytesAtOnce: bytesAtOnce(translator),
    regionLimit: translator.regionLimit,
    without: translator.without,
    deadModuleLimit: translator.deadModuleLimit,
    onModule: wantsModules ? (module) => hooks.tell({ type: 'translated', module }) : undefined,
    onUnavailable: (reason) => hooks.tell({ type: 'translator-unavailable', reason }),
    onFailure: (error) => hooks.onFailure(error),
  })
}

function openThreads(core: Core, options: RoomOptions, hooks: MachineHooks): CpuThreads {
  const { name, cpus, workerUrl, translator, wantsModules } = options
  return new CpuThreads({
    core,
    name,
    count: cpus,
    workerUrl,
    translator,
    wantsModules,
    onAttention: () => hooks.onAttention(),
    onModule: (module) => hooks.tell({ type: 'translated', module }),
    onUnavailable: (reason) => hooks.tell({ type: 'translator-unavailable', reason }),
    onFailure: (error) => hooks.onFailure(error),
    onPageLost: (guest, detail) => hooks.residents.at(guest)?.pager?.lose(detail),
  })
}
