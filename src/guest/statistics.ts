/** What a guest did so far, in plain data. */

export interface GuestStatistics {
  /** Instructions retired by all harts. */
  instructions: number
  /** Instructions retired in the last second or so of wall time, per second; 0 while the guest waits. */
  instructionsPerSecond: number
  /** Nanoseconds that the host's CPU spent in the guest. */
  cpuTimeNs: number
  /** Guest time in nanoseconds since its start. */
  uptimeNs: number
  traps: {
    exceptions: Partial<Record<string, number>>
    interrupts: Partial<Record<string, number>>
  }
  tlbMisses: number
  /** Times that a hart left its loop, by reason. */
  exits: Partial<Record<string, number>>
  /** Instructions retired in each privilege mode. */
  instructionsByMode: { U: number; S: number; M: number }
  /** Bytes of guest memory that have a frame of the host. */
  residentMemory: number
  memory: GuestMemoryStatistics
  /** Accesses to guest-physical addresses where nothing is. */
  unassignedAccesses: number
  /** Times that a virtual CPU of the guest came to run. */
  rounds: number
  cpu: GuestCpuStatistics
  translator: TranslatorStatistics
  /** Hash over registers, memory and retired instructions, in hexadecimal; only when asked for. */
  stateHash?: string
}

/** What a guest's virtual CPUs did with their time, in nanoseconds over all of them. Under the virtual clock the guest counts as one. */
export interface CpuTimes {
  vcpus: number
  /** On a physical CPU. */
  runNs: number
  /** Idle. */
  waitNs: number
  /** Ready to run while others ran. */
  readyNs: number
  /** Ready to run, and held back by the guest's limit. */
  limitedNs: number
  /** Held back so that a sibling catches up that is ready and has run a millisecond less; 0 for guests with one virtual CPU or the virtual clock. */
  costopNs: number
  /** Times that one of them came to run. */
  switches: number
}

/**
 * In esxtop's words: percent of one physical CPU, over all virtual CPUs, so that the last four and `%RUN` add up to 100 for each virtual
 * CPU, `%MLMTD` being a part of `%RDY`.
 */
export interface CpuPercent {
  /** Time used. */
  '%USED': number
  /** Time on a physical CPU. */
  '%RUN': number
  /** Idle. */
  '%WAIT': number
  /** Ready to run, and others ran or the limit was used up. */
  '%RDY': number
  /** Held back so that a sibling catches up that is ready and has run a millisecond less; no part of `%RDY`. */
  '%CSTP': number
  /** Ready to run, and held back by the limit. */
  '%MLMTD': number
}

/** Since the guest was created; `host.statsStream()` tells what happened in an interval. */
export interface GuestCpuStatistics extends CpuTimes, CpuPercent {
  /** Shares of the guest as a whole. */
  shares: number
  /** Percent of one physical CPU. */
  reservation: number
  limit: number | 'unlimited'
}

/** A guest's memory in bytes, in the words of vSphere and esxtop. */
export interface GuestMemoryStatistics {
  /** RAM that the guest sees. */
  size: number
  /** Pages that have a frame of the host, its own or one shared with others. */
  granted: number
  /** The same without what sharing saves: of a frame that it shares, its part. */
  consumed: number
  /** In use of late, estimated by sampling. */
  active: number
  /** Pages whose frame others hold as well: forks, until one of them stores to it. */
  shared: number
  /** Pages that the guest's balloon gave back. */
  ballooned: number
  /** Pages in the swap backend, and pages compressed in the host's memory. */
  swapped: number
  compressed: number
  /** The guest's structures in the host. */
  overhead: number
  reservation: number
  limit: number
  /** Weight when memory is short; no size. */
  shares: number
  /** Moved to the swap backend and back, compressed and decompressed, in all. */
  swappedIn: number
  swappedOut: number
  compressedIn: number
  decompressed: number
  /** Times that a virtual CPU had to wait for memory. */
  stalls: number
}

/** How a guest's code was translated to WebAssembly, and how far that went. */
export interface TranslatorStatistics {
  /** What runs the guest now. */
  engine: 'interpreter' | 'translator'
  /** Why nothing can be translated here, in the engine's words; undefined when it can. */
  unavailable?: string
  /** Regions of translated code now: functions of guest code, each one WebAssembly function. */
  regions: number
  /** Regions that were ever made, and guest instructions in them. */
  regionsMade: number
  instructionsTranslated: number
  /** Part of all retired instructions that translated code retired, from 0 to 1. */
  share: number
  /**
   * Nanoseconds of wall time between the modules' bytes and their instances. Compilation goes on beside the guests, so this is no
   * CPU time of theirs. A module may hold regions of several guests: each has the host's time in proportion to its regions.
   */
  compileTimeNs: number
  /** Regions dropped because their code, or where it lies, changed. */
  invalidations: number
  /** Regions that gave way to newer ones because the cache was full. */
  evictions: number
  /**
   * Times that translated code left an instruction to the interpreter, by mnemonic, the most frequent first. What is no instruction
   * has a name of its own: `straddle` is one that lies on two pages, `enter` a region that was too long for the rest of a slice.
   */
  fallbacks: Record<string, number>
}

/** Exceptions by mcause (privileged manual, table "mcause values after trap"). */
export const exceptionNames: Readonly<Record<number, string>> = {
  0: 'instruction-address-misaligned',
  1: 'instruction-access-fault',
  2: 'illegal-instruction',
  3: 'breakpoint',
  4: 'load-address-misaligned',
  5: 'load-access-fault',
  6: 'store-address-misaligned',
  7: 'store-access-fault',
  8: 'ecall-from-u',
  9: 'ecall-from-s',
  11: 'ecall-from-m',
  12: 'instruction-page-fault',
  13: 'load-page-fault',
  15: 'store-page-fault',
  18: 'software-check',
  19: 'hardware-error',
}

export const interruptNames: Readonly<Record<number, string>> = {
  1: 'supervisor-software',
  3: 'machine-software',
  5: 'supervisor-timer',
  7: 'machine-timer',
  9: 'supervisor-external',
  11: 'machine-external',
  13: 'counter-overflow',
}
