/** A guest's region: its own scalars, then every device of the platform, then its harts. */
import { i64, struct, u32, u64 } from './struct'
import { fallbackCounters, translatorStatistics } from './translator'

/** Far in the future, and far from where sums of times wrap. */
const mostNs = 2n ** 60n

export const guestStruct = struct(
  'Guest',
  'Identity, memory and clock of one guest.',
  [
    u32('id', 'index in the host', 'fixed'),
    u32('state', 'GuestState', { most: 4 }),
    u32('harts', 'number of harts', 'fixed'),
    u32('interruptController', '0 plic, 1 aia', 'fixed'),
    u32('start', '0 direct (S-mode, the hypervisor is the firmware), 1 firmware (M-mode)', 'fixed'),
    u32('clock', '0 real, 1 virtual', 'fixed'),
    u32('sbi', 'bitmap of SBI extensions that are answered', 'fixed'),
    u32('ended', 'why the guest ended (GuestEnd), 0 while it runs', { most: 5 }),
    u32('endCode', 'code that the guest gave to the finisher or SRST'),
    u32('cpu', 'cache: host pointer of the CpuGroup'),
    u64('ramPages', 'guest RAM in 4 KiB pages', 'fixed'),
    u64('extensions', 'bitmap of offered extensions', 'fixed'),
    u32('stage2', 'cache: host pointer of the second-stage array'),
    u32(
      'linear',
      'cache: host pointer of the frames that wait for the pages of RAM in their order (Linear), 0 before the first page',
    ),
    u32('next', 'cache: host pointer of the next guest, 0 at the end'),
    u32('previous', 'cache: host pointer of the previous guest, 0 at the start'),
    u32('crashHart', 'hart that crashed'),
    u32('crashReason', 'CrashReason', { most: 3 }),
    u32('paging', 'widest satp.MODE that is offered: 8 Sv39, 9 Sv48, 10 Sv57', 'fixed'),
    u32('regionBytes', 'cache: size of this region'),
    u32('virtioSlots', 'slots of virtio devices behind the harts', 'fixed'),
    u32('pciFunctions', 'PCI functions that there is room for, behind the harts', 'fixed'),
    u32('pciLast', 'cache: slot of the function whose BAR was reached last'),
    u32('ejections', 'statistics: functions that were to be let go, and whose slots the guest took the power from'),
    u32('nicRinging', '1 while a network device waits for the switch', { most: 1 }),
    u32('toWake', '1 while another guest interrupted it and nobody has looked yet', { most: 1 }),
    u64('nicWakeNs', 'guest time when a network device goes on, all ones when none waits'),
    u64('messageWakeNs', 'guest time when a message that an 82576 holds back goes out, all ones when none is'),
    u64('diskWakeNs', 'guest time when a disk that used up its limits goes on, all ones when none waits'),
    u32('virtioPending', '1 while a device has more to do for its queues', { most: 1 }),
    u64('residentPages', 'cache: pages that have a frame'),
    u64('timeNs', 'guest time in nanoseconds since its start', { most: mostNs }),
    u64('virtualNsPerInstruction', 'virtual clock: period of one instruction in 1/1024 ns', 'fixed'),
    i64('clockBaseNs', 'real clock: monotonic nanoseconds at guest time 0'),
    u64('rounds', 'statistics: times that the guest came to run'),
    u64('roundLeft', 'virtual clock: instructions left of the round, all ones when the next one is to begin'),
    u64('passTurn', 'virtual clock: instructions of each turn of this pass over the harts'),
    u64('turnLeft', 'virtual clock: instructions left of the turn of `turnHart`'),
    u32('turnHart', 'virtual clock: hart whose turn it is'),
    u32('passRan', 'virtual clock: 1 when a hart ran in this pass', { most: 1 }),
    u64('instructionsLeft', 'instructions before the run ends, all ones when nothing limits them'),
    u64('tohostGpa', 'HTIF: address of tohost, 0 when absent'),
    u64('fromhostGpa', 'HTIF: address of fromhost, 0 when absent'),
    u64('mmioUnassigned', 'statistics: accesses to addresses that no device answers'),
    u64('wakeTick', 'tick of the earliest timer while every hart waits, all ones when none'),
    u32('sharesPages', '1 when it may have pages that are copied when it stores to them', { most: 1 }),
    u32('isParallel', '1 when its harts may run at the same time, each on a physical CPU', { most: 1 }),
    u32('lock', 'cache: mutex over devices, interrupt controllers and hart states; two words'),
    u32('lockTimes', 'cache: times that it was taken'),
    u32('exclusive', 'cache: atomic: who keeps every other physical CPU out of this guest, 0 when nobody; others wait on it'),
    u32('engine', 'Engine'),
    u32('hotThreshold', 'turns of a loop that make its place hot'),
    u32('regions', 'cache: regions of translated code now'),
    ...translatorStatistics,
    fallbackCounters,
  ],
  4096,
)

export const guestStates = { created: 0, running: 1, paused: 2, stopped: 3, crashed: 4 } as const

/** What may be wrong with state that comes from outside. */
export const stateFaults = { none: 0, features: 1, queue: 2, stealTime: 3 } as const

/** How a guest ended. */
export const guestEnds = { none: 0, powerOff: 1, reboot: 2, fail: 3, crash: 4, instructionLimit: 5 } as const

/** Bits of a second-stage word; the frame number is above them. A present page is either writable or copy-on-write. */
export const stage2Bits = {
  present: 1,
  writable: 2,
  copyOnWrite: 8,
  dirtyLogged: 16,
  /** The contents are outside, in the snapshot that the guest came from. */
  absent: 4,
  zero: 32,
  shared: 64,
  /** No frame: the bits of the frame number tell the slot that the page is in. */
  swapped: 128,
  /** Reached since the sweep for idle pages last passed. */
  accessed: 256,
} as const
export const stage2FrameShift = 12

/** Why a guest crashed. */
export const crashReasons = { none: 0, trapLoop: 1, swapFailed: 2, pageLost: 3 } as const

/** What a round of guestRun came to. */
export const runResults = { busy: 0, idle: 1, ended: 2 } as const
