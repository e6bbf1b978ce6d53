/** The physical function of an adapter, which is the host's: makes virtual functions, and sets what they may. */

import { VmHostError } from '../error'
import { invalidOption } from '../options/check'
import { generatedMac, macToCore } from './mac'
import { type CheckedVfSettings, checkVfSettings, type VfSettings } from './options'
import { fieldsOf, type NicParts } from './port-settings'
import { VirtualFunction } from './virtual-function'

export interface PhysicalFunctionParts extends NicParts {
  totalVfs: number
  mac: string
  /** Mbit/s. */
  linkSpeed: number
  /** For addresses that differ between hosts. */
  owner: string
  /** Its own place in the switch. */
  ownPort: number
  /** Has a guest this function? */
  isInUse(vf: VirtualFunction): boolean
}

export interface NicPlug {
  nic: number
  port: number
}

export class PhysicalFunction {
  /** Its own address. */
  readonly mac: string
  /** Virtual functions that there can be. */
  readonly totalVfs: number
  readonly #parts: PhysicalFunctionParts
  #functions: VirtualFunction[] = []
  #isGiven = false
  /** Settings are made one after the other, since rates depend on each other. */
  #lastSetting: Promise<unknown> = Promise.resolve()

  constructor(parts: PhysicalFunctionParts) {
    this.#parts = parts
    this.totalVfs = parts.totalVfs
    this.mac = parts.mac
  }

  /** Virtual functions that there are. */
  get numVfs(): number {
    return this.#functions.length
  }

  get virtualFunctions(): readonly VirtualFunction[] {
    return [...this.#functions]
  }

  /**
   * Makes `count` virtual functions, as writing to `sriov_numvfs` does: their number changes only by way of 0. Errors: ERR_INVALID_OPTION,
   * ERR_INVALID_STATE when there are functions already, or with 0 when guests have some.
   *
   *     const [vf0, vf1] = await host.nic('eth0').physicalFunction.enableVfs(2)
   */
  async enableVfs(count: number): Promise<VirtualFunction[]> {
    const what = `virtual functions of adapter ${JSON.stringify(this.#parts.name)}`
    if (!Number.isInteger(count) || count < 0 || count > this.totalVfs)
      throw invalidOption(what, { field: 'count', value: count, expected: `a whole number from 0 to ${this.totalVfs}` })
    if (this.#isGiven)
      throw new VmHostError('ERR_INVALID_STATE', `${what}: a guest has the physical function, which makes them itself`)
    if (count === 0) return this.#disable(what)
    if (this.#functions.length > 0)
      throw new VmHostError(
        'ERR_INVALID_STATE',
        `${what}: there are ${this.numVfs} already, expected none; their number changes by way of 0`,
      )
    this.#functions = Array.from({ length: count }, (_, index) => new VirtualFunction(this.#parts, index))
    for (const { index } of this.#functions) await this.#reset(index)
    return [...this.#functions]
  }

  /**
   * Sets what is given and leaves the rest, at once and under traffic. Errors: ERR_INVALID_OPTION, among others when `minTxRate` of all functions together would be
   * more than the adapter's `linkSpeed`.
   *
   *     await pf.setVf(0, { vlan: 100, qos: 3, spoofchk: true, maxTxRate: 200 })
   */
  async setVf(index: number, settings: VfSettings): Promise<void> {
    const checked = checkVfSettings(settings)
    const vf = this.#functions[index]
    if (vf === undefined) {
      const expected = this.#isGiven
        ? 'the guest that has the physical function to set it'
        : this.numVfs === 0
          ? 'enableVfs() first'
          : `a function from 0 to ${this.numVfs - 1}`
      throw invalidOption(`adapter ${JSON.stringify(this.#parts.name)}`, { field: 'vf', value: index, expected })
    }
    const done = this.#lastSetting.then(async () => {
      await this.#checkRates(vf, checked)
      await this.#parts.room.setNicPort(this.#parts.id, this.#parts.portOf(index), fieldsOf(checked))
    })
    this.#lastSetting = done.catch(() => {})
    await done
  }

  /** The adapter's name. */
  get nic(): string {
    return this.#parts.name
  }

  /**
   * A guest gets it whole, with all virtual functions that there can be: where each is plugged in. Errors: ERR_INVALID_STATE when a guest has it,
   * or when the host made virtual functions.
   */
  async give(): Promise<{ own: NicPlug; functions: NicPlug[] }> {
    const what = `physical function of adapter ${JSON.stringify(this.#parts.name)}`
    if (this.#isGiven) throw new VmHostError('ERR_INVALID_STATE', `${what}: a guest has it, expected it free`)
    if (this.numVfs > 0)
      throw new VmHostError('ERR_INVALID_STATE', `${what}: the host made ${this.numVfs} virtual functions, expected none`)
    this.#isGiven = true
    const { id, room, ownPort, portOf } = this.#parts
    await room.setNicPort(id, ownPort, { mac: macToCore(this.mac), spoofchk: 0, trust: 1 })
    const functions = Array.from({ length: this.totalVfs }, (_, index) => ({ nic: id, port: portOf(index) }))
    for (const index of functions.keys()) await this.#reset(index)
    return { own: { nic: id, port: ownPort }, functions }
  }

  /** The guest is gone. */
  takeBack(): void {
    this.#isGiven = false
  }

  async #checkRates(vf: VirtualFunction, { minTxRate, maxTxRate }: CheckedVfSettings): Promise<void> {
    if (minTxRate === undefined && maxTxRate === undefined) return
    const now = await vf.settings()
    const [least, most] = [minTxRate ?? now.minTxRate, maxTxRate ?? now.maxTxRate]
    if (most !== 0 && least > most)
      throw invalidOption('virtual function option minTxRate', {
        field: 'minTxRate',
        value: least,
        expected: `at most maxTxRate, ${most}`,
      })
    if (minTxRate !== undefined && minTxRate > 0) await this.#checkSum(vf, minTxRate)
  }

  /** As Linux's ice does: what all are sure of has to go through the link. */
  async #checkSum(vf: VirtualFunction, minTxRate: number): Promise<void> {
    const { linkSpeed } = this.#parts
    const others = this.#functions.filter((it) => it !== vf)
    const rates = await Promise.all(others.map(async (it) => (await it.settings()).minTxRate))
    const taken = rates.reduce((sum, rate) => sum + rate, 0)
    if (taken + minTxRate <= linkSpeed) return
    const left = Math.max(0, linkSpeed - taken)
    throw invalidOption('virtual function option minTxRate', {
      field: 'minTxRate',
      value: minTxRate,
      expected: `at most ${left}: the other functions have ${taken} of the ${linkSpeed} Mbit/s of the link`,
    })
  }

  async #disable(what: string): Promise<VirtualFunction[]> {
    const used = this.#functions.filter((vf) => this.#parts.isInUse(vf)).map(({ index }) => index)
    if (used.length > 0)
      throw new VmHostError('ERR_INVALID_STATE', `${what}: guests have ${used.join(', ')}, expected none in use`)
    this.#functions = []
    return []
  }

  #reset(index: number): Promise<void> {
    const mac = macToCore(generatedMac(this.#parts.owner, index + 1))
    const fields = { ...fieldsOf({ ...defaults }), mac, isMacSet: 0 }
    return this.#parts.room.setNicPort(this.#parts.id, this.#parts.portOf(index), fields)
  }
}

/** A function as it is made. */
const defaults = {
  vlan: 0,
  qos: 0,
  vlanProto: '802.1Q',
  spoofchk: true,
  trust: false,
  linkState: 'auto',
  minTxRate: 0,
  maxTxRate: 0,
  rssQueryEn: false,
} as const
