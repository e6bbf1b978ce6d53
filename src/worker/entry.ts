/** The worker's script: a machine room for whoever started the worker, or a physical CPU of the room that did. */
import { expose } from 'comlink'
import { isCpuCommand, isCpuStart } from '../host/cpu-protocol'
import { LocalRoom } from '../host/local-room'
import { PhysicalCpu } from '../host/physical-cpu'
import { parentEndpoint } from '../platform/thread'
import { keepErrorsAcrossThreads } from './error-transfer'

keepErrorsAcrossThreads()
const parent = parentEndpoint()
let cpu: Promise<PhysicalCpu> | undefined
// A physical CPU is told what it is by its first message, which is none that Comlink knows.
parent.addEventListener('message', (event) => {
  const message: unknown = (event as MessageEvent).data
  if (isCpuStart(message)) cpu = PhysicalCpu.start(message, (answer) => parent.postMessage(answer))
  else if (isCpuCommand(message)) void cpu?.then((it) => it.receive(message))
})
expose(new LocalRoom({ ownsThread: true }), parent)
