/** The PCI functions of a guest where the core is, as they come and go. */
import type { Core } from '../core/core'
import { Detached, DetachHow, GuestLayout } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import { VmHostError } from '../error'
import type { PciErrorPlan } from '../guest/pci-error'
import { mostRootPorts } from '../spec/pci/functions'
import { attachFunctions } from './pci-functions'
import type { FunctionPlan, GuestPlan } from './protocol'
import type { ResidentNics } from './resident-nics'

interface Options {
  core: Core
  guest: number
  name: string
  nics: ResidentNics
  functions: readonly FunctionPlan[]
  rootPorts: readonly number[]
  /** The function at that place is gone from the core, at this moment. */
  onGone(place: number): void
}

interface Waiting {
  gone: Promise<void>
  resolve(): void
}

export class ResidentFunctions {
  readonly #options: Options
  readonly #struct: StructView<typeof GuestLayout>
  readonly #waiting = new Map<number, Waiting>()
  #functions: readonly FunctionPlan[]
  #rootPorts: readonly number[]
  #ejections = 0

  constructor(options: Options) {
    this.#options = options
    this.#functions = options.functions
    this.#rootPorts = options.rootPorts
    this.#struct = new StructView(options.core, GuestLayout, options.guest)
    this.#ejections = this.#struct.get('ejections')
  }

  /** What there is now. */
  get plan(): Pick<GuestPlan, 'functions' | 'rootPorts'> {
    return { functions: this.#functions, rootPorts: this.#rootPorts }
  }

  /** A network function. */
  attach(plan: FunctionPlan): void {
    this.attachDevice(plan)
    this.#functions = [...this.#functions, plan]
  }

  /** ERR_OUT_OF_MEMORY when the hierarchy has no number for one more root port. */
  expectRoom(place: number): void {
    if (this.#rootPorts.includes(place) || this.#rootPorts.length < mostRootPorts) return
    throw new VmHostError('ERR_OUT_OF_MEMORY', `PCI function ${place}: the guest has ${mostRootPorts} root ports, and so no room`)
  }

  /** The function of a virtio device, which is in its slot by then. */
  attachDevice(plan: FunctionPlan): void {
    const { core, guest, nics } = this.#options
    // A physical function comes with all that it can make, or its system would count too few.
    core.exports.hostStop()
    try {
      attachFunctions(core, guest, { functions: [plan], nics })
    } finally {
      core.exports.hostResume()
    }
    if (!this.#rootPorts.includes(plan.place)) this.#rootPorts = [...this.#rootPorts, plan.place]
  }

  /** The function at `place` reports an error. ERR_INVALID_STATE when it does not answer. */
  injectError(place: number, { isCorrectable, bit, header }: PciErrorPlan): void {
    const { core, guest, name } = this.#options
    if (core.exports.guestInjectError(guest, place, isCorrectable ? 1 : 0, bit, ...header) !== 0) return
    const message = `injectPciError of guest ${JSON.stringify(name)}: the function has no power, or is not enabled, expected one that answers`
    throw new VmHostError('ERR_INVALID_STATE', message)
  }

  /** Resolves when the function at `place` is gone: at once, or when the guest lets it go. ERR_INVALID_STATE when it would not hear. */
  async detach(place: number, { isForced, action }: { isForced: boolean; action: string }): Promise<void> {
    const result = this.#detach(place, isForced ? DetachHow.force : DetachHow.ask)
    if (result === Detached.gone) this.#remove(place)
    else if (result !== Detached.asked) throw inUse(action, this.#options.name)
    else await this.#wait(place)
  }

  /** The guest ran: functions that it took the power from go. */
  exchange(): void {
    const ejections = this.#struct.get('ejections')
    if (ejections === this.#ejections) return
    this.#ejections = ejections
    for (const place of this.#waiting.keys()) if (this.#detach(place, DetachHow.finish) === Detached.gone) this.#remove(place)
  }

  /** The guest is off, and holds nothing. */
  poweredOff(): void {
    for (const place of this.#waiting.keys()) {
      this.#detach(place, DetachHow.force)
      this.#remove(place)
    }
  }

  #detach(place: number, way: (typeof DetachHow)[keyof typeof DetachHow]): number {
    return this.#options.core.exports.guestDetachFunction(this.#options.guest, place, way)
  }

  #wait(place: number): Promise<void> {
    const known = this.#waiting.get(place)
    if (known !== undefined) return known.gone
    const { promise, resolve } = promiseWithResolver()
    this.#waiting.set(place, { gone: promise, resolve })
    return promise
  }

  #remove(place: number): void {
    this.#functions = this.#functions.filter((it) => it.place !== place)
    this.#options.onGone(place)
    this.#waiting.get(place)?.resolve()
    this.#waiting.delete(place)
  }
}

function promiseWithResolver(): { promise: Promise<void>; resolve(): void } {
  let resolve = (): void => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

function inUse(action: string, name: string): VmHostError {
  const message =
    `${action} of guest ${JSON.stringify(name)}: a driver has the function, and the guest does not look after hot-plug slots, ` +
    "expected it removed there before (Linux: echo 1 > /sys/bus/pci/devices/.../remove), or 'force: true'"
  return new VmHostError('ERR_INVALID_STATE', message)
}
