/** The network functions of a guest, as they come and go: what each is plugged into, and the places that are free. */
import type { FunctionPlan } from '../host/protocol'
import { invalidOption } from '../options/check'
import { type NicSource, type PlanContext, type PlannedFunction, planFunction, releaseAll } from './network-plan'
import { type NewPlugs, type PlannedPlugs, planPlugs } from './plug-plan'

export class GuestNics {
  readonly #context: PlanContext
  readonly #functions: PlannedFunction[]
  /** Places of functions that are being taken. */
  readonly #reserved = new Set<number>()

  constructor(context: PlanContext, functions: readonly PlannedFunction[]) {
    this.#context = context
    this.#functions = [...functions]
  }

  get plans(): readonly FunctionPlan[] {
    return this.#functions.map(({ plan }) => plan)
  }

  /** Takes a function for what is to be plugged in. ERR_INVALID_OPTION, ERR_INVALID_STATE. */
  async add(source: NicSource): Promise<PlannedFunction> {
    const place = this.#freePlace()
    this.#reserved.add(place)
    try {
      const planned = await planFunction(source, place, this.#context)
      this.#functions.push(planned)
      return planned
    } finally {
      this.#reserved.delete(place)
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
    planned.release()
  }

  release(): void {
    releaseAll(this.#functions.splice(0))
  }

  planPlugs(wanted: NewPlugs, keepsMacs: boolean): Promise<PlannedPlugs> {
    return planPlugs(this.#functions, wanted, { ...this.#context, keepsMacs })
  }

  /** Of a guest in all as this one, on these functions. */
  successor(functions: readonly PlannedFunction[]): GuestNics {
    return new GuestNics(this.#context, functions)
  }

  #freePlace(): number {
    const { pciPlaces } = this.#context.machine
    const own = this.#functions.flatMap(({ plan }) => [plan, ...(plan.virtualFunctions ?? [])])
    const taken = new Set([...own.map(({ place }) => place), ...this.#reserved])
    for (let place = 0; place < pciPlaces; place++) if (!taken.has(place)) return place
    const expected = `at most ${pciPlaces} functions in all; guest option hotplugSlots makes room for more`
    throw invalidOption('option nic', { field: 'nic', value: `function ${pciPlaces + 1} of the guest`, expected })
  }
}

function describe(source: NicSource): string {
  return 'index' in source ? `function ${source.index} of ${source.nic}` : 'nic' in source ? source.nic : source.name
}
