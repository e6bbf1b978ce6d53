/** Threads: starts a worker (browser) or a worker thread (Node), and finds the other end inside it. */
import type { Endpoint } from 'comlink'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { VmHostError } from '../error'
import { nodeBuiltin } from './node'
import { absoluteUrl } from './wasm'

export interface Thread {
  readonly endpoint: Endpoint
  terminate(): Promise<void>
}

export interface ThreadOptions {
  name: string
  workerUrl?: string | URL | undefined
  /** Called once when the thread dies by itself. */
  onFailure(error: Error): void
}

/** Starts the worker that a machine room lives in. */
export function startThread(options: ThreadOptions): Thread {
  const threads = nodeBuiltin('node:worker_threads')
  return threads === undefined ? startWebWorker(options) : startNodeWorker(threads, options)
}

function startWebWorker({ name, workerUrl, onFailure }: ThreadOptions): Thread {
  // The literal form is what bundlers look for.
  const worker =
    workerUrl === undefined
      ? new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
      : new Worker(absoluteUrl(workerUrl), { type: 'module', name })
  worker.onerror = (event) =>
    onFailure(new Error(event.message || 'the worker script cannot be loaded; give its address as workerUrl'))
  return { endpoint: worker, terminate: async () => worker.terminate() }
}

type NodeThreads = typeof import('node:worker_threads')

function startNodeWorker(threads: NodeThreads, { name, workerUrl, onFailure }: ThreadOptions): Thread {
  const url = workerUrl === undefined ? new URL('./worker.js', import.meta.url) : absoluteUrl(workerUrl)
  const worker = new threads.Worker(url, { name })
  let isTerminating = false
  worker.once('error', onFailure)
  worker.once('exit', (code) => {
    if (!isTerminating) onFailure(new Error(`the worker thread ended with code ${code}`))
  })
  const terminate = async (): Promise<void> => {
    isTerminating = true
    await worker.terminate()
  }
  return { endpoint: nodeEndpoint(worker), terminate }
}

/** Inside a worker: the endpoint of whoever started it. */
export function parentEndpoint(): Endpoint {
  const threads = nodeBuiltin('node:worker_threads')
  if (threads === undefined) return globalThis as unknown as Endpoint
  if (threads.parentPort === null)
    throw new VmHostError('ERR_WORKER', 'worker.js runs on the main thread, expected a worker thread')
  return nodeEndpoint(threads.parentPort)
}
