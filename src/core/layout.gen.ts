// Generated from src/spec/layout by src/spec/generate.ts. Do not edit.

/** One physical machine: its RAM is the Wasm memory. */
export const HostLayout = {
  bytes: 256,
  frameLimit: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  framesUsed: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  framesTaken: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  freeFrame: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  freeExtent: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  heapEnd: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  frameTable: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  lock: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  lockTimes: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  nicLock: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  nicLockTimes: { offset: 40, type: 'u32', count: 1, bytes: 4 },
  stopped: { offset: 44, type: 'u32', count: 1, bytes: 4 },
  stopTimes: { offset: 48, type: 'u32', count: 1, bytes: 4 },
  codeFrames: { offset: 52, type: 'u32', count: 1, bytes: 4 },
  codeCaches: { offset: 56, type: 'u32', count: 1, bytes: 4 },
  zeroPage: { offset: 60, type: 'u32', count: 1, bytes: 4 },
  staging: { offset: 64, type: 'u32', count: 1, bytes: 4 },
  toWake: { offset: 68, type: 'u32', count: 1, bytes: 4 },
  guests: { offset: 72, type: 'u32', count: 1, bytes: 4 },
  pcpus: { offset: 76, type: 'u32', count: 1, bytes: 4 },
  pcpuCount: { offset: 80, type: 'u32', count: 1, bytes: 4 },
  lastPcpu: { offset: 84, type: 'u32', count: 1, bytes: 4 },
  vcpuCount: { offset: 88, type: 'u32', count: 1, bytes: 4 },
  isShared: { offset: 92, type: 'u32', count: 1, bytes: 4 },
  realGuests: { offset: 96, type: 'u32', count: 1, bytes: 4 },
  attentionLock: { offset: 100, type: 'u32', count: 1, bytes: 4 },
  attention: { offset: 104, type: 'u32', count: 1, bytes: 4 },
  attentionTold: { offset: 108, type: 'u32', count: 1, bytes: 4 },
  lastAttention: { offset: 112, type: 'u32', count: 1, bytes: 4 },
  timelineBaseNs: { offset: 120, type: 'i64', count: 1, bytes: 8 },
  framesPromised: { offset: 128, type: 'u32', count: 1, bytes: 4 },
  frameReserve: { offset: 132, type: 'u32', count: 1, bytes: 4 },
  memoryState: { offset: 136, type: 'u32', count: 1, bytes: 4 },
  overheadPages: { offset: 140, type: 'u32', count: 1, bytes: 4 },
  swap: { offset: 144, type: 'u32', count: 1, bytes: 4 },
  swapPages: { offset: 148, type: 'u32', count: 1, bytes: 4 },
  searches: { offset: 152, type: 'u32', count: 1, bytes: 4 },
  mergeTable: { offset: 156, type: 'u32', count: 1, bytes: 4 },
  mergeBuckets: { offset: 160, type: 'u32', count: 1, bytes: 4 },
  mergeGuest: { offset: 164, type: 'u32', count: 1, bytes: 4 },
  mergePage: { offset: 168, type: 'u32', count: 1, bytes: 4 },
  mergeUnshared: { offset: 172, type: 'u32', count: 1, bytes: 4 },
  pagesUnshared: { offset: 176, type: 'u32', count: 1, bytes: 4 },
  fullScans: { offset: 184, type: 'u64', count: 1, bytes: 8 },
  mergedPages: { offset: 192, type: 'u64', count: 1, bytes: 8 },
  reclaimedPages: { offset: 200, type: 'u64', count: 1, bytes: 8 },
} as const

/** What a physical CPU keeps of guests' code. */
export const CodeCacheLayout = {
  bytes: 2112,
  next: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  translator: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  codeTable: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  freeDecoded: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  usedDecoded: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  decodedPages: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  decodedLimit: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  epoch: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  staging: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  hart: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  inside: { offset: 40, type: 'u32', count: 1, bytes: 4 },
  inboxLock: { offset: 44, type: 'u32', count: 1, bytes: 4 },
  inboxTimes: { offset: 48, type: 'u32', count: 1, bytes: 4 },
  inboxCount: { offset: 52, type: 'u32', count: 1, bytes: 4 },
  hasNews: { offset: 56, type: 'u32', count: 1, bytes: 4 },
  barrier: { offset: 60, type: 'u32', count: 1, bytes: 4 },
  inbox: { offset: 64, type: 'u64', count: 256, bytes: 8 },
} as const

/** What a decoded page was made from; guests that map its frame share it. */
export const DecodedHeaderLayout = {
  bytes: 64,
  next: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  previous: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  frame: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  generation: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  regions: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  idleStores: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  extensions: { offset: 24, type: 'u64', count: 1, bytes: 8 },
} as const

/** A physical CPU: its run queue, clock and counters. */
export const PcpuLayout = {
  bytes: 192,
  lock: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  doorbell: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  isRung: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  heard: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  index: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  current: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  ready: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  readyCount: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  timers: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  timerCount: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  reservedVcpus: { offset: 40, type: 'u32', count: 1, bytes: 4 },
  costopped: { offset: 44, type: 'u32', count: 1, bytes: 4 },
  weight: { offset: 48, type: 'u64', count: 1, bytes: 8 },
  origin: { offset: 56, type: 'i64', count: 1, bytes: 8 },
  weightedTime: { offset: 64, type: 'i64', count: 1, bytes: 8 },
  clockNs: { offset: 72, type: 'u64', count: 1, bytes: 8 },
  seenNs: { offset: 80, type: 'u64', count: 1, bytes: 8 },
  balanceNs: { offset: 88, type: 'u64', count: 1, bytes: 8 },
  reservedNs: { offset: 96, type: 'u64', count: 1, bytes: 8 },
  busyNs: { offset: 104, type: 'u64', count: 1, bytes: 8 },
  idleNs: { offset: 112, type: 'u64', count: 1, bytes: 8 },
  stealNs: { offset: 120, type: 'u64', count: 1, bytes: 8 },
  switches: { offset: 128, type: 'u64', count: 1, bytes: 8 },
  preemptions: { offset: 136, type: 'u64', count: 1, bytes: 8 },
  migrations: { offset: 144, type: 'u64', count: 1, bytes: 8 },
  wakeups: { offset: 152, type: 'u64', count: 1, bytes: 8 },
} as const

/** What is scheduled: a hart of a guest on the real clock, or a guest on the virtual clock as a whole. */
export const VcpuLayout = {
  bytes: 320,
  guest: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  hart: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  group: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  state: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  pcpu: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  weight: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  home: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  inTimers: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  virtualTime: { offset: 32, type: 'i64', count: 1, bytes: 8 },
  deadline: { offset: 40, type: 'i64', count: 1, bytes: 8 },
  lag: { offset: 48, type: 'i64', count: 1, bytes: 8 },
  timerNs: { offset: 56, type: 'u64', count: 1, bytes: 8 },
  sinceNs: { offset: 64, type: 'u64', count: 1, bytes: 8 },
  availableNs: { offset: 72, type: 'u64', count: 1, bytes: 8 },
  progressNs: { offset: 80, type: 'u64', count: 1, bytes: 8 },
  arrivedNs: { offset: 88, type: 'u64', count: 1, bytes: 8 },
  favouredNs: { offset: 96, type: 'u64', count: 1, bytes: 8 },
  reservationNs: { offset: 104, type: 'u64', count: 1, bytes: 8 },
  reservedPeriod: { offset: 112, type: 'u64', count: 1, bytes: 8 },
  reservedLeftNs: { offset: 120, type: 'u64', count: 1, bytes: 8 },
  quantumNs: { offset: 128, type: 'u64', count: 1, bytes: 8 },
  takenNs: { offset: 136, type: 'u64', count: 1, bytes: 8 },
  instructionRate: { offset: 144, type: 'u64', count: 1, bytes: 8 },
  runNs: { offset: 152, type: 'u64', count: 1, bytes: 8 },
  waitNs: { offset: 160, type: 'u64', count: 1, bytes: 8 },
  readyNs: { offset: 168, type: 'u64', count: 1, bytes: 8 },
  throttledNs: { offset: 176, type: 'u64', count: 1, bytes: 8 },
  costopNs: { offset: 184, type: 'u64', count: 1, bytes: 8 },
  cpuNs: { offset: 192, type: 'u64', count: 1, bytes: 8 },
  switches: { offset: 200, type: 'u64', count: 1, bytes: 8 },
  hard: { offset: 208, type: 'u64', count: 4, bytes: 8 },
  soft: { offset: 240, type: 'u64', count: 4, bytes: 8 },
} as const

/** What a guest's vCPUs have in common; they follow, a Vcpu each. */
export const CpuGroupLayout = {
  bytes: 640,
  lock: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  guest: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  vcpus: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  isActive: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  shares: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  firstUse: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  useCount: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  attention: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  nextAttention: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  isRoundOver: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  limitNs: { offset: 40, type: 'u64', count: 1, bytes: 8 },
  budgetNs: { offset: 48, type: 'i64', count: 1, bytes: 8 },
  reservationNs: { offset: 56, type: 'u64', count: 1, bytes: 8 },
  roundInstructions: { offset: 64, type: 'u64', count: 1, bytes: 8 },
  sleepEndNs: { offset: 72, type: 'u64', count: 1, bytes: 8 },
  useEndNs: { offset: 80, type: 'u64', count: 32, bytes: 8 },
  useNs: { offset: 336, type: 'u64', count: 32, bytes: 8 },
} as const

/** A hart's steal time, in the guest's memory. */
export const StealTimeLayout = {
  bytes: 64,
  sequence: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  flags: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  steal: { offset: 8, type: 'u64', count: 1, bytes: 8 },
  preempted: { offset: 16, type: 'u8', count: 48, bytes: 1 },
} as const

/** Pages without a frame: compressed in memory, or in the swap backend. */
export const SwapLayout = {
  bytes: 64,
  slots: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  slotEnd: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  freeSlot: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  backendPages: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  compressedPages: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  frames: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  frameLimit: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  freeHalf: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  freeQuarter: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  workspace: { offset: 36, type: 'u32', count: 1, bytes: 4 },
} as const

/** Hot guest code becomes Wasm functions, one for each region; the outside compiles what lies in `module`. */
export const TranslatorLayout = {
  bytes: 128,
  module: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  moduleBytes: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  functions: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  slots: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  listing: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  listingEntries: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  freed: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  freedCount: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  tableEnd: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  pending: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  regionLimit: { offset: 40, type: 'u32', count: 1, bytes: 4 },
  regionCount: { offset: 44, type: 'u32', count: 1, bytes: 4 },
  oldest: { offset: 48, type: 'u32', count: 1, bytes: 4 },
  newest: { offset: 52, type: 'u32', count: 1, bytes: 4 },
  freeRegion: { offset: 56, type: 'u32', count: 1, bytes: 4 },
  freeSlot: { offset: 60, type: 'u32', count: 1, bytes: 4 },
  batch: { offset: 64, type: 'u32', count: 1, bytes: 4 },
  batches: { offset: 68, type: 'u32', count: 1, bytes: 4 },
  fixedPages: { offset: 72, type: 'u32', count: 1, bytes: 4 },
  without: { offset: 76, type: 'u32', count: 1, bytes: 4 },
  hasFused: { offset: 80, type: 'u32', count: 1, bytes: 4 },
  heat: { offset: 84, type: 'u32', count: 1, bytes: 4 },
  queue: { offset: 88, type: 'u32', count: 1, bytes: 4 },
  targets: { offset: 92, type: 'u32', count: 1, bytes: 4 },
  work: { offset: 96, type: 'u32', count: 1, bytes: 4 },
  buffer: { offset: 100, type: 'u32', count: 1, bytes: 4 },
  nextSite: { offset: 104, type: 'u32', count: 1, bytes: 4 },
  running: { offset: 108, type: 'u32', count: 1, bytes: 4 },
  drops: { offset: 112, type: 'u32', count: 1, bytes: 4 },
} as const

/** One guest instruction of the module written last. */
export const ListingEntryLayout = {
  bytes: 16,
  pc: { offset: 0, type: 'u64', count: 1, bytes: 8 },
  instruction: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  function: { offset: 12, type: 'u32', count: 1, bytes: 4 },
} as const

/** A hot place in guest code. */
export const HotPlaceLayout = {
  bytes: 40,
  guest: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  hart: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  offset: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  isJoined: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  pageVa: { offset: 16, type: 'u64', count: 1, bytes: 8 },
  pages: { offset: 24, type: 'u32', count: 3, bytes: 4 },
} as const

/** A region of translated code; two sets with a bit for each halfword of its pages follow. */
export const RegionLayout = {
  bytes: 192,
  state: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  slot: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  guest: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  batch: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  older: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  newer: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  headCount: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  replacedCount: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  isCut: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  instructions: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  asked: { offset: 40, type: 'u32', count: 1, bytes: 4 },
  asking: { offset: 48, type: 'u32', count: 4, bytes: 4 },
  heads: { offset: 64, type: 'u32', count: 8, bytes: 4 },
  replaced: { offset: 96, type: 'u32', count: 8, bytes: 4 },
  pages: { offset: 128, type: 'u32', count: 3, bytes: 4 },
  nexts: { offset: 144, type: 'u32', count: 3, bytes: 4 },
} as const

/** Identity, memory and clock of one guest. */
export const GuestLayout = {
  bytes: 4096,
  id: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  state: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  harts: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  interruptController: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  start: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  clock: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  sbi: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  ended: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  endCode: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  cpu: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  ramPages: { offset: 40, type: 'u64', count: 1, bytes: 8 },
  extensions: { offset: 48, type: 'u64', count: 1, bytes: 8 },
  stage2: { offset: 56, type: 'u32', count: 1, bytes: 4 },
  linear: { offset: 60, type: 'u32', count: 1, bytes: 4 },
  next: { offset: 64, type: 'u32', count: 1, bytes: 4 },
  previous: { offset: 68, type: 'u32', count: 1, bytes: 4 },
  crashHart: { offset: 72, type: 'u32', count: 1, bytes: 4 },
  crashReason: { offset: 76, type: 'u32', count: 1, bytes: 4 },
  paging: { offset: 80, type: 'u32', count: 1, bytes: 4 },
  regionBytes: { offset: 84, type: 'u32', count: 1, bytes: 4 },
  virtioSlots: { offset: 88, type: 'u32', count: 1, bytes: 4 },
  pciFunctions: { offset: 92, type: 'u32', count: 1, bytes: 4 },
  pciLast: { offset: 96, type: 'u32', count: 1, bytes: 4 },
  ejections: { offset: 100, type: 'u32', count: 1, bytes: 4 },
  nicRinging: { offset: 104, type: 'u32', count: 1, bytes: 4 },
  toWake: { offset: 108, type: 'u32', count: 1, bytes: 4 },
  nicWakeNs: { offset: 112, type: 'u64', count: 1, bytes: 8 },
  messageWakeNs: { offset: 120, type: 'u64', count: 1, bytes: 8 },
  diskWakeNs: { offset: 128, type: 'u64', count: 1, bytes: 8 },
  virtioPending: { offset: 136, type: 'u32', count: 1, bytes: 4 },
  residentPages: { offset: 144, type: 'u64', count: 1, bytes: 8 },
  timeNs: { offset: 152, type: 'u64', count: 1, bytes: 8 },
  virtualNsPerInstruction: { offset: 160, type: 'u64', count: 1, bytes: 8 },
  clockBaseNs: { offset: 168, type: 'i64', count: 1, bytes: 8 },
  rounds: { offset: 176, type: 'u64', count: 1, bytes: 8 },
  roundLeft: { offset: 184, type: 'u64', count: 1, bytes: 8 },
  passTurn: { offset: 192, type: 'u64', count: 1, bytes: 8 },
  turnLeft: { offset: 200, type: 'u64', count: 1, bytes: 8 },
  turnHart: { offset: 208, type: 'u32', count: 1, bytes: 4 },
  passRan: { offset: 212, type: 'u32', count: 1, bytes: 4 },
  instructionsLeft: { offset: 216, type: 'u64', count: 1, bytes: 8 },
  tohostGpa: { offset: 224, type: 'u64', count: 1, bytes: 8 },
  fromhostGpa: { offset: 232, type: 'u64', count: 1, bytes: 8 },
  mmioUnassigned: { offset: 240, type: 'u64', count: 1, bytes: 8 },
  wakeTick: { offset: 248, type: 'u64', count: 1, bytes: 8 },
  sharesPages: { offset: 256, type: 'u32', count: 1, bytes: 4 },
  isParallel: { offset: 260, type: 'u32', count: 1, bytes: 4 },
  lock: { offset: 264, type: 'u32', count: 1, bytes: 4 },
  lockTimes: { offset: 268, type: 'u32', count: 1, bytes: 4 },
  exclusive: { offset: 272, type: 'u32', count: 1, bytes: 4 },
  engine: { offset: 276, type: 'u32', count: 1, bytes: 4 },
  hotThreshold: { offset: 280, type: 'u32', count: 1, bytes: 4 },
  regions: { offset: 284, type: 'u32', count: 1, bytes: 4 },
  translatedRetired: { offset: 288, type: 'u64', count: 1, bytes: 8 },
  regionsMade: { offset: 296, type: 'u64', count: 1, bytes: 8 },
  regionInstructions: { offset: 304, type: 'u64', count: 1, bytes: 8 },
  regionsInvalidated: { offset: 312, type: 'u64', count: 1, bytes: 8 },
  regionsEvicted: { offset: 320, type: 'u64', count: 1, bytes: 8 },
  fallbacks: { offset: 328, type: 'u32', count: 512, bytes: 4 },
} as const

/** A guest's claim to the host's memory, and what became of its pages. */
export const AllocationLayout = {
  bytes: 512,
  reservationPages: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  limitPages: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  shares: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  sharingDomain: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  overheadPages: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  waits: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  isLost: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  hand: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  swappedPages: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  compressedPages: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  sharedPages: { offset: 40, type: 'u32', count: 1, bytes: 4 },
  balloonedPages: { offset: 44, type: 'u32', count: 1, bytes: 4 },
  yields: { offset: 48, type: 'u32', count: 1, bytes: 4 },
  activePages: { offset: 52, type: 'u32', count: 1, bytes: 4 },
  barrenIn: { offset: 56, type: 'u32', count: 1, bytes: 4 },
  sampleSeed: { offset: 60, type: 'u32', count: 1, bytes: 4 },
  samplePages: { offset: 64, type: 'u32', count: 1, bytes: 4 },
  swappedIn: { offset: 72, type: 'u64', count: 1, bytes: 8 },
  swappedOut: { offset: 80, type: 'u64', count: 1, bytes: 8 },
  compressed: { offset: 88, type: 'u64', count: 1, bytes: 8 },
  decompressed: { offset: 96, type: 'u64', count: 1, bytes: 8 },
  stalls: { offset: 104, type: 'u64', count: 1, bytes: 8 },
  sample: { offset: 112, type: 'u32', count: 100, bytes: 4 },
} as const

/** One virtual hart; its TLBs follow at HART_CACHE. */
export const HartLayout = {
  bytes: 4096,
  retired: { offset: 0, type: 'u64', count: 1, bytes: 8 },
  limit: { offset: 8, type: 'u64', count: 1, bytes: 8 },
  pc: { offset: 16, type: 'u64', count: 1, bytes: 8 },
  pageVa: { offset: 24, type: 'u64', count: 1, bytes: 8 },
  codePtr: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  codePage: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  codePageNumber: { offset: 40, type: 'u32', count: 1, bytes: 4 },
  readTlb: { offset: 44, type: 'u32', count: 1, bytes: 4 },
  writeTlb: { offset: 48, type: 'u32', count: 1, bytes: 4 },
  fetchTlb: { offset: 52, type: 'u32', count: 1, bytes: 4 },
  dataMode: { offset: 56, type: 'u32', count: 1, bytes: 4 },
  attention: { offset: 60, type: 'u32', count: 1, bytes: 4 },
  privilege: { offset: 64, type: 'u32', count: 1, bytes: 4 },
  id: { offset: 68, type: 'u32', count: 1, bytes: 4 },
  guest: { offset: 72, type: 'u32', count: 1, bytes: 4 },
  hsm: { offset: 76, type: 'u32', count: 1, bytes: 4 },
  misalignedMask: { offset: 80, type: 'u32', count: 1, bytes: 4 },
  extensions: { offset: 88, type: 'u64', count: 1, bytes: 8 },
  misa: { offset: 96, type: 'u64', count: 1, bytes: 8 },
  trapCause: { offset: 104, type: 'u32', count: 1, bytes: 4 },
  instructionBytes: { offset: 108, type: 'u32', count: 1, bytes: 4 },
  trapTval: { offset: 112, type: 'u64', count: 1, bytes: 8 },
  mmioState: { offset: 120, type: 'u32', count: 1, bytes: 4 },
  mmioBytes: { offset: 124, type: 'u32', count: 1, bytes: 4 },
  mmioGpa: { offset: 128, type: 'u64', count: 1, bytes: 8 },
  mmioValue: { offset: 136, type: 'u64', count: 1, bytes: 8 },
  reservationGpa: { offset: 144, type: 'u64', count: 1, bytes: 8 },
  reservationValue: { offset: 152, type: 'u64', count: 1, bytes: 8 },
  reservationBytes: { offset: 160, type: 'u32', count: 1, bytes: 4 },
  frm: { offset: 164, type: 'u32', count: 1, bytes: 4 },
  fflags: { offset: 168, type: 'u32', count: 1, bytes: 4 },
  wfiTimeout: { offset: 172, type: 'u32', count: 1, bytes: 4 },
  waiting: { offset: 176, type: 'u32', count: 1, bytes: 4 },
  clockMark: { offset: 184, type: 'u64', count: 1, bytes: 8 },
  barren: { offset: 192, type: 'u64', count: 1, bytes: 8 },
  trapMark: { offset: 200, type: 'u64', count: 1, bytes: 8 },
  giveWay: { offset: 208, type: 'u32', count: 1, bytes: 4 },
  stealGpa: { offset: 216, type: 'u64', count: 1, bytes: 8 },
  stealNs: { offset: 224, type: 'u64', count: 1, bytes: 8 },
  stealBase: { offset: 232, type: 'u64', count: 1, bytes: 8 },
  mstatus: { offset: 240, type: 'u64', count: 1, bytes: 8 },
  medeleg: { offset: 248, type: 'u64', count: 1, bytes: 8 },
  mideleg: { offset: 256, type: 'u64', count: 1, bytes: 8 },
  mie: { offset: 264, type: 'u64', count: 1, bytes: 8 },
  mip: { offset: 272, type: 'u64', count: 1, bytes: 8 },
  lines: { offset: 280, type: 'u64', count: 1, bytes: 8 },
  mtvec: { offset: 288, type: 'u64', count: 1, bytes: 8 },
  mscratch: { offset: 296, type: 'u64', count: 1, bytes: 8 },
  mepc: { offset: 304, type: 'u64', count: 1, bytes: 8 },
  mcause: { offset: 312, type: 'u64', count: 1, bytes: 8 },
  mtval: { offset: 320, type: 'u64', count: 1, bytes: 8 },
  menvcfg: { offset: 328, type: 'u64', count: 1, bytes: 8 },
  mseccfg: { offset: 336, type: 'u64', count: 1, bytes: 8 },
  mcounteren: { offset: 344, type: 'u64', count: 1, bytes: 8 },
  mcountinhibit: { offset: 352, type: 'u64', count: 1, bytes: 8 },
  mcycleOffset: { offset: 360, type: 'u64', count: 1, bytes: 8 },
  minstretOffset: { offset: 368, type: 'u64', count: 1, bytes: 8 },
  stvec: { offset: 376, type: 'u64', count: 1, bytes: 8 },
  sscratch: { offset: 384, type: 'u64', count: 1, bytes: 8 },
  sepc: { offset: 392, type: 'u64', count: 1, bytes: 8 },
  scause: { offset: 400, type: 'u64', count: 1, bytes: 8 },
  stval: { offset: 408, type: 'u64', count: 1, bytes: 8 },
  satp: { offset: 416, type: 'u64', count: 1, bytes: 8 },
  senvcfg: { offset: 424, type: 'u64', count: 1, bytes: 8 },
  scounteren: { offset: 432, type: 'u64', count: 1, bytes: 8 },
  stimecmp: { offset: 440, type: 'u64', count: 1, bytes: 8 },
  sie: { offset: 448, type: 'u64', count: 1, bytes: 8 },
  mvien: { offset: 456, type: 'u64', count: 1, bytes: 8 },
  mvip: { offset: 464, type: 'u64', count: 1, bytes: 8 },
  miselect: { offset: 472, type: 'u64', count: 1, bytes: 8 },
  siselect: { offset: 480, type: 'u64', count: 1, bytes: 8 },
  tselect: { offset: 488, type: 'u64', count: 1, bytes: 8 },
  largePageLow: { offset: 496, type: 'u64', count: 1, bytes: 8 },
  largePageHigh: { offset: 504, type: 'u64', count: 1, bytes: 8 },
  pmpCount: { offset: 512, type: 'u64', count: 1, bytes: 8 },
  entryReserve: { offset: 520, type: 'i64', count: 1, bytes: 8 },
  budgetEnd: { offset: 528, type: 'u64', count: 1, bytes: 8 },
  heatLimit: { offset: 536, type: 'u32', count: 1, bytes: 4 },
  tlbModes: { offset: 540, type: 'u32', count: 1, bytes: 4 },
  holdsLocal: { offset: 544, type: 'u32', count: 1, bytes: 4 },
  kick: { offset: 548, type: 'u32', count: 1, bytes: 4 },
  isExclusive: { offset: 552, type: 'u32', count: 1, bytes: 4 },
  codeCache: { offset: 556, type: 'u32', count: 1, bytes: 4 },
  codeEpoch: { offset: 560, type: 'u32', count: 1, bytes: 4 },
  recordsAhead: { offset: 564, type: 'u32', count: 1, bytes: 4 },
  codeChanged: { offset: 568, type: 'u32', count: 1, bytes: 4 },
  jumpCount: { offset: 572, type: 'u32', count: 1, bytes: 4 },
  dropsSeen: { offset: 576, type: 'u32', count: 1, bytes: 4 },
  tlbMisses: { offset: 584, type: 'u64', count: 1, bytes: 8 },
  modeSince: { offset: 592, type: 'u64', count: 1, bytes: 8 },
  x: { offset: 600, type: 'u64', count: 33, bytes: 8 },
  f: { offset: 864, type: 'u64', count: 32, bytes: 8 },
  pmpcfg: { offset: 1120, type: 'u8', count: 16, bytes: 1 },
  pmpaddr: { offset: 1136, type: 'u64', count: 16, bytes: 8 },
  hpmcounter: { offset: 1264, type: 'u64', count: 32, bytes: 8 },
  hpmevent: { offset: 1520, type: 'u64', count: 32, bytes: 8 },
  miprio: { offset: 1776, type: 'u8', count: 64, bytes: 1 },
  siprio: { offset: 1840, type: 'u8', count: 64, bytes: 1 },
  exceptions: { offset: 1904, type: 'u64', count: 32, bytes: 8 },
  interrupts: { offset: 2160, type: 'u64', count: 64, bytes: 8 },
  exits: { offset: 2672, type: 'u64', count: 16, bytes: 8 },
  modeInstructions: { offset: 2800, type: 'u64', count: 4, bytes: 8 },
  sitePages: { offset: 2832, type: 'u64', count: 4, bytes: 8 },
} as const

/** Pages in a row, of a mode and a kind of access, whose host pages are in the same row: one comparison finds the pointer. */
export const SpanLayout = {
  bytes: 64,
  low: { offset: 0, type: 'u64', count: 1, bytes: 8 },
  reach: { offset: 8, type: 'u64', count: 1, bytes: 8 },
  groupReach: { offset: 16, type: 'u64', count: 1, bytes: 8 },
  shift: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  pages: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  fills: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  strays: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  misses: { offset: 40, type: 'u32', count: 1, bytes: 4 },
  looked: { offset: 48, type: 'u64', count: 1, bytes: 8 },
  missesSince: { offset: 56, type: 'u64', count: 1, bytes: 8 },
} as const

/** An entry of the jump cache: the region that is entered at an address. */
export const JumpLayout = {
  bytes: 16,
  pc: { offset: 0, type: 'u64', count: 1, bytes: 8 },
  generation: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  position: { offset: 12, type: 'u16', count: 1, bytes: 2 },
  slot: { offset: 14, type: 'u16', count: 1, bytes: 2 },
} as const

/** Single producer, single consumer; indices run freely and wrap at 2^32. */
export const RingLayout = {
  bytes: 131136,
  head: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  tail: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  data: { offset: 8, type: 'u8', count: 131072, bytes: 1 },
} as const

/** 16550A: registers as the guest wrote them, and its receive FIFO. */
export const UartLayout = {
  bytes: 64,
  divisor: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  ier: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  fcr: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  lcr: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  mcr: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  lsr: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  msr: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  scr: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  thrPending: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  fifoFirst: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  fifoCount: { offset: 40, type: 'u32', count: 1, bytes: 4 },
  fifo: { offset: 48, type: 'u8', count: 16, bytes: 1 },
} as const

/** Goldfish RTC: wall time in nanoseconds and one alarm. */
export const RtcLayout = {
  bytes: 32,
  epochNs: { offset: 0, type: 'u64', count: 1, bytes: 8 },
  alarmNs: { offset: 8, type: 'u64', count: 1, bytes: 8 },
  timeHigh: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  alarmRunning: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  interruptEnabled: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  interruptPending: { offset: 28, type: 'u32', count: 1, bytes: 4 },
} as const

/** Generation id: another one whenever a guest goes on from a state that others may have gone on from. */
export const VmGenIdLayout = {
  bytes: 32,
  low: { offset: 0, type: 'u64', count: 1, bytes: 8 },
  high: { offset: 8, type: 'u64', count: 1, bytes: 8 },
  isUnread: { offset: 16, type: 'u32', count: 1, bytes: 4 },
} as const

/** SiFive test device, also the syscon of poweroff and reboot. */
export const FinisherLayout = {
  bytes: 16,
  value: { offset: 0, type: 'u32', count: 1, bytes: 4 },
} as const

/** Host-target interface as Spike answers it. */
export const HtifLayout = {
  bytes: 80,
  readWaits: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  call: { offset: 8, type: 'u64', count: 8, bytes: 8 },
} as const

/** Machine timer of every hart. */
export const AclintLayout = {
  bytes: 528,
  mtimeOffset: { offset: 0, type: 'u64', count: 1, bytes: 8 },
  mtimecmp: { offset: 8, type: 'u64', count: 64, bytes: 8 },
} as const

/** SiFive PLIC: gateways, priorities, and a target per hart and mode. */
export const PlicLayout = {
  bytes: 2496,
  contexts: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  level: { offset: 8, type: 'u32', count: 3, bytes: 4 },
  pending: { offset: 24, type: 'u32', count: 3, bytes: 4 },
  claimed: { offset: 40, type: 'u32', count: 3, bytes: 4 },
  priority: { offset: 56, type: 'u32', count: 96, bytes: 4 },
  threshold: { offset: 440, type: 'u32', count: 128, bytes: 4 },
  enable: { offset: 952, type: 'u32', count: 384, bytes: 4 },
} as const

/** One interrupt domain of the APLIC, in MSI delivery mode. */
export const AplicLayout = {
  bytes: 864,
  domaincfg: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  mmsiaddrcfg: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  mmsiaddrcfgh: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  smsiaddrcfg: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  smsiaddrcfgh: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  genmsi: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  input: { offset: 24, type: 'u32', count: 4, bytes: 4 },
  pending: { offset: 40, type: 'u32', count: 4, bytes: 4 },
  enabled: { offset: 56, type: 'u32', count: 4, bytes: 4 },
  sourcecfg: { offset: 72, type: 'u32', count: 97, bytes: 4 },
  target: { offset: 464, type: 'u32', count: 97, bytes: 4 },
} as const

/** One interrupt file: machine or supervisor level of a hart. */
export const ImsicLayout = {
  bytes: 80,
  eidelivery: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  eithreshold: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  pending: { offset: 8, type: 'u64', count: 4, bytes: 8 },
  enabled: { offset: 40, type: 'u64', count: 4, bytes: 8 },
} as const

/** One virtqueue: where its rings are, and how far the device is. Addresses are guest-physical. */
export const VirtqueueLayout = {
  bytes: 80,
  maxSize: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  size: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  ready: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  nextAvail: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  nextUsed: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  signalledUsed: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  wraps: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  vector: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  descriptorGpa: { offset: 32, type: 'u64', count: 1, bytes: 8 },
  driverGpa: { offset: 40, type: 'u64', count: 1, bytes: 8 },
  deviceGpa: { offset: 48, type: 'u64', count: 1, bytes: 8 },
  notifications: { offset: 56, type: 'u64', count: 1, bytes: 8 },
  chains: { offset: 64, type: 'u64', count: 1, bytes: 8 },
  interrupts: { offset: 72, type: 'u64', count: 1, bytes: 8 },
} as const

/** One virtio device: what its transport shows, its configuration space, its queues, and its own state. */
export const VirtioDeviceLayout = {
  bytes: 4032,
  kind: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  deviceId: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  transport: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  slot: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  queues: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  status: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  deviceFeatures: { offset: 24, type: 'u64', count: 1, bytes: 8 },
  driverFeatures: { offset: 32, type: 'u64', count: 1, bytes: 8 },
  deviceFeaturesSel: { offset: 40, type: 'u32', count: 1, bytes: 4 },
  driverFeaturesSel: { offset: 44, type: 'u32', count: 1, bytes: 4 },
  queueSel: { offset: 48, type: 'u32', count: 1, bytes: 4 },
  interruptStatus: { offset: 52, type: 'u32', count: 1, bytes: 4 },
  configGeneration: { offset: 56, type: 'u32', count: 1, bytes: 4 },
  configBytes: { offset: 60, type: 'u32', count: 1, bytes: 4 },
  configWritable: { offset: 64, type: 'u64', count: 1, bytes: 8 },
  configVector: { offset: 72, type: 'u32', count: 1, bytes: 4 },
  pending: { offset: 76, type: 'u32', count: 1, bytes: 4 },
  blocked: { offset: 80, type: 'u32', count: 1, bytes: 4 },
  pciFunction: { offset: 84, type: 'u32', count: 1, bytes: 4 },
  violations: { offset: 88, type: 'u64', count: 1, bytes: 8 },
  needsResets: { offset: 96, type: 'u64', count: 1, bytes: 8 },
  config: { offset: 104, type: 'u8', count: 256, bytes: 1 },
  queue: { offset: 360, type: 'u8', count: 1600, bytes: 1 },
  state: { offset: 1960, type: 'u8', count: 2048, bytes: 1 },
} as const

/** A chain of buffers: readable segments first, then writable ones. A scratch, filled again for each chain. */
export const ChainLayout = {
  bytes: 16512,
  head: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  descriptors: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  place: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  readSegments: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  writeSegments: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  readBytes: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  writeBytes: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  pointer: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  readIndex: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  readStart: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  writeIndex: { offset: 40, type: 'u32', count: 1, bytes: 4 },
  writeStart: { offset: 44, type: 'u32', count: 1, bytes: 4 },
  index: { offset: 48, type: 'u32', count: 1, bytes: 4 },
  gpa: { offset: 56, type: 'u64', count: 1, bytes: 8 },
  length: { offset: 64, type: 'u32', count: 1, bytes: 4 },
  flags: { offset: 68, type: 'u32', count: 1, bytes: 4 },
  segment: { offset: 72, type: 'u64', count: 2048, bytes: 8 },
} as const

/** A refusal of something that a guest asked a device for. */
export const SecurityEntryLayout = {
  bytes: 48,
  timeNs: { offset: 0, type: 'u64', count: 1, bytes: 8 },
  gpa: { offset: 8, type: 'u64', count: 1, bytes: 8 },
  length: { offset: 16, type: 'u64', count: 1, bytes: 8 },
  reason: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  slot: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  queue: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  kind: { offset: 36, type: 'u32', count: 1, bytes: 4 },
} as const

/** Refusals by the devices of a guest. */
export const SecurityLogLayout = {
  bytes: 3136,
  written: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  told: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  entry: { offset: 8, type: 'u8', count: 3072, bytes: 1 },
} as const

/** A ChaCha20 generator that forgets its key with every block. */
export const RngLayout = {
  bytes: 112,
  seeded: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  key: { offset: 8, type: 'u32', count: 8, bytes: 4 },
  block: { offset: 40, type: 'u32', count: 16, bytes: 4 },
} as const

/** State of a device whose chains the outside takes and fills. */
export const PortDeviceLayout = {
  bytes: 16,
  inputs: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  wants: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  resets: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  isReady: { offset: 12, type: 'u32', count: 1, bytes: 4 },
} as const

/** One function of the PCI hierarchy: where it is, its configuration space, its MSI-X table. */
export const PciFunctionLayout = {
  bytes: 7488,
  kind: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  slot: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  bridge: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  devfn: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  isPresent: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  msixVectors: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  interruptPin: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  intxLevel: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  physicalFunction: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  vfIndex: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  totalVfs: { offset: 40, type: 'u32', count: 1, bytes: 4 },
  device: { offset: 44, type: 'u32', count: 1, bytes: 4 },
  events: { offset: 48, type: 'u32', count: 1, bytes: 4 },
  slotPower: { offset: 52, type: 'u32', count: 1, bytes: 4 },
  slotAsserts: { offset: 56, type: 'u32', count: 1, bytes: 4 },
  isEjecting: { offset: 60, type: 'u32', count: 1, bytes: 4 },
  msixPending: { offset: 64, type: 'u64', count: 1, bytes: 8 },
  bars: { offset: 72, type: 'u64', count: 6, bytes: 8 },
  barBytes: { offset: 120, type: 'u64', count: 6, bytes: 8 },
  config: { offset: 168, type: 'u8', count: 512, bytes: 1 },
  msix: { offset: 680, type: 'u32', count: 256, bytes: 4 },
  state: { offset: 1704, type: 'u8', count: 5760, bytes: 1 },
} as const

/** A network device: what its driver asked of its receive filter, and what it is plugged into. */
export const NetLayout = {
  bytes: 1424,
  pairs: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  activePairs: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  port: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  promisc: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  allMulti: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  allUni: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  noMulti: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  noUni: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  noBroadcast: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  addresses: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  unicastOverflow: { offset: 40, type: 'u32', count: 1, bytes: 4 },
  multicastOverflow: { offset: 44, type: 'u32', count: 1, bytes: 4 },
  isRss: { offset: 48, type: 'u32', count: 1, bytes: 4 },
  hashTypes: { offset: 52, type: 'u32', count: 1, bytes: 4 },
  rssMask: { offset: 56, type: 'u32', count: 1, bytes: 4 },
  unclassified: { offset: 60, type: 'u32', count: 1, bytes: 4 },
  ringing: { offset: 64, type: 'u64', count: 1, bytes: 8 },
  offloads: { offset: 72, type: 'u64', count: 1, bytes: 8 },
  scratch: { offset: 80, type: 'u64', count: 1, bytes: 8 },
  mac: { offset: 88, type: 'u64', count: 1, bytes: 8 },
  filter: { offset: 96, type: 'u64', count: 64, bytes: 8 },
  vlans: { offset: 608, type: 'u64', count: 64, bytes: 8 },
  rssTable: { offset: 1120, type: 'u16', count: 128, bytes: 2 },
  rssKey: { offset: 1376, type: 'u8', count: 48, bytes: 1 },
} as const

/** A port of the embedded switch: whose it is, what its owner and the administrator set, and its counters. */
export const NicPortLayout = {
  bytes: 320,
  kind: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  index: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  nic: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  owner: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  guest: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  slot: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  linkState: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  isUp: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  spoofchk: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  trust: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  rssQueryEn: { offset: 40, type: 'u32', count: 1, bytes: 4 },
  vlan: { offset: 44, type: 'u32', count: 1, bytes: 4 },
  qos: { offset: 48, type: 'u32', count: 1, bytes: 4 },
  vlanProto: { offset: 52, type: 'u32', count: 1, bytes: 4 },
  isMacSet: { offset: 56, type: 'u32', count: 1, bytes: 4 },
  isStopped: { offset: 60, type: 'u32', count: 1, bytes: 4 },
  mac: { offset: 64, type: 'u64', count: 1, bytes: 8 },
  minTxRate: { offset: 72, type: 'u64', count: 1, bytes: 8 },
  maxTxRate: { offset: 80, type: 'u64', count: 1, bytes: 8 },
  tokens: { offset: 88, type: 'i64', count: 1, bytes: 8 },
  tokensNs: { offset: 96, type: 'u64', count: 1, bytes: 8 },
  wakeNs: { offset: 104, type: 'u64', count: 1, bytes: 8 },
  waitingQueues: { offset: 112, type: 'u64', count: 1, bytes: 8 },
  waitsFor: { offset: 120, type: 'u32', count: 1, bytes: 4 },
  isCongested: { offset: 124, type: 'u32', count: 1, bytes: 4 },
  waiters: { offset: 128, type: 'u32', count: 1, bytes: 4 },
  guaranteedWaiters: { offset: 132, type: 'u32', count: 1, bytes: 4 },
  waitsGuaranteed: { offset: 136, type: 'u32', count: 1, bytes: 4 },
  credit: { offset: 144, type: 'i64', count: 1, bytes: 8 },
  creditNs: { offset: 152, type: 'u64', count: 1, bytes: 8 },
  congestedNs: { offset: 160, type: 'u64', count: 1, bytes: 8 },
  patienceNs: { offset: 168, type: 'u64', count: 1, bytes: 8 },
  rxPackets: { offset: 176, type: 'u64', count: 1, bytes: 8 },
  txPackets: { offset: 184, type: 'u64', count: 1, bytes: 8 },
  rxBytes: { offset: 192, type: 'u64', count: 1, bytes: 8 },
  txBytes: { offset: 200, type: 'u64', count: 1, bytes: 8 },
  broadcast: { offset: 208, type: 'u64', count: 1, bytes: 8 },
  multicast: { offset: 216, type: 'u64', count: 1, bytes: 8 },
  rxDropped: { offset: 224, type: 'u64', count: 1, bytes: 8 },
  txDropped: { offset: 232, type: 'u64', count: 1, bytes: 8 },
  spoofed: { offset: 240, type: 'u64', count: 1, bytes: 8 },
  malicious: { offset: 248, type: 'u64', count: 1, bytes: 8 },
  copiedBytes: { offset: 256, type: 'u64', count: 1, bytes: 8 },
} as const

/** Where a frame is being written: buffers of a receive queue, or the outbox of an adapter. */
export const FrameSinkLayout = {
  bytes: 1088,
  guest: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  device: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  queue: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  position: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  headerPointer: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  heads: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  isMergeable: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  savedAvail: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  savedWraps: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  headerBytes: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  headerLeft: { offset: 40, type: 'u32', count: 1, bytes: 4 },
  packetBytes: { offset: 44, type: 'u32', count: 1, bytes: 4 },
  headerGpa: { offset: 48, type: 'u64', count: 1, bytes: 8 },
  packetGpa: { offset: 56, type: 'u64', count: 1, bytes: 8 },
  head: { offset: 64, type: 'u32', count: 256, bytes: 4 },
} as const

/** An adapter, and the frame that its switch has in hand. */
export const NicLayout = {
  bytes: 8192,
  ports: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  extentBytes: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  generation: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  linkSpeed: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  outbox: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  outboxHead: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  outboxTail: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  events: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  mtu: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  frameGuest: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  frameChain: { offset: 40, type: 'u32', count: 1, bytes: 4 },
  frameStart: { offset: 44, type: 'u32', count: 1, bytes: 4 },
  frameBytes: { offset: 48, type: 'u32', count: 1, bytes: 4 },
  framePort: { offset: 52, type: 'u32', count: 1, bytes: 4 },
  frameFlags: { offset: 56, type: 'u32', count: 1, bytes: 4 },
  frameGso: { offset: 60, type: 'u32', count: 1, bytes: 4 },
  frameHeader: { offset: 64, type: 'u32', count: 1, bytes: 4 },
  frameSegment: { offset: 68, type: 'u32', count: 1, bytes: 4 },
  frameCsumStart: { offset: 72, type: 'u32', count: 1, bytes: 4 },
  frameCsumOffset: { offset: 76, type: 'u32', count: 1, bytes: 4 },
  frameTag: { offset: 80, type: 'u32', count: 1, bytes: 4 },
  framePushed: { offset: 84, type: 'u32', count: 1, bytes: 4 },
  frameVlan: { offset: 88, type: 'u32', count: 1, bytes: 4 },
  frameMade: { offset: 92, type: 'u32', count: 1, bytes: 4 },
  sinkOwner: { offset: 96, type: 'u32', count: 1, bytes: 4 },
  frameTo: { offset: 104, type: 'u64', count: 1, bytes: 8 },
  frameFrom: { offset: 112, type: 'u64', count: 1, bytes: 8 },
  framePointer: { offset: 120, type: 'u32', count: 1, bytes: 4 },
  copied: { offset: 124, type: 'u32', count: 1, bytes: 4 },
  waitFor: { offset: 128, type: 'u32', count: 1, bytes: 4 },
  promiscuous: { offset: 132, type: 'u32', count: 1, bytes: 4 },
  frameFlow: { offset: 136, type: 'u64', count: 1, bytes: 8 },
  lookupKey: { offset: 144, type: 'u64', count: 256, bytes: 8 },
  lookupPort: { offset: 2192, type: 'u32', count: 256, bytes: 4 },
  lookupGeneration: { offset: 3216, type: 'u32', count: 256, bytes: 4 },
  header: { offset: 4240, type: 'u8', count: 256, bytes: 1 },
  looked: { offset: 4496, type: 'u8', count: 64, bytes: 1 },
  segment: { offset: 4560, type: 'u8', count: 272, bytes: 1 },
  made: { offset: 4832, type: 'u8', count: 256, bytes: 1 },
  sink: { offset: 5088, type: 'u8', count: 1088, bytes: 1 },
} as const

/** A ring of descriptors of 16 bytes. Addresses are guest-physical. */
export const IgbQueueLayout = {
  bytes: 80,
  baseGpa: { offset: 0, type: 'u64', count: 1, bytes: 8 },
  headGpa: { offset: 8, type: 'u64', count: 1, bytes: 8 },
  length: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  head: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  tail: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  control: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  split: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  dca: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  context: { offset: 40, type: 'u32', count: 8, bytes: 4 },
} as const

/** What holds the messages of a vector back (§7.3.4.1): EITR, whose counter goes by the time of the guest. */
export const IgbThrottleLayout = {
  bytes: 16,
  eitr: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  pad: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  endNs: { offset: 8, type: 'u64', count: 1, bytes: 8 },
} as const

/** A function of an 82576: its registers, and what the driver of a virtual one asked the physical function for. IgbPf follows in that of a physical one. */
export const IgbVfLayout = {
  bytes: 1648,
  port: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  ringing: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  queues: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  receiveAt: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  transmitAt: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  throttlesAt: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  lanes: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  isClearToSend: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  isReplyUnread: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  isPingDue: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  mailbox: { offset: 40, type: 'u32', count: 1, bytes: 4 },
  ctrl: { offset: 44, type: 'u32', count: 1, bytes: 4 },
  eicr: { offset: 48, type: 'u32', count: 1, bytes: 4 },
  held: { offset: 52, type: 'u32', count: 1, bytes: 4 },
  eims: { offset: 56, type: 'u32', count: 1, bytes: 4 },
  eiac: { offset: 60, type: 'u32', count: 1, bytes: 4 },
  eiam: { offset: 64, type: 'u32', count: 1, bytes: 4 },
  ivar: { offset: 68, type: 'u32', count: 1, bytes: 4 },
  ivarMisc: { offset: 72, type: 'u32', count: 1, bytes: 4 },
  psrtype: { offset: 76, type: 'u32', count: 1, bytes: 4 },
  longestFrame: { offset: 80, type: 'u32', count: 1, bytes: 4 },
  allMulti: { offset: 84, type: 'u32', count: 1, bytes: 4 },
  addresses: { offset: 88, type: 'u32', count: 1, bytes: 4 },
  gprc: { offset: 92, type: 'u32', count: 1, bytes: 4 },
  gptc: { offset: 96, type: 'u32', count: 1, bytes: 4 },
  gorc: { offset: 100, type: 'u32', count: 1, bytes: 4 },
  gotc: { offset: 104, type: 'u32', count: 1, bytes: 4 },
  mprc: { offset: 108, type: 'u32', count: 1, bytes: 4 },
  gprlbc: { offset: 112, type: 'u32', count: 1, bytes: 4 },
  gptlbc: { offset: 116, type: 'u32', count: 1, bytes: 4 },
  gorlbc: { offset: 120, type: 'u32', count: 1, bytes: 4 },
  gotlbc: { offset: 124, type: 'u32', count: 1, bytes: 4 },
  frameEnd: { offset: 128, type: 'u32', count: 1, bytes: 4 },
  frameCommand: { offset: 132, type: 'u32', count: 1, bytes: 4 },
  frameOptions: { offset: 136, type: 'u32', count: 1, bytes: 4 },
  frameReason: { offset: 140, type: 'u32', count: 1, bytes: 4 },
  descriptor: { offset: 144, type: 'u64', count: 1, bytes: 8 },
  descriptorHigh: { offset: 152, type: 'u64', count: 1, bytes: 8 },
  mailboxMemory: { offset: 160, type: 'u32', count: 16, bytes: 4 },
  filter: { offset: 224, type: 'u64', count: 4, bytes: 8 },
  hashes: { offset: 256, type: 'u64', count: 64, bytes: 8 },
  vlans: { offset: 768, type: 'u64', count: 64, bytes: 8 },
  throttles: { offset: 1280, type: 'u8', count: 48, bytes: 1 },
  receive: { offset: 1328, type: 'u8', count: 160, bytes: 1 },
  transmit: { offset: 1488, type: 'u8', count: 160, bytes: 1 },
} as const

/** What the physical function of an 82576 has beyond a virtual one. */
export const IgbPfLayout = {
  bytes: 4016,
  eerd: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  eecd: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  mdic: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  icr: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  ims: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  mailboxCauses: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  vfResets: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  macLow: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  macHigh: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  pad: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  spoofed: { offset: 40, type: 'u64', count: 8, bytes: 8 },
  kept: { offset: 104, type: 'u32', count: 187, bytes: 4 },
  phy: { offset: 856, type: 'u32', count: 32, bytes: 4 },
  rates: { offset: 984, type: 'u32', count: 16, bytes: 4 },
  throttles: { offset: 1048, type: 'u8', count: 400, bytes: 1 },
  receive: { offset: 1448, type: 'u8', count: 1280, bytes: 1 },
  transmit: { offset: 2728, type: 'u8', count: 1280, bytes: 1 },
} as const

/** State of the balloon. */
export const BalloonLayout = {
  bytes: 224,
  pages: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  hasStats: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  statsHead: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  statsDescriptors: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  hintId: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  entry: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  inflated: { offset: 24, type: 'u64', count: 1, bytes: 8 },
  deflated: { offset: 32, type: 'u64', count: 1, bytes: 8 },
  reported: { offset: 40, type: 'u64', count: 1, bytes: 8 },
  hinted: { offset: 48, type: 'u64', count: 1, bytes: 8 },
  discarded: { offset: 56, type: 'u64', count: 1, bytes: 8 },
  statsUpdates: { offset: 64, type: 'u64', count: 1, bytes: 8 },
  statEntry: { offset: 72, type: 'u64', count: 1, bytes: 8 },
  statValue: { offset: 80, type: 'u64', count: 1, bytes: 8 },
  stats: { offset: 88, type: 'u64', count: 16, bytes: 8 },
} as const

/** Configuration space of the balloon. */
export const BalloonConfigLayout = {
  bytes: 16,
  numPages: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  actual: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  freePageHintCmdId: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  poisonVal: { offset: 12, type: 'u32', count: 1, bytes: 4 },
} as const

/** State of a disk. */
export const BlkLayout = {
  bytes: 160,
  volume: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  isReadOnly: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  type: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  reserved: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  sector: { offset: 16, type: 'u64', count: 1, bytes: 8 },
  rangeSector: { offset: 24, type: 'u64', count: 1, bytes: 8 },
  rangeSectors: { offset: 32, type: 'u32', count: 1, bytes: 4 },
  rangeFlags: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  bytesLimit: { offset: 40, type: 'u64', count: 1, bytes: 8 },
  operationsLimit: { offset: 48, type: 'u64', count: 1, bytes: 8 },
  byteTokens: { offset: 56, type: 'i64', count: 1, bytes: 8 },
  operationTokens: { offset: 64, type: 'i64', count: 1, bytes: 8 },
  filledNs: { offset: 72, type: 'u64', count: 1, bytes: 8 },
  held: { offset: 80, type: 'u32', count: 1, bytes: 4 },
  reads: { offset: 88, type: 'u64', count: 1, bytes: 8 },
  writes: { offset: 96, type: 'u64', count: 1, bytes: 8 },
  flushes: { offset: 104, type: 'u64', count: 1, bytes: 8 },
  bytesRead: { offset: 112, type: 'u64', count: 1, bytes: 8 },
  bytesWritten: { offset: 120, type: 'u64', count: 1, bytes: 8 },
  errors: { offset: 128, type: 'u64', count: 1, bytes: 8 },
  id: { offset: 136, type: 'u8', count: 20, bytes: 1 },
} as const

/** Configuration space of a disk. */
export const BlkConfigLayout = {
  bytes: 80,
  capacity: { offset: 0, type: 'u64', count: 1, bytes: 8 },
  sizeMax: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  segMax: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  cylinders: { offset: 16, type: 'u16', count: 1, bytes: 2 },
  heads: { offset: 18, type: 'u8', count: 1, bytes: 1 },
  sectors: { offset: 19, type: 'u8', count: 1, bytes: 1 },
  blkSize: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  physicalBlockExp: { offset: 24, type: 'u8', count: 1, bytes: 1 },
  alignmentOffset: { offset: 25, type: 'u8', count: 1, bytes: 1 },
  minIoSize: { offset: 26, type: 'u16', count: 1, bytes: 2 },
  optIoSize: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  writeback: { offset: 32, type: 'u8', count: 1, bytes: 1 },
  unused0: { offset: 33, type: 'u8', count: 1, bytes: 1 },
  numQueues: { offset: 34, type: 'u16', count: 1, bytes: 2 },
  maxDiscardSectors: { offset: 36, type: 'u32', count: 1, bytes: 4 },
  maxDiscardSeg: { offset: 40, type: 'u32', count: 1, bytes: 4 },
  discardSectorAlignment: { offset: 44, type: 'u32', count: 1, bytes: 4 },
  maxWriteZeroesSectors: { offset: 48, type: 'u32', count: 1, bytes: 4 },
  maxWriteZeroesSeg: { offset: 52, type: 'u32', count: 1, bytes: 4 },
  writeZeroesMayUnmap: { offset: 56, type: 'u8', count: 1, bytes: 1 },
  unused1: { offset: 57, type: 'u8', count: 1, bytes: 1 },
  unused2: { offset: 58, type: 'u16', count: 1, bytes: 2 },
  maxSecureEraseSectors: { offset: 60, type: 'u32', count: 1, bytes: 4 },
  maxSecureEraseSeg: { offset: 64, type: 'u32', count: 1, bytes: 4 },
  secureEraseSectorAlignment: { offset: 68, type: 'u32', count: 1, bytes: 4 },
} as const

/** A request that the outside serves: a chain that its device holds. */
export const IoRequestLayout = {
  bytes: 64,
  state: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  slot: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  queue: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  head: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  descriptors: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  place: { offset: 20, type: 'u32', count: 1, bytes: 4 },
  operation: { offset: 24, type: 'u32', count: 1, bytes: 4 },
  flags: { offset: 28, type: 'u32', count: 1, bytes: 4 },
  offset: { offset: 32, type: 'u64', count: 1, bytes: 8 },
  count: { offset: 40, type: 'u64', count: 1, bytes: 8 },
  readBytes: { offset: 48, type: 'u32', count: 1, bytes: 4 },
  writeBytes: { offset: 52, type: 'u32', count: 1, bytes: 4 },
  order: { offset: 56, type: 'u64', count: 1, bytes: 8 },
} as const

/** Requests that the outside serves. */
export const IoTableLayout = {
  bytes: 16448,
  posted: { offset: 0, type: 'u64', count: 1, bytes: 8 },
  waiting: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  busy: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  ready: { offset: 16, type: 'u32', count: 1, bytes: 4 },
  request: { offset: 24, type: 'u8', count: 16384, bytes: 1 },
} as const

/** A volume in the memory of the host: a word for each 4 KiB, the host pointer of a frame or 0. Frames may be shared; a write copies. */
export const VolumeLayout = {
  bytes: 32,
  pages: { offset: 0, type: 'u32', count: 1, bytes: 4 },
  table: { offset: 4, type: 'u32', count: 1, bytes: 4 },
  frames: { offset: 8, type: 'u32', count: 1, bytes: 4 },
  isFull: { offset: 12, type: 'u32', count: 1, bytes: 4 },
  size: { offset: 16, type: 'u64', count: 1, bytes: 8 },
} as const

export const GUEST_ALLOCATION = 4096
export const GUEST_UART = 4608
export const GUEST_RTC = 4672
export const GUEST_VMGENID = 4736
export const GUEST_FINISHER = 4800
export const GUEST_HTIF = 4864
export const GUEST_ACLINT = 4992
export const GUEST_PLIC = 5568
export const GUEST_APLIC_M = 8064
export const GUEST_APLIC_S = 8960
export const GUEST_CONSOLE_OUT = 9856
export const GUEST_CONSOLE_IN = 140992
export const GUEST_CHAIN_READ = 272128
export const GUEST_CHAIN_WRITE = 288640
export const GUEST_SECURITY = 305152
export const GUEST_IO = 308288
export const HART_IMSIC_M = 4096
export const HART_IMSIC_S = 4224
export const STAGE2_FRAME_SHIFT = 12
export const BATCH_REGIONS = 64
export const WINDOW_PAGES = 3
export const MOST_HEADS = 8
export const ASKING_PLACES = 4
export const REGION_INSTRUCTIONS = 512
export const FIRST_SLOT = 1024
export const MOST_REGIONS = 16000
export const CODE_INBOX_STORES = 256
export const MOST_PCPUS = 256
export const PCPU_SET_WORDS = 4
export const MOST_VCPUS = 4096
export const PERIOD_NS = 10000000
export const BUDGET_USES = 32
export const VIRTUAL_TIME_SHIFT = 20
export const NORMAL_SHARES = 1000
export const TLB_MODES = 4
export const TLB_MASK = 1023
export const TLB_FETCH_MASK = 1023
export const TLB_DATA_BYTES = 16384
export const TLB_FETCH_BYTES = 16384
export const TLB_SITES = 1024
export const TLB_SITE_OFFSET = 49152
export const TLB_SPAN_OFFSET = 65536
export const TLB_GENERATION_OFFSET = 65664
export const TLB_MODE_BYTES = 65728
export const JUMP_MASK = 1023
export const JUMP_CACHE_BYTES = 16384
export const DECODED_RECORDS = 2048
export const DECODED_PAGE_BYTES = 16512
export const RECORD_PAGE_END = 1
export const RECORD_STRADDLE = 2
export const RECORD_ILLEGAL = 3
export const RECORD_ENTER = 4
export const RECORD_OPERATION = 511
export const RECORD_LENGTH_SHIFT = 12
export const HART_TLB = 8192
export const HART_JUMPS = 271104
export const HART_STATE_BYTES = 8192
export const HART_BLOCK_BYTES = 290816
export const GUEST_HARTS = 327680
export const HOST_BASE = 65536
export const HOST_FRAMES = 1048576
export const STAGING_BYTES = 65536
export const HIGH_PERCENT = 6
export const SOFT_PERCENT = 4
export const HARD_PERCENT = 2
export const LOW_PERCENT = 1
export const MERGE_WAYS = 4
export const MERGE_ENTRY_BYTES = 16
export const SWAP_SLOTS = 1048576
export const RESERVE_PART = 256
export const RESERVE_LEAST = 32
export const RING_DATA_BYTES = 131072
export const VIRTIO_SLOT_BYTES = 4096
export const VIRTIO_MMIO_DEVICES = 8
export const VIRTIO_QUEUES = 20
export const VIRTIO_QUEUE_SIZE = 1024
export const VIRTIO_CONFIG_BYTES = 256
export const VIRTIO_STATE_BYTES = 2048
export const VIRTIO_MAGIC = 1953655158
export const VIRTIO_MMIO_VERSION = 2
export const VIRTIO_VENDOR = 1431127377
export const IO_SLOTS = 256
export const BLK_ID_BYTES = 20
export const BLK_QUEUES = 16
export const BLK_QUEUE_SIZE = 256
export const BLK_SECTOR_BYTES = 512
export const SECURITY_ENTRIES = 64
export const SBI_VERSION = 33554432
export const SBI_IMPLEMENTATION_ID = 30317
export const MAX_HARTS = 64
export const PLIC_WORDS = 3
export const PLIC_CONTEXTS = 128
export const IMSIC_WORDS = 4
export const APLIC_WORDS = 4
export const CONFIG_BYTES = 512
export const VIRTIO_NET_MOST_PAIRS = 8
export const VIRTIO_NET_QUEUE_SIZE = 256
export const VIRTIO_NET_FILTER_ADDRESSES = 64
export const VIRTIO_NET_HEADER_BYTES = 12
export const VIRTIO_NET_RSS_KEY_BYTES = 40
export const VIRTIO_NET_RSS_ENTRIES = 128
export const NIC_LOOKUPS = 256
export const NIC_LONGEST_FRAME = 65557
export const NIC_HEADER_BYTES = 256
export const NIC_OUTBOX_BYTES = 1048576
export const SINK_HEADS = 64
export const PCI_BARS = 6
export const IGB_QUEUES = 2
export const IGB_VECTORS = 3
export const IGB_MAILBOX_WORDS = 16
export const IGB_PF_QUEUES = 16
export const IGB_PF_VECTORS = 25
export const IGB_POOLS = 8
export const IGB_PF_ADDRESSES = 24
export const IGB_VLAN_POOLS = 32
export const IGB_NVM_WORDS = 64
export const IGB_PHY_REGISTERS = 32
export const IGB_FILTER_ADDRESSES = 4
export const IGB_MESSAGE_INFO_SHIFT = 16
export const MOST_MSIX_VECTORS = 64
export const MOST_ROOT_PORTS = 248
export const MSIX_PENDING_OFFSET = 2048
export const PCI_FUNCTION_BLOCK_BYTES = 7488
export const VIRTIO_PCI_COMMON = 0
export const VIRTIO_PCI_ISR = 4096
export const VIRTIO_PCI_DEVICE = 8192
export const VIRTIO_PCI_NOTIFY = 12288
export const VIRTIO_PCI_NOTIFY_MULTIPLIER = 4
export const TIMEBASE_FREQUENCY = 10000000
export const NS_PER_TICK = 100
export const Attention = {
  none: 0,
  trap: 1,
  resume: 2,
  mmio: 3,
  sbi: 4,
  wait: 5,
  htif: 6,
  memory: 7,
  moved: 8,
  exclusive: 9,
} as const
export const MmioState = {
  none: 0,
  read: 1,
  write: 2,
  readDone: 3,
  writeDone: 4,
  htifDone: 5,
} as const
export const HsmState = {
  started: 0,
  stopped: 1,
  startPending: 2,
  stopPending: 3,
  suspended: 4,
  suspendPending: 5,
  resumePending: 6,
} as const
export const GuestState = {
  created: 0,
  running: 1,
  paused: 2,
  stopped: 3,
  crashed: 4,
} as const
export const GuestEnd = {
  none: 0,
  powerOff: 1,
  reboot: 2,
  fail: 3,
  crash: 4,
  instructionLimit: 5,
} as const
export const StateFault = {
  none: 0,
  features: 1,
  queue: 2,
  stealTime: 3,
} as const
export const CrashReason = {
  none: 0,
  trapLoop: 1,
  swapFailed: 2,
  pageLost: 3,
} as const
export const RunResult = {
  busy: 0,
  idle: 1,
  ended: 2,
} as const
export const Stage2 = {
  present: 1,
  writable: 2,
  copyOnWrite: 8,
  dirtyLogged: 16,
  absent: 4,
  zero: 32,
  shared: 64,
  swapped: 128,
  accessed: 256,
} as const
export const InterruptController = {
  plic: 0,
  aia: 1,
} as const
export const VcpuState = {
  off: 0,
  ready: 1,
  run: 2,
  wait: 3,
  throttled: 4,
  costop: 5,
} as const
export const PcpuResult = {
  busy: 0,
  idle: 1,
} as const
export const PciKind = {
  none: 0,
  hostBridge: 1,
  rootPort: 2,
  virtioNet: 3,
  virtioNetPf: 4,
  virtioNetVf: 5,
  igbVf: 6,
  igbPf: 7,
  igbBusVf: 8,
  virtioBlk: 9,
  virtioConsole: 10,
  virtioRng: 11,
  virtioP9: 12,
  virtioVsock: 13,
} as const
export const VirtioNetFeature = {
  csum: 0,
  guestCsum: 1,
  ctrlGuestOffloads: 2,
  mtu: 3,
  mac: 5,
  guestTso4: 7,
  guestTso6: 8,
  guestEcn: 9,
  hostTso4: 11,
  hostTso6: 12,
  hostEcn: 13,
  mrgRxbuf: 15,
  status: 16,
  ctrlVq: 17,
  ctrlRx: 18,
  ctrlVlan: 19,
  ctrlRxExtra: 20,
  guestAnnounce: 21,
  mq: 22,
  ctrlMacAddr: 23,
  rss: 60,
  speedDuplex: 63,
} as const
export const VirtioNetConfig = {
  mac: 0,
  status: 6,
  maxPairs: 8,
  mtu: 10,
  speed: 12,
  duplex: 16,
  rssKeyBytes: 17,
  rssTableEntries: 18,
  hashTypes: 20,
  bytes: 24,
} as const
export const VirtioNetStatus = {
  linkUp: 1,
  announce: 2,
} as const
export const VirtioNetControl = {
  promisc: 0,
  allMulti: 1,
  allUni: 2,
  noMulti: 3,
  noUni: 4,
  noBroadcast: 5,
  macTableSet: 256,
  macAddrSet: 257,
  vlanAdd: 512,
  vlanDel: 513,
  announceAck: 768,
  pairsSet: 1024,
  rssConfig: 1025,
  guestOffloadsSet: 1280,
} as const
export const VirtioNetHashType = {
  ip4: 1,
  tcp4: 2,
  udp4: 4,
  ip6: 8,
  tcp6: 16,
  udp6: 32,
  all: 63,
} as const
export const VirtioNetHeader = {
  bytes: 12,
  needsCsum: 1,
  dataValid: 2,
  gsoTcp4: 1,
  gsoTcp6: 4,
  gsoEcn: 128,
} as const
export const VirtioPciRegister = {
  deviceFeatureSelect: 0,
  deviceFeature: 4,
  driverFeatureSelect: 8,
  driverFeature: 12,
  configMsixVector: 16,
  numQueues: 18,
  deviceStatus: 20,
  configGeneration: 21,
  queueSelect: 22,
  queueSize: 24,
  queueMsixVector: 26,
  queueEnable: 28,
  queueNotifyOff: 30,
  queueDesc: 32,
  queueDriver: 40,
  queueDevice: 48,
  queueNotifyData: 56,
  queueReset: 58,
} as const
export const NicPortKind = {
  none: 0,
  uplink: 1,
  physical: 2,
  virtual: 3,
} as const
export const LinkState = {
  auto: 0,
  enable: 1,
  disable: 2,
} as const
export const PortOwner = {
  nobody: 0,
  outside: 1,
  virtioNet: 2,
  igb: 3,
} as const
export const PciEvent = {
  reset: 1,
  vfEnable: 2,
  window: 4,
  slotControl: 8,
  slotStatus: 16,
  busReset: 32,
} as const
export const PciError = {
  dataLinkProtocol: 4,
  surpriseDown: 5,
  poisonedTlp: 12,
  flowControlProtocol: 13,
  completionTimeout: 14,
  completerAbort: 15,
  unexpectedCompletion: 16,
  receiverOverflow: 17,
  malformedTlp: 18,
  unsupportedRequest: 20,
  uncorrectableInternal: 22,
} as const
export const DetachHow = {
  ask: 0,
  force: 1,
  finish: 2,
} as const
export const Detached = {
  gone: 0,
  asked: 1,
  refused: 2,
} as const
export const IgbVfRegister = {
  ctrl: 0,
  status: 8,
  frameTimer: 4168,
  eics: 5408,
  eims: 5412,
  eimc: 5416,
  eiac: 5420,
  eiam: 5424,
  eicr: 5504,
  eitr: 5760,
  ivar: 5888,
  ivarMisc: 5952,
  mailboxMemory: 2048,
  mailbox: 3136,
  psrtype: 3852,
  gprc: 3856,
  gptc: 3860,
  gorc: 3864,
  gotc: 3892,
  mprc: 3900,
  gprlbc: 3904,
  gptlbc: 3908,
  gorlbc: 3912,
  gotlbc: 3920,
  rdbal: 10240,
  rdbah: 10244,
  rdlen: 10248,
  srrctl: 10252,
  rdh: 10256,
  rxctl: 10260,
  rdt: 10264,
  rxdctl: 10280,
  tdbal: 14336,
  tdbah: 14340,
  tdlen: 14344,
  tdh: 14352,
  txctl: 14356,
  tdt: 14360,
  txdctl: 14376,
  tdwbal: 14392,
  tdwbah: 14396,
} as const
export const IgbPfRegister = {
  ctrl: 0,
  status: 8,
  eecd: 16,
  eerd: 20,
  ctrlExt: 24,
  mdic: 32,
  flowControl: 40,
  rctl: 256,
  fcttv: 368,
  tctl: 1024,
  mailboxMemory: 2048,
  mailbox: 3072,
  mailboxCauses: 3200,
  mailboxMask: 3204,
  vfResets: 3208,
  vfReceive: 3212,
  vfTransmit: 3216,
  leds: 3584,
  managementControl: 4112,
  icr: 5376,
  ics: 5380,
  ims: 5384,
  imc: 5388,
  iam: 5392,
  eics: 5408,
  eims: 5412,
  eimc: 5416,
  eiac: 5420,
  eiam: 5424,
  eicr: 5504,
  eitr: 5760,
  ivar: 5888,
  ivarMisc: 5952,
  fcrt: 8544,
  receiveBuffer: 9220,
  dropEnable: 9224,
  transmitBuffer: 13316,
  transmitSwitch: 13568,
  wrongBehavior: 13652,
  rateSelect: 13828,
  rate: 14000,
  vlanInsert: 14080,
  gprc: 16500,
  mprc: 16508,
  gptc: 16512,
  gorc: 16520,
  gotc: 16528,
  rxcsum: 20480,
  longest: 20484,
  rfctl: 20488,
  hashes: 20992,
  addresses: 21504,
  moreAddresses: 21728,
  vlans: 22016,
  wakeUp: 22528,
  mrqc: 22552,
  vtCtl: 22556,
  manc: 22560,
  poolControl: 23248,
  gcr: 23296,
  swsm: 23376,
  swFwSync: 23388,
  redirection: 23552,
  rssKey: 23680,
  vlanPools: 23808,
  systemTime: 46592,
} as const
export const IgbPfKept = {
  ctrl: 0,
  ctrlExt: 1,
  flowControl: 2,
  rctl: 7,
  fcttv: 8,
  tctl: 9,
  mailboxMask: 14,
  vfReceive: 15,
  vfTransmit: 16,
  leds: 17,
  iam: 18,
  ivar: 20,
  ivarMisc: 28,
  fcrt: 29,
  receiveBuffer: 32,
  dropEnable: 33,
  transmitBuffer: 34,
  transmitSwitch: 35,
  rateSelect: 36,
  vlanInsert: 37,
  rxcsum: 45,
  longest: 46,
  rfctl: 47,
  addresses: 48,
  moreAddresses: 80,
  wakeUp: 96,
  mrqc: 99,
  vtCtl: 100,
  manc: 101,
  poolControl: 102,
  gcr: 110,
  swsm: 111,
  swFwSync: 112,
  redirection: 113,
  rssKey: 145,
  vlanPools: 155,
} as const
export const IgbPfBit = {
  masterDisable: 4,
  reset: 67108864,
  stripsTags: 1073741824,
  phyReset: -2147483648,
  resetDone: 2097152,
  masterEnabled: 524288,
  nvmRequest: 64,
  nvmGrant: 128,
  nvmPresent: 256,
  nvmRead: 512,
  functionResetDone: 16384,
  phyConfigured: 786432,
  linkChanged: 4,
  mailboxCause: 256,
  outOfSync: 268435456,
  phyWrite: 67108864,
  phyReady: 268435456,
  receiveEnable: 2,
  everyStation: 8,
  everyGroup: 16,
  longFrames: 32,
  broadcasts: 32768,
  vlanFilter: 262144,
  transmitEnable: 2,
  addressValid: -2147483648,
  addressPoolShift: 18,
  poolLongest: 16383,
  poolLongFrames: 65536,
  poolUntagged: 16777216,
  poolGroups: 33554432,
  poolBroadcasts: 134217728,
  poolEveryGroup: 268435456,
  poolStripsTags: 1073741824,
  vlanValid: -2147483648,
  vlanPoolShift: 12,
  insertAlways: 1073741824,
} as const
export const IgbPfMailbox = {
  message: 1,
  acknowledge: 2,
  heldByVf: 4,
  heldByPf: 8,
  reclaim: 16,
} as const
export const IgbLane = {
  receive: 1,
  transmit: 2,
} as const
export const IgbBit = {
  ctrlReset: 67108864,
  statusFullDuplex: 1,
  statusLinkUp: 2,
  statusSpeed1000: 128,
  queueEnable: 33554432,
  vectorValid: 128,
} as const
export const IgbMailbox = {
  request: 1,
  acknowledge: 2,
  heldByVf: 4,
  heldByPf: 8,
  pfMessage: 16,
  pfAcknowledge: 32,
  resetInProgress: 64,
  resetDone: 128,
} as const
export const IgbMessage = {
  reset: 1,
  setMac: 2,
  setMulticast: 3,
  setVlan: 4,
  setLpe: 5,
  setPromisc: 6,
  pfControl: 256,
} as const
export const IgbMessageFlag = {
  clearToSend: 536870912,
  nack: 1073741824,
  ack: -2147483648,
} as const
export const IgbMacFilter = {
  clear: 1,
  add: 2,
} as const
export const IgbPromisc = {
  unicast: 1,
  multicast: 2,
} as const
export const IgbTransmit = {
  typeShift: 20,
  typeMask: 15,
  lengthMask: 65535,
  typeContext: 2,
  typeData: 3,
  endOfPacket: 16777216,
  insertChecksum: 67108864,
  reportStatus: 134217728,
  isAdvanced: 536870912,
  insertVlan: 1073741824,
  segment: -2147483648,
  ipChecksum: 256,
  l4Checksum: 512,
  contextIpv4: 1024,
  contextL4Shift: 11,
  l4Udp: 0,
  l4Tcp: 1,
  l4Sctp: 2,
  done: 1,
} as const
export const IgbThrottleBit = {
  interval: 32764,
  intervalShift: 2,
  lowLatency: 32768,
  credits: 2031616,
  counterShift: 21,
  counterMask: 1023,
  counterUnit: 2,
  keepsCounters: -2147483648,
} as const
export const IgbReceive = {
  done: 1,
  endOfPacket: 2,
  vlanPacket: 8,
  udpChecked: 16,
  l4Checked: 32,
  ipChecked: 64,
  loopback: 262144,
  typeShift: 25,
  typeMask: 7,
  packetMask: 127,
  packetShift: 10,
  usualPacketBytes: 2048,
  headerFieldShift: 8,
  headerMask: 15,
  headerShift: 6,
  typeLegacy: 0,
  typeOneBuffer: 1,
  typeSplit: 2,
  typeSplitAlways: 5,
  splitHeader: 32768,
  headerLengthShift: 5,
} as const
export const IgbRinging = {
  transmit: 1,
  receive: 65536,
  mailbox: 131072,
  reset: 262144,
  pools: 524288,
} as const
export const MemoryState = {
  high: 0,
  soft: 1,
  hard: 2,
  low: 3,
} as const
export const Engine = {
  interpreter: 0,
  translator: 1,
} as const
export const RegionState = {
  free: 0,
  pending: 1,
  live: 2,
} as const
export const Trick = {
  sites: 1,
  hints: 2,
  fused: 4,
  fixedMemory: 8,
  spans: 16,
  words: 32,
  groups: 64,
  unrolled: 128,
  peeled: 256,
  guarded: 512,
  jumps: 1024,
  calls: 2048,
  tight: 4096,
} as const
export const FinisherValue = {
  fail: 13107,
  pass: 21845,
  reset: 30583,
} as const
export const SbiExtension = {
  base: 16,
  time: 1414090053,
  ipi: 7557193,
  rfence: 1380339267,
  hsm: 4739917,
  srst: 1397904212,
  dbcn: 1145193294,
  sta: 5461057,
} as const
export const SbiBit = {
  base: 0,
  time: 1,
  ipi: 2,
  rfence: 3,
  hsm: 4,
  srst: 5,
  dbcn: 6,
  sta: 7,
} as const
export const SbiError = {
  success: 0,
  failed: -1,
  notSupported: -2,
  invalidParam: -3,
  denied: -4,
  invalidAddress: -5,
  alreadyAvailable: -6,
} as const
export const VirtioKind = {
  none: 0,
  net: 1,
  blk: 2,
  console: 3,
  rng: 4,
  balloon: 5,
  p9: 6,
  vsock: 7,
} as const
export const VirtioDeviceId = {
  none: 0,
  net: 1,
  blk: 2,
  console: 3,
  rng: 4,
  balloon: 5,
  p9: 9,
  vsock: 19,
} as const
export const VirtioTransport = {
  none: 0,
  mmio: 1,
  pci: 2,
} as const
export const VirtioStatus = {
  acknowledge: 1,
  driver: 2,
  driverOk: 4,
  featuresOk: 8,
  needsReset: 64,
  failed: 128,
} as const
export const VirtioInterrupt = {
  queue: 1,
  config: 2,
} as const
export const VirtioFeatureBit = {
  indirectDesc: 28,
  eventIdx: 29,
  version1: 32,
  accessPlatform: 33,
  ringPacked: 34,
  inOrder: 35,
  orderPlatform: 36,
  srIov: 37,
  notificationData: 38,
  ringReset: 40,
} as const
export const VirtioMmioRegister = {
  magicValue: 0,
  version: 4,
  deviceId: 8,
  vendorId: 12,
  deviceFeatures: 16,
  deviceFeaturesSel: 20,
  driverFeatures: 32,
  driverFeaturesSel: 36,
  queueSel: 48,
  queueNumMax: 52,
  queueNum: 56,
  queueReady: 68,
  queueNotify: 80,
  interruptStatus: 96,
  interruptAck: 100,
  status: 112,
  queueDescLow: 128,
  queueDescHigh: 132,
  queueDriverLow: 144,
  queueDriverHigh: 148,
  queueDeviceLow: 160,
  queueDeviceHigh: 164,
  shmSel: 172,
  shmLenLow: 176,
  shmLenHigh: 180,
  shmBaseLow: 184,
  shmBaseHigh: 188,
  queueReset: 192,
  configGeneration: 252,
  config: 256,
} as const
export const VirtioViolation = {
  none: 0,
  queueAddress: 1,
  queueSize: 2,
  queueOverlap: 3,
  availIndex: 4,
  descriptorIndex: 5,
  chainLength: 6,
  emptyBuffer: 7,
  bufferAddress: 8,
  bufferOrder: 9,
  indirectInIndirect: 10,
  indirectTable: 11,
  totalLength: 12,
  request: 13,
} as const
export const BlkFeatureBit = {
  sizeMax: 1,
  segMax: 2,
  geometry: 4,
  readOnly: 5,
  blkSize: 6,
  flush: 9,
  topology: 10,
  configWce: 11,
  mq: 12,
  discard: 13,
  writeZeroes: 14,
} as const
export const P9FeatureBit = {
  mountTag: 0,
} as const
export const ConsoleFeatureBit = {
  size: 0,
  multiport: 1,
} as const
export const VsockFeatureBit = {
  stream: 0,
} as const
export const BlkRequest = {
  read: 0,
  write: 1,
  flush: 4,
  getId: 8,
  discard: 11,
  writeZeroes: 13,
} as const
export const BlkStatus = {
  ok: 0,
  ioError: 1,
  unsupported: 2,
} as const
export const IoState = {
  free: 0,
  posted: 1,
  taken: 2,
  dropped: 3,
  done: 4,
} as const
export const IoFlag = {
  unmap: 1,
  writeThrough: 2,
} as const
export const BalloonFeatureBit = {
  mustTellHost: 0,
  statsVq: 1,
  deflateOnOom: 2,
  freePageHint: 3,
  pagePoison: 4,
  pageReporting: 5,
} as const
export const BalloonHint = {
  stop: 0,
  done: 1,
  first: 2,
} as const
export const DescriptorFlag = {
  next: 1,
  write: 2,
  indirect: 4,
} as const
export const AvailFlag = {
  noInterrupt: 1,
} as const
export const UsedFlag = {
  noNotify: 1,
} as const
export const Extension = {
  i: 0,
  m: 1,
  a: 2,
  f: 3,
  d: 4,
  c: 5,
  zicsr: 6,
  zifencei: 7,
  zicntr: 8,
  zihpm: 9,
  zba: 10,
  zbb: 11,
  zbc: 12,
  zbs: 13,
  zbkb: 14,
  zbkx: 15,
  zicond: 16,
  zicbom: 17,
  zicboz: 18,
  zicbop: 19,
  zca: 20,
  zcb: 21,
  zfa: 22,
  zfhmin: 23,
  zfh: 24,
  zacas: 25,
  zawrs: 26,
  zimop: 27,
  zcmop: 28,
  zihintpause: 29,
  zknd: 30,
  zkne: 31,
  zknh: 32,
  zaamo: 33,
  zalrsc: 34,
  zmmul: 35,
  sstc: 36,
  svinval: 37,
  svnapot: 38,
  svpbmt: 39,
  svade: 40,
  svadu: 41,
  smaia: 42,
  ssaia: 43,
  svvptc: 44,
} as const
export const ABI_HASH = 0x39d9b66ba4f27d10n
