/** What the public objects and the machine room say to each other; plain data, so that a worker boundary may lie between. */
import type { LoadWrite } from '../boot/load-plan'
import type { TypingRule, TypistOptions } from '../console/typist'
import type { PciKind, Trick } from '../core/layout.gen'
import type { BalloonStatistics } from '../guest/balloon'
import type { OperationCount } from '../guest/fallbacks'
import type { GuestIdentity } from '../guest/identity'
import type { PciErrorPlan } from '../guest/pci-error'
import type { Registers } from '../guest/registers'
import type { CpuPercent, GuestCpuStatistics, GuestStatistics, TranslatorStatistics } from '../guest/statistics'
import type { RandomSource } from '../platform/random-access'
import type { SwapChoice } from '../platform/swap'
import type { StorageDoor, VolumeFacts, VolumePlace } from '../storage/volume-calls'
import type { VolumePlan } from '../storage/volume-source'
import type { TranslatedModule } from '../translator/batch'
import type { HostEvent } from './event-log'
import type { HostSample, HostStatistics } from './host-statistics'
import type { MemoryClaimChange } from './memory-claims'

export type GuestState = 'created' | 'running' | 'paused' | 'stopped' | 'crashed'

/** How a guest's run ended. */
export interface GuestExit {
  /**
   * `power-off` the guest switched itself off · `reboot` it asked for a reboot and `onReboot` is `stop` · `failure` it reported a
   * failure to the test finisher, SRST or HTIF · `crash` it can never run another instruction · `stopped` from outside ·
   * `until` the console showed the text to stop at · `instruction-limit` `maxInstructions` are retired.
   */
  reason: 'power-off' | 'reboot' | 'failure' | 'crash' | 'stopped' | 'until' | 'instruction-limit'
  /** The guest's own code with `failure`, else 0. */
  code: number
  /** More about a crash. */
  detail?: string
}

/** What runs a guest's instructions: `auto` is the translator where WebAssembly may be compiled, else the interpreter. */
export type EngineChoice = 'auto' | 'interpreter' | 'translator'

/** The state of a hart at its first instruction. */
export interface HartEntry {
  hart: number
  pc: bigint
  isMachineMode: boolean
  a0: bigint
  a1: bigint
  a2: bigint
}

/** A virtio device of a guest, and the slot that it is in. */
export interface RngPlan {
  kind: 'rng'
  slot: number
  /** 32 bytes that its generator starts from at each start of the guest; fresh ones from the platform when left out. */
  seed?: Uint8Array
}

export interface BalloonPlan {
  kind: 'balloon'
  slot: number
}

export interface BlkPlan {
  kind: 'blk'
  slot: number
  /** Its place in the guest's `disks`. */
  disk: number
  queues: number
  volume: VolumePlan
  /** The volume is only read: what the guest writes is in an overlay, which is gone with it. */
  isOverlay?: boolean
}

/** A tree of files that the guest mounts by its tag. */
export interface SharePlan {
  kind: 'p9'
  slot: number
  tag: string
  isReadOnly: boolean
  source: { kind: 'folder'; path: string } | { kind: 'files'; files: { path: string; content: Uint8Array }[] }
}

/** A multiport console: the first name is that of `/dev/hvc0`. */
export interface ConsolePlan {
  kind: 'console'
  slot: number
  names: string[]
}

/** Sockets between the host and the guest, which has that context id. */
export interface VsockPlan {
  kind: 'vsock'
  slot: number
  cid: number
}

export type DevicePlan = RngPlan | BalloonPlan | BlkPlan | SharePlan | ConsolePlan | VsockPlan

/** What a guest's handle knows of a device. */
export interface DeviceFacts {
  slot: number
  /** The number of a disk. */
  disk?: number
}

export const deviceFacts = (devices: readonly DevicePlan[]): DeviceFacts[] =>
  devices.map((plan) => (plan.kind === 'blk' ? { slot: plan.slot, disk: plan.disk } : { slot: plan.slot }))

/** A function of a guest's PCI hierarchy. */
export interface FunctionPlan {
  /** Its place among the guest's PCI devices, from 0. */
  place: number
  kind: keyof typeof PciKind
  msixVectors: number
  /** INTx pin from 1 to 4; 0 for none. */
  interruptPin: number
  /** Pairs of queues of its virtio network device, and what the function is plugged into; 0 for an 82576, which is no virtio device. */
  pairs: number
  plug?: Plug
  /** Of a whole physical function: virtual ones that the guest can enable, and what each is plugged into. */
  virtualFunctions?: { place: number; kind: keyof typeof PciKind; msixVectors: number; pairs: number; plug: Plug }[]
}

/** PCI functions beside their root ports, virtual ones among them. */
export function countFunctions(functions: readonly FunctionPlan[]): number {
  return functions.reduce((count, { virtualFunctions = [] }) => count + 1 + virtualFunctions.length, 0)
}

/** A port of an adapter. */
export interface Plug {
  nic: number
  port: number
}

/** What the network functions of a guest that goes on from another's state are plugged into, in their order. */
export interface PlugPlan {
  plugs: readonly (Plug | undefined)[]
  /** Addresses stay as they were; else they are those of the ports. */
  keepsMacs: boolean
}

/** A network adapter, or the place of a plain port. */
export interface NicPlan {
  name: string
  ports: number
  mtu: number
  /** Mbit/s that drivers are told. */
  linkSpeed: number
}

/** Fields of a port that the administrator sets; addresses have their first byte lowest. */
export interface NicPortFields {
  mac?: bigint
  isMacSet?: number
  vlan?: number
  qos?: number
  vlanProto?: number
  spoofchk?: number
  trust?: number
  linkState?: number
  minTxRate?: bigint
  maxTxRate?: bigint
  rssQueryEn?: number
}

export interface NicPortState {
  isUp: boolean
  fields: Required<NicPortFields>
  counters: {
    rx_packets: number
    tx_packets: number
    rx_bytes: number
    tx_bytes: number
    broadcast: number
    multicast: number
    rx_dropped: number
    tx_dropped: number
    spoofed: number
    mdd: number
    copied_bytes: number
  }
}

export interface OutgoingFrame {
  port: number
  bytes: Uint8Array
}

/** A request of a disk that failed: the guest sees an I/O error. */
export interface StorageFailure {
  /** Place of the disk in the guest's `disks`. */
  disk: number
  operation: string
  offset: number
  bytes: number
  message: string
}

/** Everything that the machine room needs to build and to start a guest, over and over. */
export interface GuestPlan {
  name: string
  harts: number
  ramPages: number
  interruptController: number
  start: number
  clock: 'real' | 'virtual'
  sbi: number
  extensions: bigint
  epochNs: bigint
  /** Widest satp.MODE: 8 Sv39, 9 Sv48, 10 Sv57. */
  paging: number
  writes: LoadWrite[]
  entries: HartEntry[]
  htif?: { tohost: bigint; fromhost: bigint }
  console: TypistOptions
  maxInstructions?: number
  onReboot: 'reset' | 'stop'
  /** What is on the guest's PCI hierarchy besides its host bridge. */
  functions: readonly FunctionPlan[]
  /** PCI devices that there is room for. */
  pciPlaces: number
  /** The places of those that have a root port, in the order of the ports' device numbers. */
  rootPorts: readonly number[]
  /** That the guest finds, 16 bytes. */
  generationId?: Uint8Array
  engine: EngineChoice
  cpu: CpuClaims
  devices: DevicePlan[]
  memory: MemoryClaims
  /** Guests of one domain may share equal pages; a domain of its own when left out. */
  sharingDomain?: string
  watchdog?: { timeoutMs: number; action: 'crash' | 'reset' }
}

/** A guest's claims in pages, as the core counts. */
export interface MemoryClaims {
  reservationPages: number
  limitPages: number
  shares: number
}

/** What a fork does not take over from the guest that it is a clone of. */
export interface ForkPlan {
  name: string
  identity: IdentityPlan
  network: PlugPlan
  /** Disks whose overlays are volumes of pools; the others' are in memory. */
  disks: readonly ForkDiskPlan[]
}

/** A volume that is made over a disk. */
export interface ForkDiskPlan {
  /** Its place in the guest's `disks`. */
  disk: number
  name: string
  place: VolumePlace
}

/** Whom a guest's devices say that it is. */
export interface IdentityPlan {
  /** Generation id that the guest finds, 16 bytes; its own stays when left out. */
  generationId?: Uint8Array
  /** Entropy devices start from it, 32 bytes; they go on as they are when left out. */
  seed?: Uint8Array
}

/** What the outside knows of a guest that a snapshot is taken of. */
export interface SnapshotPlan {
  /** Of this snapshot. */
  id: string
  /** The last snapshot of the guest, when only what was written since is to be in this one. */
  base?: string
  identity: GuestIdentity
  htif?: { signature?: { begin: number; end: number } }
  compression: 'deflate' | 'none'
}

/** What a guest that comes out of a snapshot is given. */
export interface RestorePlan {
  /** The name in the snapshot when left out. */
  name?: string
  /** In the order of those of its disks that the snapshot does not hold. */
  disks?: readonly VolumePlan[]
  shares?: readonly Omit<SharePlan, 'slot'>[]
  sharingDomain?: string
  /** What it has a claim to, where that is to be other than the guest had. */
  cpu?: CpuClaims
  memory?: MemoryClaimChange
}

/** A guest that came out of a snapshot, held at the instruction that it is to go on with. */
export interface RestoredGuest {
  id: number
  name: string
  clock: 'real' | 'virtual'
  /** Of the guest that the snapshot was taken of. */
  identity: GuestIdentity
  htif?: { signature?: { begin: number; end: number } }
  /** Names of the ports of its virtio console. */
  ports: readonly string[]
  /** Context id of its sockets, when it has any. */
  cid?: number
  /** Its network functions, none of which is plugged in. */
  functions: readonly FunctionPlan[]
  devices: readonly DeviceFacts[]
  machine: { vcpus: number; interruptController: 'aia' | 'plic'; pciPlaces: number }
  /** Its state when the snapshot was taken. */
  wasRunning: boolean
}

/** Claims to the physical CPUs, checked. Amounts are percent of one physical CPU. */
export interface CpuClaims {
  shares?: 'low' | 'normal' | 'high' | number
  reservation?: number
  limit?: number | 'unlimited'
  affinity?: { hard?: number[] | undefined; soft?: number[] | undefined } | 'any'
}

/** What is changed of a guest while it runs. */
export interface GuestChange {
  cpu?: CpuClaims
  memory?: MemoryClaimChange
}

export type RoomEvent = GuestRoomEvent | HostRoomEvent | NicRoomEvent

/** What happens on an adapter. */
export type NicRoomEvent =
  /** Frames left through its uplink, or for the host's own port. */
  | { type: 'frames'; nic: number; frames: OutgoingFrame[] }
  /** Frames of a port were refused since the last time. */
  | { type: 'refused'; nic: number; port: number; spoofed: number; malicious: number }

/** What happens to one guest. */
export type GuestRoomEvent =
  | { type: 'console'; guest: number; bytes: Uint8Array }
  | { type: 'state'; guest: number; state: GuestState; exit?: GuestExit }
  | { type: 'reset'; guest: number }
  /** A guest wrote to a port of its virtio console. */
  | { type: 'port'; guest: number; port: number; bytes: Uint8Array }
  /** A packet of the guest's sockets, or their driver started over. What the listener returns holds the packet's buffer back. */
  | { type: 'vsock'; guest: number; packet: Uint8Array }
  | { type: 'vsock-reset'; guest: number }
  | { type: 'storage-error'; guest: number; failure: StorageFailure }

/** What happens to the host as a whole. */
export type HostRoomEvent =
  /** A module of translated code is about to be compiled; only told when it was asked for. */
  | { type: 'translated'; module: TranslatedModule }
  /** No WebAssembly can be compiled here (any more): guests are interpreted. Told once. */
  | { type: 'translator-unavailable'; reason: string }
  /** An entry of the host's log. */
  | { type: 'event'; event: HostEvent }

/** Takes what happens; a promise that it returns holds the guest's console back until it resolves. */
export type RoomListener = (event: RoomEvent) => void | Promise<void>

export interface RoomOptions {
  /** The core, or its address where the room's own thread is to compile it. */
  core: WebAssembly.Module | string
  memoryBytes: number
  /** Physical CPUs. */
  cpus: number
  swap: SwapChoice
  /** Each has a thread of its own; `core` is the build for shared memory then. */
  isShared: boolean
  /** Of the host, and the address of the worker's script where there is a special one: for the threads of physical CPUs. */
  name: string
  workerUrl?: string | undefined
  translator: TranslatorKnobs
  /** Tell `translated` events. */
  wantsModules: boolean
}

/** Knobs of the translator for tests and experiments. */
export interface TranslatorKnobs {
  /** Executions that make a place hot. */
  hotThreshold: number
  /** Regions kept before the oldest give way; the core's own choice when left out. */
  regionLimit?: number | undefined
  /** Modules without any region left before the core gets a new function table. */
  deadModuleLimit: number
  /** Compile while the guests wait. */
  synchronous: boolean
  /** Instructions of each hart between two looks at the console and at what became hot. */
  sliceInstructions: number
  /** Bytes of a function that run before V8 optimizes it; its own choice when left out. */
  optimizeAfterBytes?: number | undefined
  /** Tricks that are left out. */
  without: readonly (keyof typeof Trick)[]
}

/** A guest's statistics before operations have their names, which the room need not know. */
export interface RoomGuestStatistics extends Omit<GuestStatistics, 'translator' | 'cpu'> {
  cpu: Omit<GuestCpuStatistics, keyof CpuPercent>
  translator: Omit<TranslatorStatistics, 'fallbacks'> & { fallbacks: readonly OperationCount[] }
}

/** The room in which the core runs: in a worker, or on the caller's own thread. */
export interface MachineRoom {
  open(options: RoomOptions, listener: RoomListener): Promise<void>
  close(): Promise<void>
  hostStatistics(): Promise<HostStatistics>

  createGuest(plan: GuestPlan): Promise<number>
  /** A clone of a running or paused guest, in the same state; resolves with its number, its state, and the volumes that were made. */
  forkGuest(
    guest: number,
    plan: ForkPlan,
  ): Promise<{ id: number; state: GuestState; volumes: VolumeFacts[]; devices: DeviceFacts[] }>
  /** Tells a guest's devices who it is from now on. */
  identify(guest: number, identity: IdentityPlan): Promise<void>
  /** Plugs in the network functions of a guest that came out of a snapshot. */
  plugGuest(guest: number, plan: PlugPlan): Promise<void>
  /** A function comes while the guest may run; or goes, which resolves when the guest has let it go. */
  attachFunction(guest: number, plan: FunctionPlan): Promise<void>
  detachFunction(guest: number, place: number, isForced: boolean): Promise<void>
  /** The function at a place reports an error; ERR_INVALID_STATE when it does not answer. */
  injectError(guest: number, place: number, plan: PciErrorPlan): Promise<void>
  attachDisk(guest: number, plan: BlkPlan): Promise<void>
  /** Resolves when the disk is gone, and what was written to it is as durable as it can be. */
  detachDisk(guest: number, disk: number, isForced: boolean): Promise<void>
  /** Hands the pieces of a snapshot of a running or paused guest to `take`, one after the other; the guest runs on meanwhile. */
  snapshotGuest(guest: number, plan: SnapshotPlan, take: (bytes: Uint8Array) => void | Promise<void>): Promise<void>
  /** Builds a guest from a snapshot; behind an incremental one comes its base, and so on. */
  restoreGuest(sources: readonly RandomSource[], plan: RestorePlan): Promise<RestoredGuest>
  destroyGuest(guest: number): Promise<void>
  /** Starts, continues, holds or ends a guest. The listener has heard of the state that it is in then before these calls answer. */
  start(guest: number): Promise<void>
  pause(guest: number): Promise<void>
  resume(guest: number): Promise<void>
  reset(guest: number): Promise<void>
  stop(guest: number): Promise<void>
  /** Changes what a guest has a claim to; ERR_ADMISSION when the host has no room for it. */
  reconfigure(guest: number, change: GuestChange): Promise<void>
  sample(): Promise<HostSample>

  statistics(guest: number, wantsStateHash: boolean): Promise<RoomGuestStatistics>
  readRegisters(guest: number, hart: number): Promise<Registers>
  readMemory(guest: number, gpa: bigint, bytes: number): Promise<Uint8Array>
  writeMemory(guest: number, gpa: bigint, bytes: Uint8Array): Promise<void>
  createNic(plan: NicPlan): Promise<number>
  destroyNic(nic: number): Promise<void>
  setNicPort(nic: number, port: number, fields: NicPortFields): Promise<void>
  nicPorts(nic: number): Promise<NicPortState[]>
  /** Frames come in at a port. */
  sendFrames(nic: number, port: number, frames: readonly Uint8Array[], dropped?: number): Promise<void>

  /** Does something with the volumes of pools. */
  storage: StorageDoor

  consoleWrite(guest: number, bytes: Uint8Array): Promise<void>
  /** Resolves when the guest has taken all of it from a port of its virtio console. */
  portWrite(guest: number, port: number, bytes: Uint8Array): Promise<void>
  /** Hands a packet to the guest's socket device, which waits for a buffer of its driver. */
  vsockSend(guest: number, packet: Uint8Array): Promise<void>
  consoleType(guest: number, rule: TypingRule): Promise<void>

  setBalloon(guest: number, bytes: number): Promise<void>
  takeFreePages(guest: number): Promise<boolean>
  balloonStatistics(guest: number): Promise<BalloonStatistics>
}
