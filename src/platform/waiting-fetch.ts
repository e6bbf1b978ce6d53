/** A range of a URL without a promise, in a worker thread of Node: a thread beside it asks for the range while this one waits. */
import { VmHostError } from '../error'
import { nodeBuiltin } from './node'

/** What is waited for is in the first word of the shared bytes, the HTTP status in the second; what came lies behind them. */
const states = { waiting: 0, done: 1, failed: 2 } as const
const headBytes = 8
const longestWaitMs = 60_000

const asker = `
const { parentPort, workerData: { url, states, headBytes } } = require('node:worker_threads')
parentPort.on('message', async ({ offset, bytes, shared }) => {
  const head = new Int32Array(shared, 0, 2)
  let state = states.failed
  try {
    const answer = await fetch(url, { headers: { range: 'bytes=' + offset + '-' + (offset + bytes - 1) } })
    head[1] = answer.status
    const found = new Uint8Array(await answer.arrayBuffer())
    if (answer.status === 206 && found.length === bytes) {
      new Uint8Array(shared, headBytes).set(found)
      state = states.done
    }
  } catch {}
  Atomics.store(head, 0, state)
  Atomics.notify(head, 0)
})
`

export interface WaitingFetch {
  /** Exactly so many bytes; throws ERR_DOWNLOAD. */
  read(offset: number, bytes: number): Uint8Array
  close(): Promise<void>
}

/** For threads that hold nobody's event loop up. Undefined on Node's main thread, and where there is no Node. */
export function openWaitingFetch(url: string): WaitingFetch | undefined {
  const threads = nodeBuiltin('node:worker_threads')
  if (threads === undefined || threads.isMainThread) return undefined
  const worker = new threads.Worker(asker, { eval: true, workerData: { url, states, headBytes } })
  worker.unref()
  return {
    read: (offset, bytes) => {
      const shared = new SharedArrayBuffer(headBytes + bytes)
      const head = new Int32Array(shared, 0, 2)
      worker.postMessage({ offset, bytes, shared })
      Atomics.wait(head, 0, states.waiting, longestWaitMs)
      if (Atomics.load(head, 0) === states.done) return new Uint8Array(shared, headBytes).slice()
      throw new VmHostError('ERR_DOWNLOAD', `${url}: HTTP status ${head[1]}, expected ${bytes} bytes at ${offset} as a range`)
    },
    close: async () => void (await worker.terminate()),
  }
}
