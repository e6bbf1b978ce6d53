/** Lets the event loop breathe between rounds, and sleeps without spinning. */

/** Calls `task` after what waits in the event loop had its turn, without the 4 ms that browsers add to nested timers. */
export const afterPendingEvents: (task: () => void) => void =
  typeof setImmediate === 'function' ? (task) => void setImmediate(task) : messageChannelScheduler()

function messageChannelScheduler(): (task: () => void) => void {
  const { port1, port2 } = new MessageChannel()
  const tasks: (() => void)[] = []
  port1.onmessage = () => tasks.shift()?.()
  return (task) => {
    tasks.push(task)
    port2.postMessage(0)
  }
}

/** The longest delay that `setTimeout` takes. */
const longestDelayMs = 2 ** 31 - 1

export function sleepMs(delayMs: number): Promise<void> {
  return new Promise((resolve) => void afterDelay(delayMs, resolve))
}

/** Calls `task` once after `delayMs`; the returned function takes that back. */
export function afterDelay(delayMs: number, task: () => void): () => void {
  const timer = setTimeout(task, Math.min(Math.max(delayMs, 0), longestDelayMs))
  return () => clearTimeout(timer)
}
