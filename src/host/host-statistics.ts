/** What a host knows of itself and its guests, as tables and `host.stats()` show it; plain data, as all that crosses to its worker. */
import type { CpuTimes, GuestMemoryStatistics } from '../guest/statistics'
import type { GuestState } from './protocol'

/** A physical CPU since the host was created. Times are in nanoseconds. */
export interface PcpuStatistics {
  index: number
  /** In guests. */
  busyNs: number
  /** Without anything to do. */
  idleNs: number
  /** There was something to do, and the thread was elsewhere: on another physical CPU, or in the event loop. */
  stealNs: number
  /** Part of its time that it spent in guests. */
  '%USED': number
  /** Percent of it that reservations hold. */
  reserved: number
  /** Virtual CPUs that run or could run on it now. */
  vcpus: number
  switches: number
  migrations: number
  wakeups: number
}

/** A reading of everything that a table such as esxtop's shows. */
export interface HostSample {
  atNs: number
  host: HostStatistics
  guests: GuestSample[]
}

export interface GuestSample {
  id: number
  name: string
  state: GuestState
  residentMemory: number
  instructions: number
  cpu: CpuTimes
  /** Of each virtual CPU. */
  vcpus: CpuTimes[]
  memory: GuestMemoryStatistics
}

/** The memory of a host, in bytes, in the words of vSphere. */
export interface HostMemoryStatistics {
  /**
   * By what is free and not set aside: `high` plenty · `soft` below 4 %, pages are asked back · `hard` below 2 %, they are taken · `low`
   * below 1 %, virtual CPUs wait for memory as well. It gets better only when much more is free: `high` again at 6 %.
   */
  state: 'high' | 'soft' | 'hard' | 'low'
  /** Frames that guests hold, the host's own for compressed pages among them. */
  consumed: number
  /** Set aside for reservations, and not in use yet. */
  unusedReservation: number
  /** Sum of the reservations of guests that are switched on. */
  reserved: number
  /** The structures of guests, which lie beside the RAM. */
  overhead: number
  /** Pages of guests that are compressed, before they were, and the frames that hold them. */
  compressed: number
  compressedInto: number
  /** Pages in the swap backend. */
  swapped: number
  /** Pages that were ever taken away from guests, in bytes. */
  reclaimed: number
  /**
   * Equal pages of guests of one sharing domain, in KSM's words: `pages_shared` frames that several pages have, `pages_sharing` pages more than that
   * have them, `pages_unshared` pages that had no equal in the last of `full_scans` passes.
   */
  sharing: { pages_shared: number; pages_sharing: number; pages_unshared: number; full_scans: number }
}

export interface HostStatistics {
  /** All physical CPUs together, and each. */
  cpu: { '%USED': number; reserved: number; pcpus: PcpuStatistics[] }
  memoryBytes: number
  /** Bytes of RAM that no guest holds. */
  freeMemory: number
  memory: HostMemoryStatistics
  guests: number
  translator: {
    /** Why guests are interpreted here, in the engine's words; undefined when they can be translated. */
    unavailable?: string
    /** Regions of translated code now. */
    regions: number
    /** Modules that were compiled, and the nanoseconds of wall time until they could run. */
    modules: number
    compileTimeNs: number
  }
}
