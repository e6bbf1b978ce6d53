/** The vCPU scheduler: physical CPUs with their run queues, and what is scheduled on them. */
import { array, i64, struct, u32, u64 } from './struct'

/** Sizes and times that the scheduler works with. */
export const schedulerSizes = {
  /** Physical CPUs of a host at most, and the 64-bit words of a set of them. */
  mostPcpus: 256,
  pcpuSetWords: 4,
  /** vCPUs of a host at most: what a run queue has room for. */
  mostVcpus: 4096,
  /** Limits and reservations are for so many nanoseconds. */
  periodNs: 10_000_000,
  /** Uses of a budget that are remembered one by one until they come back. */
  budgetUses: 32,
  /** Fraction bits of virtual time. */
  virtualTimeShift: 20,
  /** vSphere's `normal`, the weight of a vCPU that nobody gave shares. */
  normalShares: 1000,
} as const

/**
 * A run queue is two arrays of host pointers:
 *
 *     ready:  vCPUs that could run, by virtual deadline      timers: vCPUs that wait for a moment, by that moment
 *
 * The running vCPU is in neither, and counts in `weight` and `weightedTime` like those that are ready. All of it, and the scheduling
 * fields of the vCPUs whose `pcpu` this is, belongs to whoever holds `lock`.
 */
export const pcpuStruct = struct(
  'Pcpu',
  'A physical CPU: its run queue, clock and counters.',
  [
    u32('lock', 'atomic: 1 while somebody works on the queue'),
    u32('doorbell', 'atomic: counts what a CPU that sleeps must wake for; it waits on this word'),
    u32('isRung', '1: the doorbell was rung under the lock, and who gives that back wakes the CPU'),
    u32('heard', 'what the doorbell showed before the CPU last looked for something to do'),
    u32('index', 'its number'),
    u32('current', 'host pointer of the running Vcpu, 0 when none'),
    u32('ready', 'host pointer of the ready vCPUs, u32 each'),
    u32('readyCount', 'how many'),
    u32('timers', 'host pointer of the vCPUs that wait for a moment, u32 each'),
    u32('timerCount', 'how many'),
    u32('reservedVcpus', 'vCPUs with a reservation whose home this is'),
    u32('costopped', 'vCPUs in the timers that are held back until a sibling has caught up'),
    u64('weight', 'sum of the weights of the ready vCPUs and the running one'),
    i64('origin', 'virtual time that weightedTime is relative to'),
    i64('weightedTime', 'sum of weight x (virtual run time - origin)'),
    u64('clockNs', 'time of this CPU: up to here its time is accounted for'),
    u64('seenNs', 'monotonic clock when it was looked at last'),
    u64('balanceNs', 'when it looks at the other queues again'),
    u64('reservedNs', 'sum of the reservations whose home this is, per period'),
    u64('busyNs', 'statistics: time in guests'),
    u64('idleNs', 'statistics: time without anything to do'),
    u64('stealNs', 'statistics: time in which there was something to do, and the thread was elsewhere'),
    u64('switches', 'statistics: times that another vCPU came to run'),
    u64('preemptions', 'statistics: times that a vCPU gave way to one that woke'),
    u64('migrations', 'statistics: vCPUs that came from another queue'),
    u64('wakeups', 'statistics: vCPUs that woke here'),
  ],
  64,
)

/** Why a vCPU runs or does not. */
export const vcpuStates = {
  /** Not there for the scheduler: the guest is not running, or the hart is stopped. */
  off: 0,
  /** In the ready array. */
  ready: 1,
  /** On a physical CPU. */
  run: 2,
  /** Idle: it waits for an interrupt, with a moment in the timers or without. */
  wait: 3,
  /** The guest's limit is used up; in the timers until some of it is back. */
  throttled: 4,
  /** Held back until a sibling has caught up. */
  costop: 5,
} as const

export const vcpuStruct = struct(
  'Vcpu',
  'What is scheduled: a hart of a guest on the real clock, or a guest on the virtual clock as a whole.',
  [
    u32('guest', 'host pointer of the guest'),
    u32('hart', 'host pointer of the hart; of hart 0 when it stands for the guest as a whole'),
    u32('group', 'host pointer of its CpuGroup'),
    u32('state', 'atomic: VcpuState'),
    u32('pcpu', 'atomic: index of the physical CPU whose queue it belongs to'),
    u32('weight', 'shares'),
    u32('home', 'number of the physical CPU that holds its reservation, plus 1: it stays there; 0 when it has none'),
    u32('inTimers', '1 while it is in the timers'),
    i64('virtualTime', 'virtual run time: nanoseconds << 20 / weight'),
    i64('deadline', 'virtual deadline of its request'),
    i64('lag', 'nanoseconds that it was owed when it left the queue; less than 0 when it owes'),
    u64('timerNs', 'moment that it waits for, all ones when none'),
    u64('sinceNs', 'when it entered its state'),
    u64('availableNs', 'end of its last run: a CPU whose clock is behind cannot run it before'),
    u64('progressNs', 'run time by which its siblings are compared with it'),
    u64('arrivedNs', 'when it came to the queue of `pcpu`'),
    u64('favouredNs', 'until when it was in a queue that had less to do than others'),
    u64('reservationNs', 'time of a period that it gets in any case'),
    u64('reservedPeriod', 'period that reservedLeftNs is about'),
    u64('reservedLeftNs', 'what is left of its reservation in that period'),
    u64('quantumNs', 'time that this run may take, all ones when nobody else wants the CPU'),
    u64('takenNs', 'what was taken from the budget for this run'),
    u64('instructionRate', 'real clock: instructions per 1024 ns, as last seen'),
    u64('runNs', 'statistics: time on a physical CPU (%RUN)'),
    u64('waitNs', 'statistics: idle time, that of a stopped hart among it (%WAIT)'),
    u64('readyNs', 'statistics: time ready without running (%RDY, without what its limit costs)'),
    u64('throttledNs', 'statistics: time held back by the limit (%MLMTD)'),
    u64('costopNs', 'statistics: time held back for a sibling (%CSTP)'),
    u64('cpuNs', 'statistics: monotonic time on a physical CPU, whatever the clock'),
    u64('switches', 'statistics: times that it came to run'),
    array('u64', 'hard', schedulerSizes.pcpuSetWords, 'physical CPUs that it may run on, a bit each'),
    array('u64', 'soft', schedulerSizes.pcpuSetWords, 'physical CPUs that it should run on, a bit each'),
  ],
  64,
)

/**
 * A limit holds in every window of a period, wherever it begins: what is used at a moment comes back one period later.
 *
 *     used:  | 2 ms at 3 | 0.5 ms at 7 |            back at:  | 2 ms at 13 | 0.5 ms at 17 |
 */
export const cpuGroupStruct = struct(
  'CpuGroup',
  "What a guest's vCPUs have in common; they follow, a Vcpu each.",
  [
    u32('lock', 'atomic: 1 while somebody works on the budget'),
    u32('guest', 'host pointer of the guest'),
    u32('vcpus', 'entities: one for each hart, or one for all of them under the virtual clock'),
    u32('isActive', '1 while the guest is in the state running'),
    u32('shares', 'of the whole guest'),
    u32('firstUse', 'place of the oldest use in the ring'),
    u32('useCount', 'uses in the ring'),
    u32('attention', 'atomic: 1 while it is in the list of guests that the outside must look at'),
    u32('nextAttention', 'host pointer of the next Guest in that list'),
    u32('isRoundOver', 'virtual clock: 1 from the end of a round until the outside has looked at the guest'),
    u64('limitNs', 'time of a period that its vCPUs get in all at most, all ones when there is no limit'),
    i64('budgetNs', 'what is left of it; less than 0 after an overshoot'),
    u64('reservationNs', 'time of a period that it gets in any case, for all vCPUs'),
    u64('roundInstructions', 'virtual clock: instructions of each hart in a round'),
    u64('sleepEndNs', 'virtual clock: when the next timer is due while every hart waits, all ones when it does not sleep'),
    array('u64', 'useEndNs', schedulerSizes.budgetUses, 'when a use ended'),
    array('u64', 'useNs', schedulerSizes.budgetUses, 'how much it was'),
  ],
  64,
)

/** What the guest reads (SBI 2.0 §16.1). */
export const stealTimeStruct = struct(
  'StealTime',
  "A hart's steal time, in the guest's memory.",
  [
    u32('sequence', 'odd while the rest changes'),
    u32('flags', '0'),
    u64('steal', 'nanoseconds'),
    array('u8', 'preempted', 48, '1 while another vCPU runs in its place; the rest is 0'),
  ],
  64,
)

/** What pcpuRun came to. */
export const pcpuResults = {
  /** There is more to do. */
  busy: 0,
  /** Nothing can run before the moment that pcpuWakeNs tells. */
  idle: 1,
} as const
