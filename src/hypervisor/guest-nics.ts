/** The network functions of a guest, as they come and go: what each is plugged into, and the places that are free. */
import type { FunctionPlan } from '../host/protocol'
import { PhysicalFunction } from '../nic/physical-function'
import { invalidOption } from '../options/check'
import { type NicSource, type PlanContext, type PlannedFunction, planFunction, releaseAll } from './network-plan'
import type { PciPlaces } from './pci-places'
import { type NewPlugs, type PlannedPlugs, planPlugs } from './plug-plan'

export class GuestNics {
  readonly #context: PlanContext
  readonly #places: PciPlaces
  readonly #functions: PlannedFunction[]

  /** Those functions are at places that are taken. */
  constructor(context: PlanContext, places: PciPlaces, functions: readonly PlannedFunction[]) {
    this.#context = context
    this.#places = places
    this.#functions = [...functions]
  }

  get context(): PlanContext {
    return this.#context
  }

  get plans(): readonly FunctionPlan[] {
    return this.#functions.map(({ plan }) => plan)
  }

  /** Takes a function for what is to be plugged in. ERR_INVALID_OPTION, ERR_INVALID_STATE. */
  async add(source: NicSource): Promise<PlannedFunction> {
    const count = source instanceof PhysicalFunction ? 1 + source.totalVfs : 1
    const place = this.#places.take('nic', count)
    try {
      const planned = await planFunction(source, place, this.#context)
      this.#functions.push(planned)
      return planned
    } catch (error) {
      for (let index = 0; index < count; index++) this.#places.give(place + index)
      throw error
    }
  }

  /** The function of what was plugged in. ERR_INVALID_OPTION when there is none. */
  find(source: NicSource): PlannedFunction {
    const found = this.#functions.find((it) => it.source === source)
    if (found !== undefined) return found
    throw invalidOption('option nic', { field: 'nic', value: describe(source), expected: 'one that the guest has' })
  }

  /** The function is gone: what it had goes back to the host. */
  remove(planned: PlannedFunction): void {
    const index = this.#functions.indexOf(planned)
    if (index < 0) return
    this.#functions.splice(index, 1)
    const { plan } = planned
    for (const { place } of [plan, ...(plan.virtualFunctions ?? [])]) this.#places.give(place)
    planned.release()
  }

  release(): void {
    releaseAll(this.#functions.splice(0))
  }

  planPlugs(wanted: NewPlugs, keepsMacs: boolean): Promise<PlannedPlugs> {
    return planPlugs(this.#functions, wanted, { ...this.#context, keepsMacs })
  }
}

function describe(source: NicSource): string {
  return 'index' in source ? `function ${source.index} of ${source.nic}` : 'nic' in source ? source.nic : source.name
}
