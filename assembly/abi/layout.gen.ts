// Generated from src/spec/layout by src/spec/generate.ts. Do not edit.

/** One physical machine: its RAM is the Wasm memory. 256 bytes. */
@unmanaged
export class Host {
  /**     0: frames that guests may hold in all */
  frameLimit: u32
  /**     4: frames that guests hold now */
  framesUsed: u32
  /**     8: frames that were cut from the heap, those included that wait for the page whose place they are */
  framesTaken: u32
  /**    12: host pointer of the first free frame, 0 when none; each links to the next */
  freeFrame: u32
  /**    16: host pointer of the first free extent by address, 0 when none */
  freeExtent: u32
  /**    20: host pointer past the last byte handed out */
  heapEnd: u32
  /**    24: host pointer of the reference counts, u32 per frame */
  frameTable: u32
  /**    28: mutex over all that has no lock of its own: frames, extents, lists; two words */
  lock: u32
  /**    32:  */
  lockTimes: u32
  /**    36: mutex over the adapters; two words */
  nicLock: u32
  /**    40:  */
  nicLockTimes: u32
  /**    44: atomic: who keeps every physical CPU out of guests, 0 when nobody; others wait on it */
  stopped: u32
  /**    48: how often who stopped it has done so */
  stopTimes: u32
  /**    52: host pointer of how many code caches hold a decoded page, u32 per frame */
  codeFrames: u32
  /**    56: host pointer of the first CodeCache */
  codeCaches: u32
  /**    60: host pointer of the shared page of zeros */
  zeroPage: u32
  /**    64: host pointer of the buffer through which the outside copies */
  staging: u32
  /**    68: guests that were interrupted by others and are not awake yet */
  toWake: u32
  /**    72: host pointer of the first guest, 0 when none */
  guests: u32
  /**    76: host pointer of the physical CPUs, a Pcpu each */
  pcpus: u32
  /**    80: how many */
  pcpuCount: u32
  /**    84: one thread for all: the one that ran last */
  lastPcpu: u32
  /**    88: vCPUs of all guests */
  vcpuCount: u32
  /**    92: 1 when every physical CPU has a thread of its own */
  isShared: u32
  /**    96: running guests on the real clock: while there is one, the physical CPUs go by the monotonic clock */
  realGuests: u32
  /**   100: atomic: 1 while somebody works on the list of guests that the outside must look at */
  attentionLock: u32
  /**   104: atomic: host pointer of the first of them, 0 when none */
  attention: u32
  /**   108: atomic: 1 while the outside was told that there are some, and has not looked yet */
  attentionTold: u32
  /**   112: host pointer of the last of them */
  lastAttention: u32
  /**   120: time of the physical CPUs minus the monotonic clock */
  timelineBaseNs: i64
  /**   128: frames that reservations of guests have a claim to and do not hold yet */
  framesPromised: u32
  /**   132: last free frames, which are for devices and the hypervisor: a vCPU waits instead */
  frameReserve: u32
  /**   136: MemoryState */
  memoryState: u32
  /**   140: pages of the structures of all guests, which lie outside of the frames */
  overheadPages: u32
  /**   144: host pointer of the Swap, 0 until the first page is swapped out */
  swap: u32
  /**   148: pages that the swap backend takes; set by the outside, 0 when there is none */
  swapPages: u32
  /**   152: cache: number of the last search for pages to take */
  searches: u32
  /**   156: host pointer of what merging knows of pages, 0 before the first pass */
  mergeTable: u32
  /**   160: buckets of it, a power of two */
  mergeBuckets: u32
  /**   164: host pointer of the guest at which merging goes on, 0 before the first */
  mergeGuest: u32
  /**   168: page of it */
  mergePage: u32
  /**   172: pages of this pass that had no equal */
  mergeUnshared: u32
  /**   176: the same of the last pass */
  pagesUnshared: u32
  /**   184: statistics: passes over the pages of all guests */
  fullScans: u64
  /**   192: statistics: frames that became free because another had the same in it */
  mergedPages: u64
  /**   200: statistics: pages that were taken away from guests */
  reclaimedPages: u64
}

/** What a physical CPU keeps of guests' code. 2112 bytes. */
@unmanaged
export class CodeCache {
  /**     0: host pointer of the next CodeCache of the host, 0 at the end */
  next: u32
  /**     4: host pointer of the Translator */
  translator: u32
  /**     8: host pointer of the decoded pages, u32 per frame */
  codeTable: u32
  /**    12: first free decoded page, 0 when none */
  freeDecoded: u32
  /**    16: first decoded page in use, 0 when none */
  usedDecoded: u32
  /**    20: decoded pages in use */
  decodedPages: u32
  /**    24: decoded pages before all are dropped */
  decodedLimit: u32
  /**    28: times that all were dropped */
  epoch: u32
  /**    32: host pointer of STAGING_BYTES through which the outside of this CPU copies */
  staging: u32
  /**    36: host pointer of the hart that this CPU runs, 0 when none */
  hart: u32
  /**    40: atomic: host pointer of the guest that this CPU is in, 0 when none; others wait on it */
  inside: u32
  /**    44: who works on the inbox: a mutex of two words */
  inboxLock: u32
  /**    48:  */
  inboxTimes: u32
  /**    52: atomic: stores in the inbox; more than it holds when all that is decoded is stale */
  inboxCount: u32
  /**    56: 1: something happened in a guest on this CPU that the outside should hear of at once */
  hasNews: u32
  /**    60: word that fences write */
  barrier: u32
}

/** What a decoded page was made from; guests that map its frame share it. 64 bytes. */
@unmanaged
export class DecodedHeader {
  /**     0: host pointer of the next in its list */
  next: u32
  /**     4: host pointer of the previous in its list */
  previous: u32
  /**     8: host pointer of the frame that was decoded */
  frame: u32
  /**    12: generation of the frame that it was decoded in */
  generation: u32
  /**    16: host pointer of the first region with code of this page, 0 when none */
  regions: u32
  /**    20: stores to the page, that no region has code of, since anything was decoded */
  idleStores: u32
  /**    24: bitmap of the extensions that it was decoded for */
  extensions: u64
}

/** A physical CPU: its run queue, clock and counters. 192 bytes. */
@unmanaged
export class Pcpu {
  /**     0: atomic: 1 while somebody works on the queue */
  lock: u32
  /**     4: atomic: counts what a CPU that sleeps must wake for; it waits on this word */
  doorbell: u32
  /**     8: 1: the doorbell was rung under the lock, and who gives that back wakes the CPU */
  isRung: u32
  /**    12: what the doorbell showed before the CPU last looked for something to do */
  heard: u32
  /**    16: its number */
  index: u32
  /**    20: host pointer of the running Vcpu, 0 when none */
  current: u32
  /**    24: host pointer of the ready vCPUs, u32 each */
  ready: u32
  /**    28: how many */
  readyCount: u32
  /**    32: host pointer of the vCPUs that wait for a moment, u32 each */
  timers: u32
  /**    36: how many */
  timerCount: u32
  /**    40: vCPUs with a reservation whose home this is */
  reservedVcpus: u32
  /**    44: vCPUs in the timers that are held back until a sibling has caught up */
  costopped: u32
  /**    48: sum of the weights of the ready vCPUs and the running one */
  weight: u64
  /**    56: virtual time that weightedTime is relative to */
  origin: i64
  /**    64: sum of weight x (virtual run time - origin) */
  weightedTime: i64
  /**    72: time of this CPU: up to here its time is accounted for */
  clockNs: u64
  /**    80: monotonic clock when it was looked at last */
  seenNs: u64
  /**    88: when it looks at the other queues again */
  balanceNs: u64
  /**    96: sum of the reservations whose home this is, per period */
  reservedNs: u64
  /**   104: statistics: time in guests */
  busyNs: u64
  /**   112: statistics: time without anything to do */
  idleNs: u64
  /**   120: statistics: time in which there was something to do, and the thread was elsewhere */
  stealNs: u64
  /**   128: statistics: times that another vCPU came to run */
  switches: u64
  /**   136: statistics: times that a vCPU gave way to one that woke */
  preemptions: u64
  /**   144: statistics: vCPUs that came from another queue */
  migrations: u64
  /**   152: statistics: vCPUs that woke here */
  wakeups: u64
}

/** What is scheduled: a hart of a guest on the real clock, or a guest on the virtual clock as a whole. 320 bytes. */
@unmanaged
export class Vcpu {
  /**     0: host pointer of the guest */
  guest: u32
  /**     4: host pointer of the hart; of hart 0 when it stands for the guest as a whole */
  hart: u32
  /**     8: host pointer of its CpuGroup */
  group: u32
  /**    12: atomic: VcpuState */
  state: u32
  /**    16: atomic: index of the physical CPU whose queue it belongs to */
  pcpu: u32
  /**    20: shares */
  weight: u32
  /**    24: number of the physical CPU that holds its reservation, plus 1: it stays there; 0 when it has none */
  home: u32
  /**    28: 1 while it is in the timers */
  inTimers: u32
  /**    32: virtual run time: nanoseconds << 20 / weight */
  virtualTime: i64
  /**    40: virtual deadline of its request */
  deadline: i64
  /**    48: nanoseconds that it was owed when it left the queue; less than 0 when it owes */
  lag: i64
  /**    56: moment that it waits for, all ones when none */
  timerNs: u64
  /**    64: when it entered its state */
  sinceNs: u64
  /**    72: end of its last run: a CPU whose clock is behind cannot run it before */
  availableNs: u64
  /**    80: run time by which its siblings are compared with it */
  progressNs: u64
  /**    88: when it came to the queue of `pcpu` */
  arrivedNs: u64
  /**    96: until when it was in a queue that had less to do than others */
  favouredNs: u64
  /**   104: time of a period that it gets in any case */
  reservationNs: u64
  /**   112: period that reservedLeftNs is about */
  reservedPeriod: u64
  /**   120: what is left of its reservation in that period */
  reservedLeftNs: u64
  /**   128: time that this run may take, all ones when nobody else wants the CPU */
  quantumNs: u64
  /**   136: what was taken from the budget for this run */
  takenNs: u64
  /**   144: real clock: instructions per 1024 ns, as last seen */
  instructionRate: u64
  /**   152: statistics: time on a physical CPU (%RUN) */
  runNs: u64
  /**   160: statistics: idle time, that of a stopped hart among it (%WAIT) */
  waitNs: u64
  /**   168: statistics: time ready without running (%RDY, without what its limit costs) */
  readyNs: u64
  /**   176: statistics: time held back by the limit (%MLMTD) */
  throttledNs: u64
  /**   184: statistics: time held back for a sibling (%CSTP) */
  costopNs: u64
  /**   192: statistics: monotonic time on a physical CPU, whatever the clock */
  cpuNs: u64
  /**   200: statistics: times that it came to run */
  switches: u64
}

/** What a guest's vCPUs have in common; they follow, a Vcpu each. 640 bytes. */
@unmanaged
export class CpuGroup {
  /**     0: atomic: 1 while somebody works on the budget */
  lock: u32
  /**     4: host pointer of the guest */
  guest: u32
  /**     8: entities: one for each hart, or one for all of them under the virtual clock */
  vcpus: u32
  /**    12: 1 while the guest is in the state running */
  isActive: u32
  /**    16: of the whole guest */
  shares: u32
  /**    20: place of the oldest use in the ring */
  firstUse: u32
  /**    24: uses in the ring */
  useCount: u32
  /**    28: atomic: 1 while it is in the list of guests that the outside must look at */
  attention: u32
  /**    32: host pointer of the next Guest in that list */
  nextAttention: u32
  /**    36: virtual clock: 1 from the end of a round until the outside has looked at the guest */
  isRoundOver: u32
  /**    40: time of a period that its vCPUs get in all at most, all ones when there is no limit */
  limitNs: u64
  /**    48: what is left of it; less than 0 after an overshoot */
  budgetNs: i64
  /**    56: time of a period that it gets in any case, for all vCPUs */
  reservationNs: u64
  /**    64: virtual clock: instructions of each hart in a round */
  roundInstructions: u64
  /**    72: virtual clock: when the next timer is due while every hart waits, all ones when it does not sleep */
  sleepEndNs: u64
}

/** A hart's steal time, in the guest's memory. 64 bytes. */
@unmanaged
export class StealTime {
  /**     0: odd while the rest changes */
  sequence: u32
  /**     4: 0 */
  flags: u32
  /**     8: nanoseconds */
  steal: u64
}

/** Pages without a frame: compressed in memory, or in the swap backend. 64 bytes. */
@unmanaged
export class Swap {
  /**     0: host pointer of the slots, 8 bytes each */
  slots: u32
  /**     4: first slot that was never used */
  slotEnd: u32
  /**     8: first free slot plus 1, 0 when none */
  freeSlot: u32
  /**    12: pages that are in the backend */
  backendPages: u32
  /**    16: pages that are compressed */
  compressedPages: u32
  /**    20: frames that hold compressed pages */
  frames: u32
  /**    24: most frames that may */
  frameLimit: u32
  /**    28: host pointer of the first free half frame, 0 when none */
  freeHalf: u32
  /**    32: host pointer of the first free quarter, 0 when none */
  freeQuarter: u32
  /**    36: host pointer of the tables of the compressor, and of a page to unpack to */
  workspace: u32
}

/** Hot guest code becomes Wasm functions, one for each region; the outside compiles what lies in `module`. 128 bytes. */
@unmanaged
export class Translator {
  /**     0: host pointer of the module written last */
  module: u32
  /**     4: its size */
  moduleBytes: u32
  /**     8: functions in it, which put themselves into a table of as many entries */
  functions: u32
  /**    12: host pointer of their slots in the function table, u32 each */
  slots: u32
  /**    16: host pointer of what they were made from: ListingEntry each */
  listing: u32
  /**    20: entries of the listing */
  listingEntries: u32
  /**    24: host pointer of table slots that are free again, u32 each */
  freed: u32
  /**    28: how many; the outside empties the slots and sets this to 0 */
  freedCount: u32
  /**    32: slots that the function table needs */
  tableEnd: u32
  /**    36: hot places that wait for translation */
  pending: u32
  /**    40: regions kept before the oldest give way */
  regionLimit: u32
  /**    44: regions in the cache */
  regionCount: u32
  /**    48: cache: host pointer of the oldest region */
  oldest: u32
  /**    52: cache: host pointer of the newest region */
  newest: u32
  /**    56: cache: first free region, 0 when none */
  freeRegion: u32
  /**    60: cache: first slot of the table that was never used */
  freeSlot: u32
  /**    64: cache: number of the batch that is being compiled, 0 when none */
  batch: u32
  /**    68: cache: batches written so far */
  batches: u32
  /**    72: size of the Wasm memory in its pages when it never grows, else 0; set by the outside */
  fixedPages: u32
  /**    76: tricks that are left out to see what they bring (Trick); set by the outside */
  without: u32
  /**    80: 1 when f64x2.relaxed_madd of the engine rounds once; set by the outside */
  hasFused: u32
  /**    84: cache: host pointer of the counters of hot places, u16 each */
  heat: u32
  /**    88: cache: host pointer of the queue of hot places */
  queue: u32
  /**    92: cache: host pointer of the learned targets of indirect jumps */
  targets: u32
  /**    96: cache: host pointer of the memory in which a region is put together */
  work: u32
  /**   100: cache: host pointer of the buffer that modules are written to */
  buffer: u32
  /**   104: cache: site that was given out last */
  nextSite: u32
  /**   108: cache: host pointer of the hart that is in translated code, 0 when none */
  running: u32
  /**   112: cache: how many regions were dropped */
  drops: u32
}

/** One guest instruction of the module written last. 16 bytes. */
@unmanaged
export class ListingEntry {
  /**     0: its virtual address */
  pc: u64
  /**     8: its bits */
  instruction: u32
  /**    12: the function that it is in */
  function: u32
}

/** A hot place in guest code. 40 bytes. */
@unmanaged
export class HotPlace {
  /**     0: host pointer of the guest */
  guest: u32
  /**     4: host pointer of the hart that was there */
  hart: u32
  /**     8: bytes into its page */
  offset: u32
  /**    12: 1 when it is where jumps go, so that the region around it may be entered there */
  isJoined: u32
  /**    16: virtual address of its page */
  pageVa: u64
}

/** A region of translated code; two sets with a bit for each halfword of its pages follow. 192 bytes. */
@unmanaged
export class Region {
  /**     0: RegionState */
  state: u32
  /**     4: its slot of the function table, for ever */
  slot: u32
  /**     8: host pointer of the guest that it was made for, 0 when that is gone */
  guest: u32
  /**    12: the batch that it was compiled in */
  batch: u32
  /**    16: host pointer of the next older region, 0 when it is the oldest */
  older: u32
  /**    20: host pointer of the next newer region; of the next free one */
  newer: u32
  /**    24: places where it is entered */
  headCount: u32
  /**    28: regions that it takes the place of */
  replacedCount: u32
  /**    32: 1 when it ends where other regions are entered, and none takes its place */
  isCut: u32
  /**    36: guest instructions that it was made of, as often as they are written */
  instructions: u32
  /**    40: how often a place in it got hot that jumps go to and that is none of its heads */
  asked: u32
}

/** Identity, memory and clock of one guest. 4096 bytes. */
@unmanaged
export class Guest {
  /**     0: index in the host */
  id: u32
  /**     4: GuestState */
  state: u32
  /**     8: number of harts */
  harts: u32
  /**    12: 0 plic, 1 aia */
  interruptController: u32
  /**    16: 0 direct (S-mode, the hypervisor is the firmware), 1 firmware (M-mode) */
  start: u32
  /**    20: 0 real, 1 virtual */
  clock: u32
  /**    24: bitmap of SBI extensions that are answered */
  sbi: u32
  /**    28: why the guest ended (GuestEnd), 0 while it runs */
  ended: u32
  /**    32: code that the guest gave to the finisher or SRST */
  endCode: u32
  /**    36: cache: host pointer of the CpuGroup */
  cpu: u32
  /**    40: guest RAM in 4 KiB pages */
  ramPages: u64
  /**    48: bitmap of offered extensions */
  extensions: u64
  /**    56: cache: host pointer of the second-stage array */
  stage2: u32
  /**    60: cache: host pointer of the frames that wait for the pages of RAM in their order (Linear), 0 before the first page */
  linear: u32
  /**    64: cache: host pointer of the next guest, 0 at the end */
  next: u32
  /**    68: cache: host pointer of the previous guest, 0 at the start */
  previous: u32
  /**    72: hart that crashed */
  crashHart: u32
  /**    76: CrashReason */
  crashReason: u32
  /**    80: widest satp.MODE that is offered: 8 Sv39, 9 Sv48, 10 Sv57 */
  paging: u32
  /**    84: cache: size of this region */
  regionBytes: u32
  /**    88: slots of virtio devices behind the harts */
  virtioSlots: u32
  /**    92: PCI functions that there is room for, behind the harts */
  pciFunctions: u32
  /**    96: cache: slot of the function whose BAR was reached last */
  pciLast: u32
  /**   100: statistics: functions that were to be let go, and whose slots the guest took the power from */
  ejections: u32
  /**   104: 1 while a network device waits for the switch */
  nicRinging: u32
  /**   108: 1 while another guest interrupted it and nobody has looked yet */
  toWake: u32
  /**   112: guest time when a network device goes on, all ones when none waits */
  nicWakeNs: u64
  /**   120: guest time when a message that an 82576 holds back goes out, all ones when none is */
  messageWakeNs: u64
  /**   128: guest time when a disk that used up its limits goes on, all ones when none waits */
  diskWakeNs: u64
  /**   136: 1 while a device has more to do for its queues */
  virtioPending: u32
  /**   144: cache: pages that have a frame */
  residentPages: u64
  /**   152: guest time in nanoseconds since its start */
  timeNs: u64
  /**   160: virtual clock: period of one instruction in 1/1024 ns */
  virtualNsPerInstruction: u64
  /**   168: real clock: monotonic nanoseconds at guest time 0 */
  clockBaseNs: i64
  /**   176: statistics: times that the guest came to run */
  rounds: u64
  /**   184: virtual clock: instructions left of the round, all ones when the next one is to begin */
  roundLeft: u64
  /**   192: virtual clock: instructions of each turn of this pass over the harts */
  passTurn: u64
  /**   200: virtual clock: instructions left of the turn of `turnHart` */
  turnLeft: u64
  /**   208: virtual clock: hart whose turn it is */
  turnHart: u32
  /**   212: virtual clock: 1 when a hart ran in this pass */
  passRan: u32
  /**   216: instructions before the run ends, all ones when nothing limits them */
  instructionsLeft: u64
  /**   224: HTIF: address of tohost, 0 when absent */
  tohostGpa: u64
  /**   232: HTIF: address of fromhost, 0 when absent */
  fromhostGpa: u64
  /**   240: statistics: accesses to addresses that no device answers */
  mmioUnassigned: u64
  /**   248: tick of the earliest timer while every hart waits, all ones when none */
  wakeTick: u64
  /**   256: 1 when it may have pages that are copied when it stores to them */
  sharesPages: u32
  /**   260: 1 when its harts may run at the same time, each on a physical CPU */
  isParallel: u32
  /**   264: cache: mutex over devices, interrupt controllers and hart states; two words */
  lock: u32
  /**   268: cache: times that it was taken */
  lockTimes: u32
  /**   272: cache: atomic: who keeps every other physical CPU out of this guest, 0 when nobody; others wait on it */
  exclusive: u32
  /**   276: Engine */
  engine: u32
  /**   280: turns of a loop that make its place hot */
  hotThreshold: u32
  /**   284: cache: regions of translated code now */
  regions: u32
  /**   288: statistics: instructions retired in translated code */
  translatedRetired: u64
  /**   296: statistics: regions translated */
  regionsMade: u64
  /**   304: statistics: instructions translated */
  regionInstructions: u64
  /**   312: statistics: regions dropped because their code changed */
  regionsInvalidated: u64
  /**   320: statistics: regions dropped because the cache was full */
  regionsEvicted: u64
}

/** A guest's claim to the host's memory, and what became of its pages. 512 bytes. */
@unmanaged
export class Allocation {
  /**     0: pages that are never taken away from it */
  reservationPages: u32
  /**     4: pages of the host that it holds at most */
  limitPages: u32
  /**     8: its weight when memory is short */
  shares: u32
  /**    12: only guests of one domain share equal pages */
  sharingDomain: u32
  /**    16: pages of its own structures */
  overheadPages: u32
  /**    20: 1 while a vCPU waits for a frame */
  waits: u32
  /**    24: 1 when a page could not be read back from the swap backend */
  isLost: u32
  /**    28: cache: page at which the sweep for idle pages goes on */
  hand: u32
  /**    32: pages that are in the swap backend */
  swappedPages: u32
  /**    36: pages that are compressed in the memory of the host */
  compressedPages: u32
  /**    40: pages that were merged with an equal one */
  sharedPages: u32
  /**    44: pages that the guest's balloon holds */
  balloonedPages: u32
  /**    48: 1 while its balloon is asked for pages: none is taken while memory is soft */
  yields: u32
  /**    52: pages that were in use of late, by sampling */
  activePages: u32
  /**    56: cache: number of the search for pages in which it had none to give */
  barrenIn: u32
  /**    60: cache: state of the generator that picks samples */
  sampleSeed: u32
  /**    64: cache: pages of the sample */
  samplePages: u32
  /**    72: statistics: pages read from the swap backend */
  swappedIn: u64
  /**    80: statistics: pages written to it */
  swappedOut: u64
  /**    88: statistics: pages compressed */
  compressed: u64
  /**    96: statistics: pages decompressed */
  decompressed: u64
  /**   104: statistics: times that a vCPU had to wait for a frame */
  stalls: u64
}

/** One virtual hart; its TLBs follow at HART_CACHE. 4096 bytes. */
@unmanaged
export class Hart {
  /**     0: instructions retired since creation */
  retired: u64
  /**     8: value of `retired` at which the current slice ends */
  limit: u64
  /**    16: architectural pc while the hart is not inside the loop */
  pc: u64
  /**    24: virtual address of the page that `codePage` decodes */
  pageVa: u64
  /**    32: cache: host pointer of the current decoded record, 0 when only `pc` is valid */
  codePtr: u32
  /**    36: cache: host pointer of record 0 of the current decoded page */
  codePage: u32
  /**    40: cache: guest-physical page number of the current decoded page */
  codePageNumber: u32
  /**    44: cache: host pointer of the current read TLB */
  readTlb: u32
  /**    48: cache: host pointer of the current write TLB */
  writeTlb: u32
  /**    52: cache: host pointer of the current fetch TLB */
  fetchTlb: u32
  /**    56: TLB index of loads and stores (0 U, 1 S, 2 S with SUM, 3 M) */
  dataMode: u32
  /**    60: why the loop must be left (Attention); 0 while it may go on */
  attention: u32
  /**    64: 0 U, 1 S, 3 M */
  privilege: u32
  /**    68: mhartid */
  id: u32
  /**    72: cache: host pointer of the owning guest */
  guest: u32
  /**    76: SBI hart state (HsmState) */
  hsm: u32
  /**    80: target bits that make a jump misaligned: 2 without C, else 0 */
  misalignedMask: u32
  /**    88: bitmap of offered extensions */
  extensions: u64
  /**    96: misa */
  misa: u64
  /**   104: pending exception: cause */
  trapCause: u32
  /**   108: length of the instruction that is being completed */
  instructionBytes: u32
  /**   112: pending exception: value for mtval or stval */
  trapTval: u64
  /**   120: replay of a device access (MmioState) */
  mmioState: u32
  /**   124: width of the device access */
  mmioBytes: u32
  /**   128: guest-physical address of the device access */
  mmioGpa: u64
  /**   136: value to write, or that was read */
  mmioValue: u64
  /**   144: LR reservation: guest-physical address, all ones when none */
  reservationGpa: u64
  /**   152: LR reservation: value that was read */
  reservationValue: u64
  /**   160: LR reservation: 4 or 8 */
  reservationBytes: u32
  /**   164: dynamic rounding mode */
  frm: u32
  /**   168: accrued floating-point exceptions */
  fflags: u32
  /**   172: 1 while a WRS.STO wait is bounded */
  wfiTimeout: u32
  /**   176: 1 while WFI waits for an interrupt */
  waiting: u32
  /**   184: value of `retired` that guest.timeNs stands for (virtual clock) */
  clockMark: u64
  /**   192: traps taken since the last instruction retired */
  barren: u64
  /**   200: value of `retired` at the last trap */
  trapMark: u64
  /**   208: cache: atomic: 1 when the physical CPU is wanted for another vCPU */
  giveWay: u32
  /**   216: SBI STA: where the guest wants to read its steal time, all ones when nowhere */
  stealGpa: u64
  /**   224: SBI STA: steal time that was told */
  stealNs: u64
  /**   232: cache: time stolen from the vCPU up to then, all ones before it was told */
  stealBase: u64
  /**   240: mstatus without SD, which is derived */
  mstatus: u64
  /**   248:  */
  medeleg: u64
  /**   256:  */
  mideleg: u64
  /**   264:  */
  mie: u64
  /**   272: software-writable bits of mip */
  mip: u64
  /**   280: interrupt lines driven by devices and timers, at their bit in mip */
  lines: u64
  /**   288:  */
  mtvec: u64
  /**   296:  */
  mscratch: u64
  /**   304:  */
  mepc: u64
  /**   312:  */
  mcause: u64
  /**   320:  */
  mtval: u64
  /**   328:  */
  menvcfg: u64
  /**   336:  */
  mseccfg: u64
  /**   344:  */
  mcounteren: u64
  /**   352:  */
  mcountinhibit: u64
  /**   360: mcycle minus retired */
  mcycleOffset: u64
  /**   368: minstret minus retired */
  minstretOffset: u64
  /**   376:  */
  stvec: u64
  /**   384:  */
  sscratch: u64
  /**   392:  */
  sepc: u64
  /**   400:  */
  scause: u64
  /**   408:  */
  stval: u64
  /**   416:  */
  satp: u64
  /**   424:  */
  senvcfg: u64
  /**   432:  */
  scounteren: u64
  /**   440: Sstc or SBI TIME deadline in ticks, all ones when none */
  stimecmp: u64
  /**   448: AIA: bits of sie that mvien frees from mie */
  sie: u64
  /**   456:  */
  mvien: u64
  /**   464:  */
  mvip: u64
  /**   472:  */
  miselect: u64
  /**   480:  */
  siselect: u64
  /**   488:  */
  tselect: u64
  /**   496: cache: lowest virtual address filled from a superpage */
  largePageLow: u64
  /**   504: cache: highest virtual address filled from a superpage */
  largePageHigh: u64
  /**   512: cache: PMP entries that are on */
  pmpCount: u64
  /**   520: cache: instructions that must be left of a slice for a region to be entered */
  entryReserve: i64
  /**   528: cache: value of `retired` at which the budget of translated code is used up */
  budgetEnd: u64
  /**   536: cache: executions that make a place hot */
  heatLimit: u32
  /**   540: cache: bitmap of the modes whose TLBs hold something */
  tlbModes: u32
  /**   544: cache: 1 when a TLB entry of S-mode may have come from a page that is not global */
  holdsLocal: u32
  /**   548: cache: atomic: 1 when the hart has to leave its loop soon */
  kick: u32
  /**   552: cache: 1 while no other hart of the guest runs */
  isExclusive: u32
  /**   556: cache: host pointer of the CodeCache that codePtr and the fetch TLB lead into */
  codeCache: u32
  /**   560: cache: its epoch then */
  codeEpoch: u32
  /**   564: cache: what was read only to have it in the caches of the machine */
  recordsAhead: u32
  /**   568: cache: 1 when a region was dropped while this hart was in translated code */
  codeChanged: u32
  /**   572: cache: atomic: how often jumps of any mode were forgotten */
  jumpCount: u32
  /**   576: cache: value of the translator's `drops` that the jump cache is good for */
  dropsSeen: u32
  /**   584: statistics: read, write and fetch TLB fills */
  tlbMisses: u64
  /**   592: statistics: `retired` when the current mode was entered */
  modeSince: u64
}

/** Pages in a row, of a mode and a kind of access, whose host pages are in the same row: one comparison finds the pointer. 64 bytes. */
@unmanaged
export class Span {
  /**     0: virtual address of the first byte */
  low: u64
  /**     8: offsets from it below which an access of any width may begin, 0 when the span is empty */
  reach: u64
  /**    16: the same for accesses off one register, which are looked up together */
  groupReach: u64
  /**    24: from the low half of a virtual address in it to the host pointer */
  shift: u32
  /**    28: how many pages */
  pages: u32
  /**    32: TLB entries of the mode that were filled */
  fills: u32
  /**    36: and how many of them were not where the span could be extended */
  strays: u32
  /**    40: accesses of translated code that looked into the span in vain */
  misses: u32
  /**    48: pages looked at to extend the span */
  looked: u64
  /**    56: instructions retired when they began to be counted */
  missesSince: u64
}

/** An entry of the jump cache: the region that is entered at an address. 16 bytes. */
@unmanaged
export class Jump {
  /**     0: the address */
  pc: u64
  /**     8: that of the mode then; with another one the entry is empty */
  generation: u32
  /**    12: place in the region's window */
  position: u16
  /**    14: slot of its function */
  slot: u16
}

/** Single producer, single consumer; indices run freely and wrap at 2^32. 131136 bytes. */
@unmanaged
export class Ring {
  /**     0: bytes ever written */
  head: u32
  /**     4: bytes ever read */
  tail: u32
}

/** 16550A: registers as the guest wrote them, and its receive FIFO. 64 bytes. */
@unmanaged
export class Uart {
  /**     0: divisor latch, DLM and DLL */
  divisor: u32
  /**     4: interrupt enables */
  ier: u32
  /**     8: FIFO control without its self-clearing bits */
  fcr: u32
  /**    12: line control */
  lcr: u32
  /**    16: modem control */
  mcr: u32
  /**    20: line status */
  lsr: u32
  /**    24: modem status */
  msr: u32
  /**    28: scratch */
  scr: u32
  /**    32: 1 while the transmitter-empty interrupt waits */
  thrPending: u32
  /**    36: place of the oldest byte in `fifo` */
  fifoFirst: u32
  /**    40: bytes in `fifo`; at most 1 while FIFOs are off */
  fifoCount: u32
}

/** Goldfish RTC: wall time in nanoseconds and one alarm. 32 bytes. */
@unmanaged
export class Rtc {
  /**     0: wall time, in Unix nanoseconds, at guest time 0 */
  epochNs: u64
  /**     8: wall time of the alarm */
  alarmNs: u64
  /**    16: upper half latched by the last read of TIME_LOW */
  timeHigh: u32
  /**    20: 1 while the alarm is armed */
  alarmRunning: u32
  /**    24: 1 when an alarm interrupts */
  interruptEnabled: u32
  /**    28: 1 after the alarm went off */
  interruptPending: u32
}

/** Generation id: another one whenever a guest goes on from a state that others may have gone on from. 32 bytes. */
@unmanaged
export class VmGenId {
  /**     0: bytes 0 to 7 of the id, first byte lowest */
  low: u64
  /**     8: bytes 8 to 15 */
  high: u64
  /**    16: 1 from a change until the guest reads it */
  isUnread: u32
}

/** SiFive test device, also the syscon of poweroff and reboot. 16 bytes. */
@unmanaged
export class Finisher {
  /**     0: last value written */
  value: u32
}

/** Host-target interface as Spike answers it. 80 bytes. */
@unmanaged
export class Htif {
  /**     0: 1 while a console read waits for a byte */
  readWaits: u32
}

/** Machine timer of every hart. 528 bytes. */
@unmanaged
export class Aclint {
  /**     0: mtime minus the ticks of guest time */
  mtimeOffset: u64
}

/** SiFive PLIC: gateways, priorities, and a target per hart and mode. 2496 bytes. */
@unmanaged
export class Plic {
  /**     0: contexts of this guest: two per hart */
  contexts: u32
}

/** One interrupt domain of the APLIC, in MSI delivery mode. 864 bytes. */
@unmanaged
export class Aplic {
  /**     0: domaincfg.IE */
  domaincfg: u32
  /**     4: machine-level MSI address, low half */
  mmsiaddrcfg: u32
  /**     8: machine-level MSI address, high half and lock */
  mmsiaddrcfgh: u32
  /**    12: supervisor-level MSI address, low half */
  smsiaddrcfg: u32
  /**    16: supervisor-level MSI address, high half */
  smsiaddrcfgh: u32
  /**    20: last MSI asked for */
  genmsi: u32
}

/** One interrupt file: machine or supervisor level of a hart. 80 bytes. */
@unmanaged
export class Imsic {
  /**     0: 1 while interrupts are delivered to the hart */
  eidelivery: u32
  /**     4: identities from here on are held back, 0 holds back none */
  eithreshold: u32
}

/** One virtqueue: where its rings are, and how far the device is. Addresses are guest-physical. 80 bytes. */
@unmanaged
export class Virtqueue {
  /**     0: largest size that the driver may choose, 0 when there is no such queue */
  maxSize: u32
  /**     4: descriptors, as the driver chose */
  size: u32
  /**     8: 1 while the queue is enabled */
  ready: u32
  /**    12: split: avail.idx up to which entries were taken; packed: place of the next descriptor */
  nextAvail: u32
  /**    16: split: used.idx of the next entry; packed: place of the next descriptor */
  nextUsed: u32
  /**    20: nextUsed when the driver was last interrupted */
  signalledUsed: u32
  /**    24: packed: bit 0 wrap counter of the driver, bit 1 of the device */
  wraps: u32
  /**    28: MSI-X vector, 0xffff when none */
  vector: u32
  /**    32: descriptor area */
  descriptorGpa: u64
  /**    40: driver area: the available ring, or the event suppression of the driver */
  driverGpa: u64
  /**    48: device area: the used ring, or the event suppression of the device */
  deviceGpa: u64
  /**    56: statistics: notifications by the driver */
  notifications: u64
  /**    64: statistics: chains taken */
  chains: u64
  /**    72: statistics: interrupts asked for */
  interrupts: u64
}

/** One virtio device: what its transport shows, its configuration space, its queues, and its own state. 4032 bytes. */
@unmanaged
export class VirtioDevice {
  /**     0: VirtioKind */
  kind: u32
  /**     4: device id of the specification, 0 in an empty slot */
  deviceId: u32
  /**     8: VirtioTransport */
  transport: u32
  /**    12: its number in the guest */
  slot: u32
  /**    16: virtqueues that it has */
  queues: u32
  /**    20: VirtioStatus bits */
  status: u32
  /**    24: feature bits on offer */
  deviceFeatures: u64
  /**    32: feature bits that the driver accepted */
  driverFeatures: u64
  /**    40: word of the features that is read */
  deviceFeaturesSel: u32
  /**    44: word of the features that is written */
  driverFeaturesSel: u32
  /**    48: queue that the transport shows */
  queueSel: u32
  /**    52: VirtioInterrupt bits that the driver has not acknowledged */
  interruptStatus: u32
  /**    56: goes up when the device changes its configuration */
  configGeneration: u32
  /**    60: size of the configuration space in use */
  configBytes: u32
  /**    64: bit per byte of the configuration space: the driver may write it */
  configWritable: u64
  /**    72: MSI-X vector of configuration changes, 0xffff when none */
  configVector: u32
  /**    76: bit per queue: it has more to do */
  pending: u32
  /**    80: bit per queue: it waits for a free request to the outside */
  blocked: u32
  /**    84: PCI transport: number of its function in the guest */
  pciFunction: u32
  /**    88: statistics: what a driver did against the rules of queues or memory */
  violations: u64
  /**    96: statistics: how often DEVICE_NEEDS_RESET was set */
  needsResets: u64
}

/** A chain of buffers: readable segments first, then writable ones. A scratch, filled again for each chain. 16512 bytes. */
@unmanaged
export class Chain {
  /**     0: split: index of its first descriptor; packed: its buffer id */
  head: u32
  /**     4: packed: descriptors that it takes in the ring */
  descriptors: u32
  /**     8: packed: place of its first descriptor */
  place: u32
  /**    12: segments for the device to read */
  readSegments: u32
  /**    16: segments for the device to write, which follow */
  writeSegments: u32
  /**    20: bytes to read in all */
  readBytes: u32
  /**    24: bytes to write in all */
  writeBytes: u32
  /**    28: host pointer of the run found last */
  pointer: u32
  /**    32: segment of the read position found last */
  readIndex: u32
  /**    36: position of that segment */
  readStart: u32
  /**    40: segment of the write position found last, from the first writable one */
  writeIndex: u32
  /**    44: position of that segment */
  writeStart: u32
  /**    48: split: the descriptor read last */
  index: u32
  /**    56: its address */
  gpa: u64
  /**    64: its length */
  length: u32
  /**    68: its DescriptorFlag bits, and in the upper half the next index or the buffer id */
  flags: u32
}

/** A refusal of something that a guest asked a device for. 48 bytes. */
@unmanaged
export class SecurityEntry {
  /**     0: guest time */
  timeNs: u64
  /**     8: the guest-physical address concerned, 0 when none */
  gpa: u64
  /**    16: the length concerned */
  length: u64
  /**    24: VirtioViolation */
  reason: u32
  /**    28: slot of the device */
  slot: u32
  /**    32: its queue */
  queue: u32
  /**    36: VirtioKind; 0 for a function of an 82576, whose slot is that of the PCI function */
  kind: u32
}

/** Refusals by the devices of a guest. 3136 bytes. */
@unmanaged
export class SecurityLog {
  /**     0: entries ever written; the entry of number n is at n modulo their count */
  written: u32
  /**     4: entries that the outside took */
  told: u32
}

/** A ChaCha20 generator that forgets its key with every block. 112 bytes. */
@unmanaged
export class Rng {
  /**     0: 1 once there is a key */
  seeded: u32
}

/** State of a device whose chains the outside takes and fills. 16 bytes. */
@unmanaged
export class PortDevice {
  /**     0: bit per queue: its chains wait for the outside to fill them */
  inputs: u32
  /**     4: bit per queue: the outside had something and found no chain */
  wants: u32
  /**     8: resets by the driver */
  resets: u32
  /**    12: 1 when the outside should look at it: it was reset, or has a chain at last */
  isReady: u32
}

/** One function of the PCI hierarchy: where it is, its configuration space, its MSI-X table. 7488 bytes. */
@unmanaged
export class PciFunction {
  /**     0: PciKind; 0 in an empty slot */
  kind: u32
  /**     4: index of this function in the guest */
  slot: u32
  /**     8: slot of the root port that it is behind; 0 on the root bus */
  bridge: u32
  /**    12: device and function number, 8 bits */
  devfn: u32
  /**    16: 1 when it answers; 0 for a VF that is not enabled, or a device that was detached */
  isPresent: u32
  /**    20: entries of the MSI-X table */
  msixVectors: u32
  /**    24: INTx pin, 1 to 4; 0 none */
  interruptPin: u32
  /**    28: 1 while it asserts INTx */
  intxLevel: u32
  /**    32: slot of the PF of a VF; 0 when it is none, or its PF is elsewhere */
  physicalFunction: u32
  /**    36: number of the VF */
  vfIndex: u32
  /**    40: SR-IOV: VFs that can be enabled */
  totalVfs: u32
  /**    44: slot of the virtio device that it carries, plus one; 0 none */
  device: u32
  /**    48: PciEvent bits that the owner of the device has not seen */
  events: u32
  /**    52: root port: 1 while its slot has power */
  slotPower: u32
  /**    56: root port: 1 while an event of its slot interrupts */
  slotAsserts: u32
  /**    60: root port: 1 when what is in its slot leaves as soon as it has no power */
  isEjecting: u32
  /**    64: bit per vector */
  msixPending: u64
}

/** A network device: what its driver asked of its receive filter, and what it is plugged into. 1424 bytes. */
@unmanaged
export class Net {
  /**     0: pairs of queues that it has */
  pairs: u32
  /**     4: pairs that the driver uses */
  activePairs: u32
  /**     8: cache: host pointer of its port of a switch, 0 while it is unplugged */
  port: u32
  /**    12: takes every frame */
  promisc: u32
  /**    16: takes every frame to a group */
  allMulti: u32
  /**    20: takes every frame to a station */
  allUni: u32
  /**    24: takes no frame to a group */
  noMulti: u32
  /**    28: takes no frame to a station */
  noUni: u32
  /**    32: takes no broadcast */
  noBroadcast: u32
  /**    36: addresses in the filter */
  addresses: u32
  /**    40: 1 when more stations were asked for than the filter holds */
  unicastOverflow: u32
  /**    44: 1 when more groups were asked for */
  multicastOverflow: u32
  /**    48: 1 when its driver chooses receive queues by a hash and a table */
  isRss: u32
  /**    52: what is hashed then */
  hashTypes: u32
  /**    56: bits of the hash that number an entry of the table */
  rssMask: u32
  /**    60: pair of what is not hashed */
  unclassified: u32
  /**    64: what its driver did that the switch has not answered: bit per queue, and further ones of nic/virtio.ts */
  ringing: u64
  /**    72: what it takes in one piece: guest feature bits */
  offloads: u64
  /**    80: piece of a command under work */
  scratch: u64
  /**    88: its address, first byte lowest */
  mac: u64
}

/** A port of the embedded switch: whose it is, what its owner and the administrator set, and its counters. 320 bytes. */
@unmanaged
export class NicPort {
  /**     0: NicPortKind */
  kind: u32
  /**     4: its number */
  index: u32
  /**     8: host pointer of the Nic */
  nic: u32
  /**    12: PortOwner */
  owner: u32
  /**    16: host pointer of the guest that has it */
  guest: u32
  /**    20: slot of the device in that guest */
  slot: u32
  /**    24: LinkState that the administrator chose */
  linkState: u32
  /**    28: 1 while the link is up */
  isUp: u32
  /**    32: 1: frames from other addresses than its own are dropped */
  spoofchk: u32
  /**    36: 1: it may ask for every frame, and for another address */
  trust: u32
  /**    40: 1: it may ask how its queues are chosen */
  rssQueryEn: u32
  /**    44: port VLAN, 0 for none */
  vlan: u32
  /**    48: priority of the port VLAN */
  qos: u32
  /**    52: EtherType of the port VLAN: 0x8100 or 0x88a8 */
  vlanProto: u32
  /**    56: 1 when the administrator chose the address */
  isMacSet: u32
  /**    60: 1 after a malicious driver, until the function is reset */
  isStopped: u32
  /**    64: its address, first byte lowest */
  mac: u64
  /**    72: Mbit/s that it gets in any case, 0 for none */
  minTxRate: u64
  /**    80: Mbit/s at most, 0 for no limit */
  maxTxRate: u64
  /**    88: bits that it may send now; negative after a long frame */
  tokens: i64
  /**    96: guest time up to which tokens were given */
  tokensNs: u64
  /**   104: guest time when it may send again, all ones when it need not wait */
  wakeNs: u64
  /**   112: bit per transmit queue that waits for tokens, or for a receiver */
  waitingQueues: u64
  /**   120: port whose receiver it waits for, plus one; 0 none */
  waitsFor: u32
  /**   124: 1 while its receiver has no buffers, and nobody waits for it any more */
  isCongested: u32
  /**   128: ports that wait for buffers of this one */
  waiters: u32
  /**   132: those of them that have less than their minTxRate: nobody overtakes them */
  guaranteedWaiters: u32
  /**   136: 1 while it is one of those */
  waitsGuaranteed: u32
  /**   144: bits that it may send before others, of its minTxRate */
  credit: i64
  /**   152: guest time up to which credit was given */
  creditNs: u64
  /**   160: guest time of the waiting port when it gives up */
  congestedNs: u64
  /**   168: how long senders wait for its buffers; it earns that by taking frames */
  patienceNs: u64
  /**   176: rx_packets */
  rxPackets: u64
  /**   184: tx_packets */
  txPackets: u64
  /**   192: rx_bytes */
  rxBytes: u64
  /**   200: tx_bytes */
  txBytes: u64
  /**   208: broadcast: received broadcasts */
  broadcast: u64
  /**   216: multicast: received frames to groups */
  multicast: u64
  /**   224: rx_dropped: no buffer, or the link was down */
  rxDropped: u64
  /**   232: tx_dropped: refused by the switch */
  txDropped: u64
  /**   240: frames with an address that is not its own */
  spoofed: u64
  /**   248: malicious driver detections */
  malicious: u64
  /**   256: statistics: bytes moved for what it received; rxBytes when each was copied once */
  copiedBytes: u64
}

/** Where a frame is being written: buffers of a receive queue, or the outbox of an adapter. 1088 bytes. */
@unmanaged
export class FrameSink {
  /**     0: host pointer of the receiving guest, 0 for the outbox */
  guest: u32
  /**     4: host pointer of its VirtioDevice, or of the Nic */
  device: u32
  /**     8: receive queue */
  queue: u32
  /**    12: bytes written into the buffer in hand */
  position: u32
  /**    16: host pointer of the header in the first buffer, 0 when it does not lie together */
  headerPointer: u32
  /**    20: buffers taken, the one in hand is the last */
  heads: u32
  /**    24: 1 when a frame may take several buffers */
  isMergeable: u32
  /**    28: where the queue was before the first */
  savedAvail: u32
  /**    32: the same for a packed queue */
  savedWraps: u32
  /**    36: 82576: bytes of the buffer for headers, 0 when they are not split off */
  headerBytes: u32
  /**    40: 82576: bytes of it that are free */
  headerLeft: u32
  /**    44: 82576: size of the buffer in hand */
  packetBytes: u32
  /**    48: 82576: where the next byte of the headers goes */
  headerGpa: u64
  /**    56: 82576: the buffer in hand */
  packetGpa: u64
}

/** An adapter, and the frame that its switch has in hand. 8192 bytes. */
@unmanaged
export class Nic {
  /**     0: ports that it has */
  ports: u32
  /**     4: size of all of it */
  extentBytes: u32
  /**     8: goes up when a port changes; what was looked up before is void */
  generation: u32
  /**    12: Mbit/s that drivers are told */
  linkSpeed: u32
  /**    16: host pointer of the frames for the outside */
  outbox: u32
  /**    20: bytes ever written there */
  outboxHead: u32
  /**    24: bytes ever taken from there */
  outboxTail: u32
  /**    28: goes up with everything that the outside is told */
  events: u32
  /**    32: MTU that drivers are told */
  mtu: u32
  /**    36: frame: host pointer of the guest whose chain it is in, 0 when it lies in host memory */
  frameGuest: u32
  /**    40: frame: host pointer of the Chain */
  frameChain: u32
  /**    44: frame: position of its first byte in the chain, or host pointer */
  frameStart: u32
  /**    48: frame: length, with the tag that is in it */
  frameBytes: u32
  /**    52: frame: index of the port that it comes from */
  framePort: u32
  /**    56: frame: flags of its virtio header */
  frameFlags: u32
  /**    60: frame: gso_type */
  frameGso: u32
  /**    64: frame: hdr_len */
  frameHeader: u32
  /**    68: frame: gso_size */
  frameSegment: u32
  /**    72: frame: csum_start */
  frameCsumStart: u32
  /**    76: frame: csum_offset */
  frameCsumOffset: u32
  /**    80: frame: VLAN tag in it, EtherType in the upper half and TCI in the lower; 0 none */
  frameTag: u32
  /**    84: frame: tag that its port VLAN gave it, the same way; 0 none */
  framePushed: u32
  /**    88: frame: VLAN in the switch */
  frameVlan: u32
  /**    92: frame: bytes at its beginning that are in made, and not where the sender has them */
  frameMade: u32
  /**    96: PortOwner of the port that the sink is of */
  sinkOwner: u32
  /**   104: frame: destination */
  frameTo: u64
  /**   112: frame: source */
  frameFrom: u64
  /**   120: frame: host pointer of the run found last */
  framePointer: u32
  /**   124: frame: bytes moved for it that no receiver was charged with; that its header was read does not count */
  copied: u32
  /**   128: port without buffers that the frame in hand is for */
  waitFor: u32
  /**   132: ports whose owners ask for frames that are not theirs */
  promiscuous: u32
  /**   136: frame: what tells flows between the same stations apart */
  frameFlow: u64
}

/** A ring of descriptors of 16 bytes. Addresses are guest-physical. 80 bytes. */
@unmanaged
export class IgbQueue {
  /**     0: RDBAL and RDBAH, or TDBAL and TDBAH */
  baseGpa: u64
  /**     8: TDWBAL and TDWBAH: where the head is written to */
  headGpa: u64
  /**    16: RDLEN or TDLEN, bytes */
  length: u32
  /**    20: RDH or TDH */
  head: u32
  /**    24: RDT or TDT */
  tail: u32
  /**    28: RXDCTL or TXDCTL */
  control: u32
  /**    32: SRRCTL */
  split: u32
  /**    36: RXCTL or TXCTL */
  dca: u32
}

/** What holds the messages of a vector back (§7.3.4.1): EITR, whose counter goes by the time of the guest. 16 bytes. */
@unmanaged
export class IgbThrottle {
  /**     0: interval and what is kept for low latency: EITR without the counter */
  eitr: u32
  /**     4: zero */
  pad: u32
  /**     8: guest time when the counter comes to zero */
  endNs: u64
}

/** A function of an 82576: its registers, and what the driver of a virtual one asked the physical function for. IgbPf follows in that of a physical one. 1648 bytes. */
@unmanaged
export class IgbVf {
  /**     0: cache: host pointer of its port of a switch, 0 while it is unplugged */
  port: u32
  /**     4: what its driver did that the switch has not answered: IgbRinging bits */
  ringing: u32
  /**     8: queues of each kind */
  queues: u32
  /**    12: offset of the first receive ring from here */
  receiveAt: u32
  /**    16: offset of the first transmit ring from here */
  transmitAt: u32
  /**    20: offset of the first IgbThrottle from here */
  throttlesAt: u32
  /**    24: IgbLane bits: whether it receives and sends at all */
  lanes: u32
  /**    28: 1 after its reset message */
  isClearToSend: u32
  /**    32: 1 while the driver has not read the answer to its message */
  isReplyUnread: u32
  /**    36: 1 when a message to the driver waits for the mailbox */
  isPingDue: u32
  /**    40: VFMAILBOX */
  mailbox: u32
  /**    44: VTCTRL */
  ctrl: u32
  /**    48: VTEICR */
  eicr: u32
  /**    52: vectors whose messages are held back */
  held: u32
  /**    56: VTEIMS */
  eims: u32
  /**    60: VTEIAC */
  eiac: u32
  /**    64: VTEIAM */
  eiam: u32
  /**    68: VTIVAR */
  ivar: u32
  /**    72: VTIVAR_MISC */
  ivarMisc: u32
  /**    76: VFPSRTYPE */
  psrtype: u32
  /**    80: bytes of a frame that it takes at most, with a tag and without the checksum */
  longestFrame: u32
  /**    84: 1 when it takes every frame to a group */
  allMulti: u32
  /**    88: further addresses in the filter */
  addresses: u32
  /**    92: VFGPRC */
  gprc: u32
  /**    96: VFGPTC */
  gptc: u32
  /**   100: VFGORC */
  gorc: u32
  /**   104: VFGOTC */
  gotc: u32
  /**   108: VFMPRC */
  mprc: u32
  /**   112: VFGPRLBC */
  gprlbc: u32
  /**   116: VFGPTLBC */
  gptlbc: u32
  /**   120: VFGORLBC */
  gorlbc: u32
  /**   124: VFGOTLBC */
  gotlbc: u32
  /**   128: frame in hand: place behind its last descriptor */
  frameEnd: u32
  /**   132: frame in hand: third word of the descriptor that tells about it */
  frameCommand: u32
  /**   136: frame in hand: fourth word of that descriptor */
  frameOptions: u32
  /**   140: frame in hand: VirtioViolation when it is none */
  frameReason: u32
  /**   144: first half of the descriptor read last */
  descriptor: u64
  /**   152: its second half */
  descriptorHigh: u64
}

/** What the physical function of an 82576 has beyond a virtual one. 4016 bytes. */
@unmanaged
export class IgbPf {
  /**     0: EERD */
  eerd: u32
  /**     4: EECD: bits that the driver writes */
  eecd: u32
  /**     8: MDIC */
  mdic: u32
  /**    12: ICR */
  icr: u32
  /**    16: IMS */
  ims: u32
  /**    20: MBVFICR */
  mailboxCauses: u32
  /**    24: VFLRE */
  vfResets: u32
  /**    28: its address out of the NVM, first byte lowest */
  macLow: u32
  /**    32: its upper half */
  macHigh: u32
  /**    36: zero */
  pad: u32
}

/** State of the balloon. 224 bytes. */
@unmanaged
export class Balloon {
  /**     0: pages that the balloon holds, as its queues say */
  pages: u32
  /**     4: 1 while the device holds the buffer of the statistics queue */
  hasStats: u32
  /**     8: head of that buffer */
  statsHead: u32
  /**    12: descriptors of that buffer */
  statsDescriptors: u32
  /**    16: hinting that the driver is in, BalloonHint otherwise */
  hintId: u32
  /**    20: scratch: a page number, or an identity */
  entry: u32
  /**    24: statistics: pages that went into the balloon */
  inflated: u64
  /**    32: statistics: pages that came out of it */
  deflated: u64
  /**    40: statistics: free pages that were reported */
  reported: u64
  /**    48: statistics: free pages that were hinted */
  hinted: u64
  /**    56: statistics: frames that the host got back by all of these */
  discarded: u64
  /**    64: statistics: how often the driver told its memory statistics */
  statsUpdates: u64
  /**    72: scratch: a statistic of the driver */
  statEntry: u64
  /**    80: scratch */
  statValue: u64
}

/** Configuration space of the balloon. 16 bytes. */
@unmanaged
export class BalloonConfig {
  /**     0: pages that the balloon should hold */
  numPages: u32
  /**     4: pages that it holds, as the driver says */
  actual: u32
  /**     8: hinting that the device asks for, or one of BalloonHint */
  freePageHintCmdId: u32
  /**    12: what free pages of the guest are filled with */
  poisonVal: u32
}

/** State of a disk. 160 bytes. */
@unmanaged
export class Blk {
  /**     0: cache: host pointer of the memory volume, 0 when the outside serves the requests */
  volume: u32
  /**     4: 1 when nothing may be written */
  isReadOnly: u32
  /**     8: scratch: header of a request */
  type: u32
  /**    12: scratch */
  reserved: u32
  /**    16: scratch */
  sector: u64
  /**    24: scratch: a range to discard or to fill with zeros */
  rangeSector: u64
  /**    32: scratch */
  rangeSectors: u32
  /**    36: scratch */
  rangeFlags: u32
  /**    40: bytes of a second, 0 without a limit */
  bytesLimit: u64
  /**    48: requests of a second, 0 without a limit */
  operationsLimit: u64
  /**    56: what may still be done: bytes times 10^9 */
  byteTokens: i64
  /**    64: requests times 10^9 */
  operationTokens: i64
  /**    72: guest time when tokens were added last */
  filledNs: u64
  /**    80: bit per queue: it waits for tokens */
  held: u32
  /**    88: statistics: read requests */
  reads: u64
  /**    96: statistics: write requests */
  writes: u64
  /**   104: statistics: flushes */
  flushes: u64
  /**   112: statistics */
  bytesRead: u64
  /**   120: statistics */
  bytesWritten: u64
  /**   128: statistics: requests that ended with an error */
  errors: u64
}

/** Configuration space of a disk. 80 bytes. */
@unmanaged
export class BlkConfig {
  /**     0: sectors of 512 bytes */
  capacity: u64
  /**     8: largest segment */
  sizeMax: u32
  /**    12: most segments of a request */
  segMax: u32
  /**    16: geometry */
  cylinders: u16
  /**    18: geometry */
  heads: u8
  /**    19: geometry */
  sectors: u8
  /**    20: bytes of a logical block */
  blkSize: u32
  /**    24: logical blocks of a physical one, as a power of two */
  physicalBlockExp: u8
  /**    25: offset of the first aligned logical block */
  alignmentOffset: u8
  /**    26: suggested least size of a request in logical blocks */
  minIoSize: u16
  /**    28: optimal size of a request in logical blocks */
  optIoSize: u32
  /**    32: 1 while the cache is written back */
  writeback: u8
  /**    33:  */
  unused0: u8
  /**    34: request queues */
  numQueues: u16
  /**    36: most sectors of a segment to discard */
  maxDiscardSectors: u32
  /**    40: most segments of a discard */
  maxDiscardSeg: u32
  /**    44: sectors that a discard should be aligned to */
  discardSectorAlignment: u32
  /**    48: most sectors of a segment of zeros */
  maxWriteZeroesSectors: u32
  /**    52: most segments of a request for zeros */
  maxWriteZeroesSeg: u32
  /**    56: 1 when zeros may be holes */
  writeZeroesMayUnmap: u8
  /**    57:  */
  unused1: u8
  /**    58:  */
  unused2: u16
  /**    60:  */
  maxSecureEraseSectors: u32
  /**    64:  */
  maxSecureEraseSeg: u32
  /**    68:  */
  secureEraseSectorAlignment: u32
}

/** A request that the outside serves: a chain that its device holds. 64 bytes. */
@unmanaged
export class IoRequest {
  /**     0: IoState */
  state: u32
  /**     4: slot of the device */
  slot: u32
  /**     8: its queue */
  queue: u32
  /**    12: head of the chain */
  head: u32
  /**    16: packed: descriptors of the chain */
  descriptors: u32
  /**    20: packed: where the chain begins in the ring */
  place: u32
  /**    24: what to do; a disk: BlkRequest */
  operation: u32
  /**    28: IoFlag: a range of zeros may become a hole; what is written is durable before it is acknowledged */
  flags: u32
  /**    32: a disk: where, in bytes */
  offset: u64
  /**    40: a disk: how many bytes */
  count: u64
  /**    48: bytes of the chain that the outside may read */
  readBytes: u32
  /**    52: bytes of the chain that the outside may write; done: that it wrote */
  writeBytes: u32
  /**    56: number of the request in its guest */
  order: u64
}

/** Requests that the outside serves. 16448 bytes. */
@unmanaged
export class IoTable {
  /**     0: requests ever posted */
  posted: u64
  /**     8: requests in state posted */
  waiting: u32
  /**    12: requests in any state but free */
  busy: u32
  /**    16: 1 when a device was reset, or has a chain that the outside waits for */
  ready: u32
}

/** A volume in the memory of the host: a word for each 4 KiB, the host pointer of a frame or 0. Frames may be shared; a write copies. 32 bytes. */
@unmanaged
export class Volume {
  /**     0: size in pages */
  pages: u32
  /**     4: host pointer of the words */
  table: u32
  /**     8: frames that it holds */
  frames: u32
  /**    12: 1 after a write found no frame */
  isFull: u32
  /**    16: size in bytes */
  size: u64
}

// @ts-ignore: decorator
@inline export const HOST_BYTES: u32 = 256
/** u64[256] what other CPUs stored to in frames with code: host pointer u32, bytes u32 */
// @ts-ignore: decorator
@inline export const CODE_CACHE_INBOX: u32 = 64
// @ts-ignore: decorator
@inline export const CODE_CACHE_BYTES: u32 = 2112
// @ts-ignore: decorator
@inline export const DECODED_HEADER_BYTES: u32 = 64
// @ts-ignore: decorator
@inline export const PCPU_BYTES: u32 = 192
/** u64[4] physical CPUs that it may run on, a bit each */
// @ts-ignore: decorator
@inline export const VCPU_HARD: u32 = 208
/** u64[4] physical CPUs that it should run on, a bit each */
// @ts-ignore: decorator
@inline export const VCPU_SOFT: u32 = 240
// @ts-ignore: decorator
@inline export const VCPU_BYTES: u32 = 320
/** u64[32] when a use ended */
// @ts-ignore: decorator
@inline export const CPU_GROUP_USE_END_NS: u32 = 80
/** u64[32] how much it was */
// @ts-ignore: decorator
@inline export const CPU_GROUP_USE_NS: u32 = 336
// @ts-ignore: decorator
@inline export const CPU_GROUP_BYTES: u32 = 640
/** u8[48] 1 while another vCPU runs in its place; the rest is 0 */
// @ts-ignore: decorator
@inline export const STEAL_TIME_PREEMPTED: u32 = 16
// @ts-ignore: decorator
@inline export const STEAL_TIME_BYTES: u32 = 64
// @ts-ignore: decorator
@inline export const SWAP_BYTES: u32 = 64
// @ts-ignore: decorator
@inline export const TRANSLATOR_BYTES: u32 = 128
// @ts-ignore: decorator
@inline export const LISTING_ENTRY_BYTES: u32 = 16
/** u32[3] the decoded pages around it, 0 when unknown; its own is the one in the middle */
// @ts-ignore: decorator
@inline export const HOT_PLACE_PAGES: u32 = 24
// @ts-ignore: decorator
@inline export const HOT_PLACE_BYTES: u32 = 40
/** u32[4] host pointers of the records of those that did so last */
// @ts-ignore: decorator
@inline export const REGION_ASKING: u32 = 48
/** u32[8] host pointers of the records where it is entered */
// @ts-ignore: decorator
@inline export const REGION_HEADS: u32 = 64
/** u32[8] host pointers of the regions that it takes the place of when it is installed */
// @ts-ignore: decorator
@inline export const REGION_REPLACED: u32 = 96
/** u32[3] the decoded pages of its window, 0 where it has no code of one */
// @ts-ignore: decorator
@inline export const REGION_PAGES: u32 = 128
/** u32[3] host pointers of the next region with code of each of those pages */
// @ts-ignore: decorator
@inline export const REGION_NEXTS: u32 = 144
// @ts-ignore: decorator
@inline export const REGION_BYTES: u32 = 192
/** u32[512] statistics: instructions left to the interpreter, by operation */
// @ts-ignore: decorator
@inline export const GUEST_FALLBACKS: u32 = 328
// @ts-ignore: decorator
@inline export const GUEST_BYTES: u32 = 4096
/** u32[100] cache: page numbers of the sample */
// @ts-ignore: decorator
@inline export const ALLOCATION_SAMPLE: u32 = 112
// @ts-ignore: decorator
@inline export const ALLOCATION_BYTES: u32 = 512
/** u64[33] integer registers; slot 32 takes writes to x0 */
// @ts-ignore: decorator
@inline export const HART_X: u32 = 600
/** u64[32] floating-point registers */
// @ts-ignore: decorator
@inline export const HART_F: u32 = 864
/** u8[16] */
// @ts-ignore: decorator
@inline export const HART_PMPCFG: u32 = 1120
/** u64[16] */
// @ts-ignore: decorator
@inline export const HART_PMPADDR: u32 = 1136
/** u64[32] mhpmcounter3..31 at their number */
// @ts-ignore: decorator
@inline export const HART_HPMCOUNTER: u32 = 1264
/** u64[32] mhpmevent3..31 at their number */
// @ts-ignore: decorator
@inline export const HART_HPMEVENT: u32 = 1520
/** u8[64] AIA: machine-level iprio array */
// @ts-ignore: decorator
@inline export const HART_MIPRIO: u32 = 1776
/** u8[64] AIA: supervisor-level iprio array */
// @ts-ignore: decorator
@inline export const HART_SIPRIO: u32 = 1840
/** u64[32] statistics: exceptions taken by cause */
// @ts-ignore: decorator
@inline export const HART_EXCEPTIONS: u32 = 1904
/** u64[64] statistics: interrupts taken by cause */
// @ts-ignore: decorator
@inline export const HART_INTERRUPTS: u32 = 2160
/** u64[16] statistics: exits to the hypervisor by reason */
// @ts-ignore: decorator
@inline export const HART_EXITS: u32 = 2672
/** u64[4] statistics: instructions retired by privilege */
// @ts-ignore: decorator
@inline export const HART_MODE_INSTRUCTIONS: u32 = 2800
/** u64[4] cache: by mode, a bit for each page that a site may have, at its number modulo 64 */
// @ts-ignore: decorator
@inline export const HART_SITE_PAGES: u32 = 2832
// @ts-ignore: decorator
@inline export const HART_BYTES: u32 = 4096
// @ts-ignore: decorator
@inline export const SPAN_BYTES: u32 = 64
// @ts-ignore: decorator
@inline export const JUMP_BYTES: u32 = 16
/** u8[131072] content, at index modulo its size */
// @ts-ignore: decorator
@inline export const RING_DATA: u32 = 8
// @ts-ignore: decorator
@inline export const RING_BYTES: u32 = 131136
/** u8[16] received bytes, a ring */
// @ts-ignore: decorator
@inline export const UART_FIFO: u32 = 48
// @ts-ignore: decorator
@inline export const UART_BYTES: u32 = 64
// @ts-ignore: decorator
@inline export const RTC_BYTES: u32 = 32
// @ts-ignore: decorator
@inline export const VM_GEN_ID_BYTES: u32 = 32
// @ts-ignore: decorator
@inline export const FINISHER_BYTES: u32 = 16
/** u64[8] the system call block that the guest points to */
// @ts-ignore: decorator
@inline export const HTIF_CALL: u32 = 8
// @ts-ignore: decorator
@inline export const HTIF_BYTES: u32 = 80
/** u64[64] deadline in ticks of mtime, all ones when none */
// @ts-ignore: decorator
@inline export const ACLINT_MTIMECMP: u32 = 8
// @ts-ignore: decorator
@inline export const ACLINT_BYTES: u32 = 528
/** u32[3] bit per source: level of its line */
// @ts-ignore: decorator
@inline export const PLIC_LEVEL: u32 = 8
/** u32[3] bit per source: its gateway forwarded a request */
// @ts-ignore: decorator
@inline export const PLIC_PENDING: u32 = 24
/** u32[3] bit per source: claimed and not complete */
// @ts-ignore: decorator
@inline export const PLIC_CLAIMED: u32 = 40
/** u32[96] priority per source, 0 is never */
// @ts-ignore: decorator
@inline export const PLIC_PRIORITY: u32 = 56
/** u32[128] threshold per context */
// @ts-ignore: decorator
@inline export const PLIC_THRESHOLD: u32 = 440
/** u32[384] bit per source, for each context */
// @ts-ignore: decorator
@inline export const PLIC_ENABLE: u32 = 952
// @ts-ignore: decorator
@inline export const PLIC_BYTES: u32 = 2496
/** u32[4] bit per source: level of its line, as this domain sees it */
// @ts-ignore: decorator
@inline export const APLIC_INPUT: u32 = 24
/** u32[4] bit per source */
// @ts-ignore: decorator
@inline export const APLIC_PENDING: u32 = 40
/** u32[4] bit per source */
// @ts-ignore: decorator
@inline export const APLIC_ENABLED: u32 = 56
/** u32[97] delegation or mode per source */
// @ts-ignore: decorator
@inline export const APLIC_SOURCECFG: u32 = 72
/** u32[97] hart and identity per source */
// @ts-ignore: decorator
@inline export const APLIC_TARGET: u32 = 464
// @ts-ignore: decorator
@inline export const APLIC_BYTES: u32 = 864
/** u64[4] bit per identity */
// @ts-ignore: decorator
@inline export const IMSIC_PENDING: u32 = 8
/** u64[4] bit per identity */
// @ts-ignore: decorator
@inline export const IMSIC_ENABLED: u32 = 40
// @ts-ignore: decorator
@inline export const IMSIC_BYTES: u32 = 80
// @ts-ignore: decorator
@inline export const VIRTQUEUE_BYTES: u32 = 80
/** u8[256] configuration space */
// @ts-ignore: decorator
@inline export const VIRTIO_DEVICE_CONFIG: u32 = 104
/** u8[1600] Virtqueue each */
// @ts-ignore: decorator
@inline export const VIRTIO_DEVICE_QUEUE: u32 = 360
/** u8[2048] what the kind of device lays out */
// @ts-ignore: decorator
@inline export const VIRTIO_DEVICE_STATE: u32 = 1960
// @ts-ignore: decorator
@inline export const VIRTIO_DEVICE_BYTES: u32 = 4032
/** u64[2048] gpa, and bytes in the low half of the word behind */
// @ts-ignore: decorator
@inline export const CHAIN_SEGMENT: u32 = 72
// @ts-ignore: decorator
@inline export const CHAIN_BYTES: u32 = 16512
// @ts-ignore: decorator
@inline export const SECURITY_ENTRY_BYTES: u32 = 48
/** u8[3072] SecurityEntry each */
// @ts-ignore: decorator
@inline export const SECURITY_LOG_ENTRY: u32 = 8
// @ts-ignore: decorator
@inline export const SECURITY_LOG_BYTES: u32 = 3136
/** u32[8] key of the next block */
// @ts-ignore: decorator
@inline export const RNG_KEY: u32 = 8
/** u32[16] the block made last: its first half is the next key */
// @ts-ignore: decorator
@inline export const RNG_BLOCK: u32 = 40
// @ts-ignore: decorator
@inline export const RNG_BYTES: u32 = 112
// @ts-ignore: decorator
@inline export const PORT_DEVICE_BYTES: u32 = 16
/** u64[6] guest-physical address of each BAR, all ones while it does not answer */
// @ts-ignore: decorator
@inline export const PCI_FUNCTION_BARS: u32 = 72
/** u64[6] size of each BAR, 0 for none */
// @ts-ignore: decorator
@inline export const PCI_FUNCTION_BAR_BYTES: u32 = 120
/** u8[512] configuration space */
// @ts-ignore: decorator
@inline export const PCI_FUNCTION_CONFIG: u32 = 168
/** u32[256] MSI-X table: address low and high, data, control */
// @ts-ignore: decorator
@inline export const PCI_FUNCTION_MSIX: u32 = 680
/** u8[5760] what the kind of function lays out */
// @ts-ignore: decorator
@inline export const PCI_FUNCTION_STATE: u32 = 1704
// @ts-ignore: decorator
@inline export const PCI_FUNCTION_BYTES: u32 = 7488
/** u64[64] addresses that it takes, first byte lowest */
// @ts-ignore: decorator
@inline export const NET_FILTER: u32 = 96
/** u64[64] bit per VLAN that it takes */
// @ts-ignore: decorator
@inline export const NET_VLANS: u32 = 608
/** u16[128] pairs by the lowest bits of the hash */
// @ts-ignore: decorator
@inline export const NET_RSS_TABLE: u32 = 1120
/** u8[48] key of the hash, and zeros */
// @ts-ignore: decorator
@inline export const NET_RSS_KEY: u32 = 1376
// @ts-ignore: decorator
@inline export const NET_BYTES: u32 = 1424
// @ts-ignore: decorator
@inline export const NIC_PORT_BYTES: u32 = 320
/** u32[256] of each buffer: head, descriptors, bytes written */
// @ts-ignore: decorator
@inline export const FRAME_SINK_HEAD: u32 = 64
// @ts-ignore: decorator
@inline export const FRAME_SINK_BYTES: u32 = 1088
/** u64[256] destination and VLAN << 48 */
// @ts-ignore: decorator
@inline export const NIC_LOOKUP_KEY: u32 = 144
/** u32[256] port plus one */
// @ts-ignore: decorator
@inline export const NIC_LOOKUP_PORT: u32 = 2192
/** u32[256] generation of the answer */
// @ts-ignore: decorator
@inline export const NIC_LOOKUP_GENERATION: u32 = 3216
/** u8[256] headers of the frame */
// @ts-ignore: decorator
@inline export const NIC_HEADER: u32 = 4240
/** u8[64] headers behind its addresses, when they do not lie together */
// @ts-ignore: decorator
@inline export const NIC_LOOKED: u32 = 4496
/** u8[272] headers of the segment that is made of it */
// @ts-ignore: decorator
@inline export const NIC_SEGMENT: u32 = 4560
/** u8[256] headers that the adapter made for the sender */
// @ts-ignore: decorator
@inline export const NIC_MADE: u32 = 4832
/** u8[1088] FrameSink */
// @ts-ignore: decorator
@inline export const NIC_SINK: u32 = 5088
// @ts-ignore: decorator
@inline export const NIC_BYTES: u32 = 8192
/** u32[8] two contexts: lengths and VLAN, unused, type, segment size and length of the header */
// @ts-ignore: decorator
@inline export const IGB_QUEUE_CONTEXT: u32 = 40
// @ts-ignore: decorator
@inline export const IGB_QUEUE_BYTES: u32 = 80
// @ts-ignore: decorator
@inline export const IGB_THROTTLE_BYTES: u32 = 16
/** u32[16] VMBMEM */
// @ts-ignore: decorator
@inline export const IGB_VF_MAILBOX_MEMORY: u32 = 160
/** u64[4] further addresses, first byte lowest */
// @ts-ignore: decorator
@inline export const IGB_VF_FILTER: u32 = 224
/** u64[64] bit per hash of groups that it takes */
// @ts-ignore: decorator
@inline export const IGB_VF_HASHES: u32 = 256
/** u64[64] bit per VLAN that it takes */
// @ts-ignore: decorator
@inline export const IGB_VF_VLANS: u32 = 768
/** u8[48] VTEITR: IgbThrottle each */
// @ts-ignore: decorator
@inline export const IGB_VF_THROTTLES: u32 = 1280
/** u8[160] IgbQueue each */
// @ts-ignore: decorator
@inline export const IGB_VF_RECEIVE: u32 = 1328
/** u8[160] IgbQueue each */
// @ts-ignore: decorator
@inline export const IGB_VF_TRANSMIT: u32 = 1488
// @ts-ignore: decorator
@inline export const IGB_VF_BYTES: u32 = 1648
/** u64[8] frames with wrong addresses of each virtual function that the driver was told of */
// @ts-ignore: decorator
@inline export const IGB_PF_SPOOFED: u32 = 40
/** u32[187] registers that keep what is written, by IgbPfKept */
// @ts-ignore: decorator
@inline export const IGB_PF_KEPT: u32 = 104
/** u32[32] registers of the PHY */
// @ts-ignore: decorator
@inline export const IGB_PF_PHY: u32 = 856
/** u32[16] RTTBCNRC of each queue */
// @ts-ignore: decorator
@inline export const IGB_PF_RATES: u32 = 984
/** u8[400] EITR: IgbThrottle each */
// @ts-ignore: decorator
@inline export const IGB_PF_THROTTLES: u32 = 1048
/** u8[1280] IgbQueue each */
// @ts-ignore: decorator
@inline export const IGB_PF_RECEIVE: u32 = 1448
/** u8[1280] IgbQueue each */
// @ts-ignore: decorator
@inline export const IGB_PF_TRANSMIT: u32 = 2728
// @ts-ignore: decorator
@inline export const IGB_PF_BYTES: u32 = 4016
/** u64[16] by tag, all ones where the driver said nothing */
// @ts-ignore: decorator
@inline export const BALLOON_STATS: u32 = 88
// @ts-ignore: decorator
@inline export const BALLOON_BYTES: u32 = 224
// @ts-ignore: decorator
@inline export const BALLOON_CONFIG_BYTES: u32 = 16
/** u8[20] serial number, without a terminator when it fills its place */
// @ts-ignore: decorator
@inline export const BLK_ID: u32 = 136
// @ts-ignore: decorator
@inline export const BLK_BYTES: u32 = 160
// @ts-ignore: decorator
@inline export const BLK_CONFIG_BYTES: u32 = 80
// @ts-ignore: decorator
@inline export const IO_REQUEST_BYTES: u32 = 64
/** u8[16384] IoRequest each */
// @ts-ignore: decorator
@inline export const IO_TABLE_REQUEST: u32 = 24
// @ts-ignore: decorator
@inline export const IO_TABLE_BYTES: u32 = 16448
// @ts-ignore: decorator
@inline export const VOLUME_BYTES: u32 = 32
/** offset of a Allocation */
// @ts-ignore: decorator
@inline export const GUEST_ALLOCATION: u32 = 4096
/** offset of a Uart */
// @ts-ignore: decorator
@inline export const GUEST_UART: u32 = 4608
/** offset of a Rtc */
// @ts-ignore: decorator
@inline export const GUEST_RTC: u32 = 4672
/** offset of a VmGenId */
// @ts-ignore: decorator
@inline export const GUEST_VMGENID: u32 = 4736
/** offset of a Finisher */
// @ts-ignore: decorator
@inline export const GUEST_FINISHER: u32 = 4800
/** offset of a Htif */
// @ts-ignore: decorator
@inline export const GUEST_HTIF: u32 = 4864
/** offset of a Aclint */
// @ts-ignore: decorator
@inline export const GUEST_ACLINT: u32 = 4992
/** offset of a Plic */
// @ts-ignore: decorator
@inline export const GUEST_PLIC: u32 = 5568
/** offset of a Aplic */
// @ts-ignore: decorator
@inline export const GUEST_APLIC_M: u32 = 8064
/** offset of a Aplic */
// @ts-ignore: decorator
@inline export const GUEST_APLIC_S: u32 = 8960
/** offset of a Ring */
// @ts-ignore: decorator
@inline export const GUEST_CONSOLE_OUT: u32 = 9856
/** offset of a Ring */
// @ts-ignore: decorator
@inline export const GUEST_CONSOLE_IN: u32 = 140992
/** offset of a Chain */
// @ts-ignore: decorator
@inline export const GUEST_CHAIN_READ: u32 = 272128
/** offset of a Chain */
// @ts-ignore: decorator
@inline export const GUEST_CHAIN_WRITE: u32 = 288640
/** offset of a SecurityLog */
// @ts-ignore: decorator
@inline export const GUEST_SECURITY: u32 = 305152
/** offset of a IoTable */
// @ts-ignore: decorator
@inline export const GUEST_IO: u32 = 308288
/** offset of a Imsic */
// @ts-ignore: decorator
@inline export const HART_IMSIC_M: u32 = 4096
/** offset of a Imsic */
// @ts-ignore: decorator
@inline export const HART_IMSIC_S: u32 = 4224
// @ts-ignore: decorator
@inline export const STAGE2_FRAME_SHIFT: u32 = 12
// @ts-ignore: decorator
@inline export const BATCH_REGIONS: u32 = 64
// @ts-ignore: decorator
@inline export const WINDOW_PAGES: u32 = 3
// @ts-ignore: decorator
@inline export const MOST_HEADS: u32 = 8
// @ts-ignore: decorator
@inline export const ASKING_PLACES: u32 = 4
// @ts-ignore: decorator
@inline export const REGION_INSTRUCTIONS: u32 = 512
// @ts-ignore: decorator
@inline export const FIRST_SLOT: u32 = 1024
// @ts-ignore: decorator
@inline export const MOST_REGIONS: u32 = 16000
// @ts-ignore: decorator
@inline export const CODE_INBOX_STORES: u32 = 256
// @ts-ignore: decorator
@inline export const MOST_PCPUS: u32 = 256
// @ts-ignore: decorator
@inline export const PCPU_SET_WORDS: u32 = 4
// @ts-ignore: decorator
@inline export const MOST_VCPUS: u32 = 4096
// @ts-ignore: decorator
@inline export const PERIOD_NS: u32 = 10000000
// @ts-ignore: decorator
@inline export const BUDGET_USES: u32 = 32
// @ts-ignore: decorator
@inline export const VIRTUAL_TIME_SHIFT: u32 = 20
// @ts-ignore: decorator
@inline export const NORMAL_SHARES: u32 = 1000
// @ts-ignore: decorator
@inline export const TLB_MODES: u32 = 4
// @ts-ignore: decorator
@inline export const TLB_MASK: u32 = 1023
// @ts-ignore: decorator
@inline export const TLB_FETCH_MASK: u32 = 1023
// @ts-ignore: decorator
@inline export const TLB_DATA_BYTES: u32 = 16384
// @ts-ignore: decorator
@inline export const TLB_FETCH_BYTES: u32 = 16384
// @ts-ignore: decorator
@inline export const TLB_SITES: u32 = 1024
// @ts-ignore: decorator
@inline export const TLB_SITE_OFFSET: u32 = 49152
// @ts-ignore: decorator
@inline export const TLB_SPAN_OFFSET: u32 = 65536
// @ts-ignore: decorator
@inline export const TLB_GENERATION_OFFSET: u32 = 65664
// @ts-ignore: decorator
@inline export const TLB_MODE_BYTES: u32 = 65728
// @ts-ignore: decorator
@inline export const JUMP_MASK: u32 = 1023
// @ts-ignore: decorator
@inline export const JUMP_CACHE_BYTES: u32 = 16384
// @ts-ignore: decorator
@inline export const DECODED_RECORDS: u32 = 2048
// @ts-ignore: decorator
@inline export const DECODED_PAGE_BYTES: u32 = 16512
// @ts-ignore: decorator
@inline export const RECORD_PAGE_END: u32 = 1
// @ts-ignore: decorator
@inline export const RECORD_STRADDLE: u32 = 2
// @ts-ignore: decorator
@inline export const RECORD_ILLEGAL: u32 = 3
// @ts-ignore: decorator
@inline export const RECORD_ENTER: u32 = 4
// @ts-ignore: decorator
@inline export const RECORD_OPERATION: u32 = 511
// @ts-ignore: decorator
@inline export const RECORD_LENGTH_SHIFT: u32 = 12
// @ts-ignore: decorator
@inline export const HART_TLB: u32 = 8192
// @ts-ignore: decorator
@inline export const HART_JUMPS: u32 = 271104
// @ts-ignore: decorator
@inline export const HART_STATE_BYTES: u32 = 8192
// @ts-ignore: decorator
@inline export const HART_BLOCK_BYTES: u32 = 290816
// @ts-ignore: decorator
@inline export const GUEST_HARTS: u32 = 327680
// @ts-ignore: decorator
@inline export const HOST_BASE: u32 = 65536
// @ts-ignore: decorator
@inline export const HOST_FRAMES: u32 = 1048576
// @ts-ignore: decorator
@inline export const STAGING_BYTES: u32 = 65536
// @ts-ignore: decorator
@inline export const HIGH_PERCENT: u32 = 6
// @ts-ignore: decorator
@inline export const SOFT_PERCENT: u32 = 4
// @ts-ignore: decorator
@inline export const HARD_PERCENT: u32 = 2
// @ts-ignore: decorator
@inline export const LOW_PERCENT: u32 = 1
// @ts-ignore: decorator
@inline export const MERGE_WAYS: u32 = 4
// @ts-ignore: decorator
@inline export const MERGE_ENTRY_BYTES: u32 = 16
// @ts-ignore: decorator
@inline export const SWAP_SLOTS: u32 = 1048576
// @ts-ignore: decorator
@inline export const RESERVE_PART: u32 = 256
// @ts-ignore: decorator
@inline export const RESERVE_LEAST: u32 = 32
// @ts-ignore: decorator
@inline export const RING_DATA_BYTES: u32 = 131072
// @ts-ignore: decorator
@inline export const VIRTIO_SLOT_BYTES: u32 = 4096
// @ts-ignore: decorator
@inline export const VIRTIO_MMIO_DEVICES: u32 = 8
// @ts-ignore: decorator
@inline export const VIRTIO_QUEUES: u32 = 20
// @ts-ignore: decorator
@inline export const VIRTIO_QUEUE_SIZE: u32 = 1024
// @ts-ignore: decorator
@inline export const VIRTIO_CONFIG_BYTES: u32 = 256
// @ts-ignore: decorator
@inline export const VIRTIO_STATE_BYTES: u32 = 2048
// @ts-ignore: decorator
@inline export const VIRTIO_MAGIC: u32 = 1953655158
// @ts-ignore: decorator
@inline export const VIRTIO_MMIO_VERSION: u32 = 2
// @ts-ignore: decorator
@inline export const VIRTIO_VENDOR: u32 = 1431127377
// @ts-ignore: decorator
@inline export const IO_SLOTS: u32 = 256
// @ts-ignore: decorator
@inline export const BLK_ID_BYTES: u32 = 20
// @ts-ignore: decorator
@inline export const BLK_QUEUES: u32 = 16
// @ts-ignore: decorator
@inline export const BLK_QUEUE_SIZE: u32 = 256
// @ts-ignore: decorator
@inline export const BLK_SECTOR_BYTES: u32 = 512
// @ts-ignore: decorator
@inline export const SECURITY_ENTRIES: u32 = 64
// @ts-ignore: decorator
@inline export const SBI_VERSION: u32 = 33554432
// @ts-ignore: decorator
@inline export const SBI_IMPLEMENTATION_ID: u32 = 30317
// @ts-ignore: decorator
@inline export const MAX_HARTS: u32 = 64
// @ts-ignore: decorator
@inline export const PLIC_WORDS: u32 = 3
// @ts-ignore: decorator
@inline export const PLIC_CONTEXTS: u32 = 128
// @ts-ignore: decorator
@inline export const IMSIC_WORDS: u32 = 4
// @ts-ignore: decorator
@inline export const APLIC_WORDS: u32 = 4
// @ts-ignore: decorator
@inline export const CONFIG_BYTES: u32 = 512
// @ts-ignore: decorator
@inline export const VIRTIO_NET_MOST_PAIRS: u32 = 8
// @ts-ignore: decorator
@inline export const VIRTIO_NET_QUEUE_SIZE: u32 = 256
// @ts-ignore: decorator
@inline export const VIRTIO_NET_FILTER_ADDRESSES: u32 = 64
// @ts-ignore: decorator
@inline export const VIRTIO_NET_HEADER_BYTES: u32 = 12
// @ts-ignore: decorator
@inline export const VIRTIO_NET_RSS_KEY_BYTES: u32 = 40
// @ts-ignore: decorator
@inline export const VIRTIO_NET_RSS_ENTRIES: u32 = 128
// @ts-ignore: decorator
@inline export const NIC_LOOKUPS: u32 = 256
// @ts-ignore: decorator
@inline export const NIC_LONGEST_FRAME: u32 = 65557
// @ts-ignore: decorator
@inline export const NIC_HEADER_BYTES: u32 = 256
// @ts-ignore: decorator
@inline export const NIC_OUTBOX_BYTES: u32 = 1048576
// @ts-ignore: decorator
@inline export const SINK_HEADS: u32 = 64
// @ts-ignore: decorator
@inline export const PCI_BARS: u32 = 6
// @ts-ignore: decorator
@inline export const IGB_QUEUES: u32 = 2
// @ts-ignore: decorator
@inline export const IGB_VECTORS: u32 = 3
// @ts-ignore: decorator
@inline export const IGB_MAILBOX_WORDS: u32 = 16
// @ts-ignore: decorator
@inline export const IGB_PF_QUEUES: u32 = 16
// @ts-ignore: decorator
@inline export const IGB_PF_VECTORS: u32 = 25
// @ts-ignore: decorator
@inline export const IGB_POOLS: u32 = 8
// @ts-ignore: decorator
@inline export const IGB_PF_ADDRESSES: u32 = 24
// @ts-ignore: decorator
@inline export const IGB_VLAN_POOLS: u32 = 32
// @ts-ignore: decorator
@inline export const IGB_NVM_WORDS: u32 = 64
// @ts-ignore: decorator
@inline export const IGB_PHY_REGISTERS: u32 = 32
// @ts-ignore: decorator
@inline export const IGB_FILTER_ADDRESSES: u32 = 4
// @ts-ignore: decorator
@inline export const IGB_MESSAGE_INFO_SHIFT: u32 = 16
// @ts-ignore: decorator
@inline export const MOST_MSIX_VECTORS: u32 = 64
// @ts-ignore: decorator
@inline export const MOST_ROOT_PORTS: u32 = 248
// @ts-ignore: decorator
@inline export const MSIX_PENDING_OFFSET: u32 = 2048
// @ts-ignore: decorator
@inline export const PCI_FUNCTION_BLOCK_BYTES: u32 = 7488
// @ts-ignore: decorator
@inline export const VIRTIO_PCI_COMMON: u32 = 0
// @ts-ignore: decorator
@inline export const VIRTIO_PCI_ISR: u32 = 4096
// @ts-ignore: decorator
@inline export const VIRTIO_PCI_DEVICE: u32 = 8192
// @ts-ignore: decorator
@inline export const VIRTIO_PCI_NOTIFY: u32 = 12288
// @ts-ignore: decorator
@inline export const VIRTIO_PCI_NOTIFY_MULTIPLIER: u32 = 4
// @ts-ignore: decorator
@inline export const TIMEBASE_FREQUENCY: u32 = 10000000
// @ts-ignore: decorator
@inline export const NS_PER_TICK: u32 = 100
export const enum Attention {
  none = 0,
  trap = 1,
  resume = 2,
  mmio = 3,
  sbi = 4,
  wait = 5,
  htif = 6,
  memory = 7,
  moved = 8,
  exclusive = 9,
}
export const enum MmioState {
  none = 0,
  read = 1,
  write = 2,
  readDone = 3,
  writeDone = 4,
  htifDone = 5,
}
export const enum HsmState {
  started = 0,
  stopped = 1,
  startPending = 2,
  stopPending = 3,
  suspended = 4,
  suspendPending = 5,
  resumePending = 6,
}
export const enum GuestState {
  created = 0,
  running = 1,
  paused = 2,
  stopped = 3,
  crashed = 4,
}
export const enum GuestEnd {
  none = 0,
  powerOff = 1,
  reboot = 2,
  fail = 3,
  crash = 4,
  instructionLimit = 5,
}
export const enum StateFault {
  none = 0,
  features = 1,
  queue = 2,
  stealTime = 3,
}
export const enum CrashReason {
  none = 0,
  trapLoop = 1,
  swapFailed = 2,
  pageLost = 3,
}
export const enum RunResult {
  busy = 0,
  idle = 1,
  ended = 2,
}
export const enum Stage2 {
  present = 1,
  writable = 2,
  copyOnWrite = 8,
  dirtyLogged = 16,
  absent = 4,
  zero = 32,
  shared = 64,
  swapped = 128,
  accessed = 256,
}
export const enum InterruptController {
  plic = 0,
  aia = 1,
}
export const enum VcpuState {
  off = 0,
  ready = 1,
  run = 2,
  wait = 3,
  throttled = 4,
  costop = 5,
}
export const enum PcpuResult {
  busy = 0,
  idle = 1,
}
export const enum PciKind {
  none = 0,
  hostBridge = 1,
  rootPort = 2,
  virtioNet = 3,
  virtioNetPf = 4,
  virtioNetVf = 5,
  igbVf = 6,
  igbPf = 7,
  igbBusVf = 8,
  virtioBlk = 9,
  virtioConsole = 10,
  virtioRng = 11,
  virtioP9 = 12,
  virtioVsock = 13,
}
export const enum VirtioNetFeature {
  csum = 0,
  guestCsum = 1,
  ctrlGuestOffloads = 2,
  mtu = 3,
  mac = 5,
  guestTso4 = 7,
  guestTso6 = 8,
  guestEcn = 9,
  hostTso4 = 11,
  hostTso6 = 12,
  hostEcn = 13,
  mrgRxbuf = 15,
  status = 16,
  ctrlVq = 17,
  ctrlRx = 18,
  ctrlVlan = 19,
  ctrlRxExtra = 20,
  guestAnnounce = 21,
  mq = 22,
  ctrlMacAddr = 23,
  rss = 60,
  speedDuplex = 63,
}
export const enum VirtioNetConfig {
  mac = 0,
  status = 6,
  maxPairs = 8,
  mtu = 10,
  speed = 12,
  duplex = 16,
  rssKeyBytes = 17,
  rssTableEntries = 18,
  hashTypes = 20,
  bytes = 24,
}
export const enum VirtioNetStatus {
  linkUp = 1,
  announce = 2,
}
export const enum VirtioNetControl {
  promisc = 0,
  allMulti = 1,
  allUni = 2,
  noMulti = 3,
  noUni = 4,
  noBroadcast = 5,
  macTableSet = 256,
  macAddrSet = 257,
  vlanAdd = 512,
  vlanDel = 513,
  announceAck = 768,
  pairsSet = 1024,
  rssConfig = 1025,
  guestOffloadsSet = 1280,
}
export const enum VirtioNetHashType {
  ip4 = 1,
  tcp4 = 2,
  udp4 = 4,
  ip6 = 8,
  tcp6 = 16,
  udp6 = 32,
  all = 63,
}
export const enum VirtioNetHeader {
  bytes = 12,
  needsCsum = 1,
  dataValid = 2,
  gsoTcp4 = 1,
  gsoTcp6 = 4,
  gsoEcn = 128,
}
export const enum VirtioPciRegister {
  deviceFeatureSelect = 0,
  deviceFeature = 4,
  driverFeatureSelect = 8,
  driverFeature = 12,
  configMsixVector = 16,
  numQueues = 18,
  deviceStatus = 20,
  configGeneration = 21,
  queueSelect = 22,
  queueSize = 24,
  queueMsixVector = 26,
  queueEnable = 28,
  queueNotifyOff = 30,
  queueDesc = 32,
  queueDriver = 40,
  queueDevice = 48,
  queueNotifyData = 56,
  queueReset = 58,
}
export const enum NicPortKind {
  none = 0,
  uplink = 1,
  physical = 2,
  virtual = 3,
}
export const enum LinkState {
  auto = 0,
  enable = 1,
  disable = 2,
}
export const enum PortOwner {
  nobody = 0,
  outside = 1,
  virtioNet = 2,
  igb = 3,
}
export const enum PciEvent {
  reset = 1,
  vfEnable = 2,
  window = 4,
  slotControl = 8,
  slotStatus = 16,
  busReset = 32,
}
export const enum PciError {
  dataLinkProtocol = 4,
  surpriseDown = 5,
  poisonedTlp = 12,
  flowControlProtocol = 13,
  completionTimeout = 14,
  completerAbort = 15,
  unexpectedCompletion = 16,
  receiverOverflow = 17,
  malformedTlp = 18,
  unsupportedRequest = 20,
  uncorrectableInternal = 22,
}
export const enum DetachHow {
  ask = 0,
  force = 1,
  finish = 2,
}
export const enum Detached {
  gone = 0,
  asked = 1,
  refused = 2,
}
export const enum IgbVfRegister {
  ctrl = 0,
  status = 8,
  frameTimer = 4168,
  eics = 5408,
  eims = 5412,
  eimc = 5416,
  eiac = 5420,
  eiam = 5424,
  eicr = 5504,
  eitr = 5760,
  ivar = 5888,
  ivarMisc = 5952,
  mailboxMemory = 2048,
  mailbox = 3136,
  psrtype = 3852,
  gprc = 3856,
  gptc = 3860,
  gorc = 3864,
  gotc = 3892,
  mprc = 3900,
  gprlbc = 3904,
  gptlbc = 3908,
  gorlbc = 3912,
  gotlbc = 3920,
  rdbal = 10240,
  rdbah = 10244,
  rdlen = 10248,
  srrctl = 10252,
  rdh = 10256,
  rxctl = 10260,
  rdt = 10264,
  rxdctl = 10280,
  tdbal = 14336,
  tdbah = 14340,
  tdlen = 14344,
  tdh = 14352,
  txctl = 14356,
  tdt = 14360,
  txdctl = 14376,
  tdwbal = 14392,
  tdwbah = 14396,
}
export const enum IgbPfRegister {
  ctrl = 0,
  status = 8,
  eecd = 16,
  eerd = 20,
  ctrlExt = 24,
  mdic = 32,
  flowControl = 40,
  rctl = 256,
  fcttv = 368,
  tctl = 1024,
  mailboxMemory = 2048,
  mailbox = 3072,
  mailboxCauses = 3200,
  mailboxMask = 3204,
  vfResets = 3208,
  vfReceive = 3212,
  vfTransmit = 3216,
  leds = 3584,
  managementControl = 4112,
  icr = 5376,
  ics = 5380,
  ims = 5384,
  imc = 5388,
  iam = 5392,
  eics = 5408,
  eims = 5412,
  eimc = 5416,
  eiac = 5420,
  eiam = 5424,
  eicr = 5504,
  eitr = 5760,
  ivar = 5888,
  ivarMisc = 5952,
  fcrt = 8544,
  receiveBuffer = 9220,
  dropEnable = 9224,
  transmitBuffer = 13316,
  transmitSwitch = 13568,
  wrongBehavior = 13652,
  rateSelect = 13828,
  rate = 14000,
  vlanInsert = 14080,
  gprc = 16500,
  mprc = 16508,
  gptc = 16512,
  gorc = 16520,
  gotc = 16528,
  rxcsum = 20480,
  longest = 20484,
  rfctl = 20488,
  hashes = 20992,
  addresses = 21504,
  moreAddresses = 21728,
  vlans = 22016,
  wakeUp = 22528,
  mrqc = 22552,
  vtCtl = 22556,
  manc = 22560,
  poolControl = 23248,
  gcr = 23296,
  swsm = 23376,
  swFwSync = 23388,
  redirection = 23552,
  rssKey = 23680,
  vlanPools = 23808,
  systemTime = 46592,
}
export const enum IgbPfKept {
  ctrl = 0,
  ctrlExt = 1,
  flowControl = 2,
  rctl = 7,
  fcttv = 8,
  tctl = 9,
  mailboxMask = 14,
  vfReceive = 15,
  vfTransmit = 16,
  leds = 17,
  iam = 18,
  ivar = 20,
  ivarMisc = 28,
  fcrt = 29,
  receiveBuffer = 32,
  dropEnable = 33,
  transmitBuffer = 34,
  transmitSwitch = 35,
  rateSelect = 36,
  vlanInsert = 37,
  rxcsum = 45,
  longest = 46,
  rfctl = 47,
  addresses = 48,
  moreAddresses = 80,
  wakeUp = 96,
  mrqc = 99,
  vtCtl = 100,
  manc = 101,
  poolControl = 102,
  gcr = 110,
  swsm = 111,
  swFwSync = 112,
  redirection = 113,
  rssKey = 145,
  vlanPools = 155,
}
export const enum IgbPfBit {
  masterDisable = 4,
  reset = 67108864,
  stripsTags = 1073741824,
  phyReset = -2147483648,
  resetDone = 2097152,
  masterEnabled = 524288,
  nvmRequest = 64,
  nvmGrant = 128,
  nvmPresent = 256,
  nvmRead = 512,
  functionResetDone = 16384,
  phyConfigured = 786432,
  linkChanged = 4,
  mailboxCause = 256,
  outOfSync = 268435456,
  phyWrite = 67108864,
  phyReady = 268435456,
  receiveEnable = 2,
  everyStation = 8,
  everyGroup = 16,
  longFrames = 32,
  broadcasts = 32768,
  vlanFilter = 262144,
  transmitEnable = 2,
  addressValid = -2147483648,
  addressPoolShift = 18,
  poolLongest = 16383,
  poolLongFrames = 65536,
  poolUntagged = 16777216,
  poolGroups = 33554432,
  poolBroadcasts = 134217728,
  poolEveryGroup = 268435456,
  poolStripsTags = 1073741824,
  vlanValid = -2147483648,
  vlanPoolShift = 12,
  insertAlways = 1073741824,
}
export const enum IgbPfMailbox {
  message = 1,
  acknowledge = 2,
  heldByVf = 4,
  heldByPf = 8,
  reclaim = 16,
}
export const enum IgbLane {
  receive = 1,
  transmit = 2,
}
export const enum IgbBit {
  ctrlReset = 67108864,
  statusFullDuplex = 1,
  statusLinkUp = 2,
  statusSpeed1000 = 128,
  queueEnable = 33554432,
  vectorValid = 128,
}
export const enum IgbMailbox {
  request = 1,
  acknowledge = 2,
  heldByVf = 4,
  heldByPf = 8,
  pfMessage = 16,
  pfAcknowledge = 32,
  resetInProgress = 64,
  resetDone = 128,
}
export const enum IgbMessage {
  reset = 1,
  setMac = 2,
  setMulticast = 3,
  setVlan = 4,
  setLpe = 5,
  setPromisc = 6,
  pfControl = 256,
}
export const enum IgbMessageFlag {
  clearToSend = 536870912,
  nack = 1073741824,
  ack = -2147483648,
}
export const enum IgbMacFilter {
  clear = 1,
  add = 2,
}
export const enum IgbPromisc {
  unicast = 1,
  multicast = 2,
}
export const enum IgbTransmit {
  typeShift = 20,
  typeMask = 15,
  lengthMask = 65535,
  typeContext = 2,
  typeData = 3,
  endOfPacket = 16777216,
  insertChecksum = 67108864,
  reportStatus = 134217728,
  isAdvanced = 536870912,
  insertVlan = 1073741824,
  segment = -2147483648,
  ipChecksum = 256,
  l4Checksum = 512,
  contextIpv4 = 1024,
  contextL4Shift = 11,
  l4Udp = 0,
  l4Tcp = 1,
  l4Sctp = 2,
  done = 1,
}
export const enum IgbThrottleBit {
  interval = 32764,
  intervalShift = 2,
  lowLatency = 32768,
  credits = 2031616,
  counterShift = 21,
  counterMask = 1023,
  counterUnit = 2,
  keepsCounters = -2147483648,
}
export const enum IgbReceive {
  done = 1,
  endOfPacket = 2,
  vlanPacket = 8,
  udpChecked = 16,
  l4Checked = 32,
  ipChecked = 64,
  loopback = 262144,
  typeShift = 25,
  typeMask = 7,
  packetMask = 127,
  packetShift = 10,
  usualPacketBytes = 2048,
  headerFieldShift = 8,
  headerMask = 15,
  headerShift = 6,
  typeLegacy = 0,
  typeOneBuffer = 1,
  typeSplit = 2,
  typeSplitAlways = 5,
  splitHeader = 32768,
  headerLengthShift = 5,
}
export const enum IgbRinging {
  transmit = 1,
  receive = 65536,
  mailbox = 131072,
  reset = 262144,
  pools = 524288,
}
export const enum MemoryState {
  high = 0,
  soft = 1,
  hard = 2,
  low = 3,
}
export const enum Engine {
  interpreter = 0,
  translator = 1,
}
export const enum RegionState {
  free = 0,
  pending = 1,
  live = 2,
}
export const enum Trick {
  sites = 1,
  hints = 2,
  fused = 4,
  fixedMemory = 8,
  spans = 16,
  words = 32,
  groups = 64,
  unrolled = 128,
  peeled = 256,
  guarded = 512,
  jumps = 1024,
  calls = 2048,
  tight = 4096,
}
export const enum FinisherValue {
  fail = 13107,
  pass = 21845,
  reset = 30583,
}
export const enum SbiExtension {
  base = 16,
  time = 1414090053,
  ipi = 7557193,
  rfence = 1380339267,
  hsm = 4739917,
  srst = 1397904212,
  dbcn = 1145193294,
  sta = 5461057,
}
export const enum SbiBit {
  base = 0,
  time = 1,
  ipi = 2,
  rfence = 3,
  hsm = 4,
  srst = 5,
  dbcn = 6,
  sta = 7,
}
export const enum SbiError {
  success = 0,
  failed = -1,
  notSupported = -2,
  invalidParam = -3,
  denied = -4,
  invalidAddress = -5,
  alreadyAvailable = -6,
}
export const enum VirtioKind {
  none = 0,
  net = 1,
  blk = 2,
  console = 3,
  rng = 4,
  balloon = 5,
  p9 = 6,
  vsock = 7,
}
export const enum VirtioDeviceId {
  none = 0,
  net = 1,
  blk = 2,
  console = 3,
  rng = 4,
  balloon = 5,
  p9 = 9,
  vsock = 19,
}
export const enum VirtioTransport {
  none = 0,
  mmio = 1,
  pci = 2,
}
export const enum VirtioStatus {
  acknowledge = 1,
  driver = 2,
  driverOk = 4,
  featuresOk = 8,
  needsReset = 64,
  failed = 128,
}
export const enum VirtioInterrupt {
  queue = 1,
  config = 2,
}
export const enum VirtioFeatureBit {
  indirectDesc = 28,
  eventIdx = 29,
  version1 = 32,
  accessPlatform = 33,
  ringPacked = 34,
  inOrder = 35,
  orderPlatform = 36,
  srIov = 37,
  notificationData = 38,
  ringReset = 40,
}
export const enum VirtioMmioRegister {
  magicValue = 0,
  version = 4,
  deviceId = 8,
  vendorId = 12,
  deviceFeatures = 16,
  deviceFeaturesSel = 20,
  driverFeatures = 32,
  driverFeaturesSel = 36,
  queueSel = 48,
  queueNumMax = 52,
  queueNum = 56,
  queueReady = 68,
  queueNotify = 80,
  interruptStatus = 96,
  interruptAck = 100,
  status = 112,
  queueDescLow = 128,
  queueDescHigh = 132,
  queueDriverLow = 144,
  queueDriverHigh = 148,
  queueDeviceLow = 160,
  queueDeviceHigh = 164,
  shmSel = 172,
  shmLenLow = 176,
  shmLenHigh = 180,
  shmBaseLow = 184,
  shmBaseHigh = 188,
  queueReset = 192,
  configGeneration = 252,
  config = 256,
}
export const enum VirtioViolation {
  none = 0,
  queueAddress = 1,
  queueSize = 2,
  queueOverlap = 3,
  availIndex = 4,
  descriptorIndex = 5,
  chainLength = 6,
  emptyBuffer = 7,
  bufferAddress = 8,
  bufferOrder = 9,
  indirectInIndirect = 10,
  indirectTable = 11,
  totalLength = 12,
  request = 13,
}
export const enum BlkFeatureBit {
  sizeMax = 1,
  segMax = 2,
  geometry = 4,
  readOnly = 5,
  blkSize = 6,
  flush = 9,
  topology = 10,
  configWce = 11,
  mq = 12,
  discard = 13,
  writeZeroes = 14,
}
export const enum P9FeatureBit {
  mountTag = 0,
}
export const enum ConsoleFeatureBit {
  size = 0,
  multiport = 1,
}
export const enum VsockFeatureBit {
  stream = 0,
}
export const enum BlkRequest {
  read = 0,
  write = 1,
  flush = 4,
  getId = 8,
  discard = 11,
  writeZeroes = 13,
}
export const enum BlkStatus {
  ok = 0,
  ioError = 1,
  unsupported = 2,
}
export const enum IoState {
  free = 0,
  posted = 1,
  taken = 2,
  dropped = 3,
  done = 4,
}
export const enum IoFlag {
  unmap = 1,
  writeThrough = 2,
}
export const enum BalloonFeatureBit {
  mustTellHost = 0,
  statsVq = 1,
  deflateOnOom = 2,
  freePageHint = 3,
  pagePoison = 4,
  pageReporting = 5,
}
export const enum BalloonHint {
  stop = 0,
  done = 1,
  first = 2,
}
export const enum DescriptorFlag {
  next = 1,
  write = 2,
  indirect = 4,
}
export const enum AvailFlag {
  noInterrupt = 1,
}
export const enum UsedFlag {
  noNotify = 1,
}
export const enum Extension {
  i = 0,
  m = 1,
  a = 2,
  f = 3,
  d = 4,
  c = 5,
  zicsr = 6,
  zifencei = 7,
  zicntr = 8,
  zihpm = 9,
  zba = 10,
  zbb = 11,
  zbc = 12,
  zbs = 13,
  zbkb = 14,
  zbkx = 15,
  zicond = 16,
  zicbom = 17,
  zicboz = 18,
  zicbop = 19,
  zca = 20,
  zcb = 21,
  zfa = 22,
  zfhmin = 23,
  zfh = 24,
  zacas = 25,
  zawrs = 26,
  zimop = 27,
  zcmop = 28,
  zihintpause = 29,
  zknd = 30,
  zkne = 31,
  zknh = 32,
  zaamo = 33,
  zalrsc = 34,
  zmmul = 35,
  sstc = 36,
  svinval = 37,
  svnapot = 38,
  svpbmt = 39,
  svade = 40,
  svadu = 41,
  smaia = 42,
  ssaia = 43,
  svvptc = 44,
}

// @ts-ignore: decorator
@inline export const ABI_HASH: u64 = 0x39d9b66ba4f27d10
