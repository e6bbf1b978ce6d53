/** What an adapter can be made of, and what can be set on a virtual function: the words of `ip link set dev PF vf N`. */
import * as v from 'valibot'
import { checkOptions, integerBetween, oneOf, strictObject } from '../options/check'
import { nicSizes } from '../spec/nic/port'
import { noMac, parseMac } from './mac'

export type NicModel = 'virtio-net' | 'igb'

export interface NicOptions {
  /** Its name on the host, such as `eth0`. */
  name: string
  /** Virtual functions that it can have, from 0 to 255. Default 0. */
  sriov?: { totalVfs?: number }
  /**
   * What its functions are to a guest: `virtio-net`, which every system has a driver for, or `igb`, virtual functions of an Intel 82576
   * (8086:10ca) as Linux's `igbvf` drives them. Default `virtio-net`.
   */
  model?: NicModel
  /** MTU that drivers are told, from 68 to 65535. Default 1500. */
  mtu?: number
  /** Mbit/s that drivers are told, and the most that `minTxRate` of all virtual functions can be together. It limits nothing else. Default 10000. */
  linkSpeed?: number
}

/** What the administrator sets on a virtual function; what is left out stays. */
export interface VfSettings {
  /** Its address. A guest cannot change it then, unless the function is trusted. Zeros leave it as it is, and the choice to the guest again. */
  mac?: string
  /** Port VLAN from 1 to 4094, which the guest does not see; 0 for none. */
  vlan?: number
  /** Priority of frames in the port VLAN, from 0 to 7. */
  qos?: number
  /** Tag of the port VLAN. Default `802.1Q`. */
  vlanProto?: '802.1Q' | '802.1ad'
  /** Drop frames from addresses that are not its own. Default true. */
  spoofchk?: boolean
  /** May ask for every frame, for further addresses, and for another one than it was given. Default false. */
  trust?: boolean
  /** `auto` follows the uplink, `enable` keeps the link up so that functions reach each other, `disable` keeps it down. Default `auto`. */
  linkState?: 'auto' | 'enable' | 'disable'
  /**
   * Mbit/s that it gets in any case: where a receiver or the uplink takes less than is sent, it goes before functions that have had theirs, and shares
   * the rest with them. What it did not use it keeps for 50 ms. 0 for none. Those of all
   * functions together are at most the adapter's `linkSpeed`.
   */
  minTxRate?: number
  /** Mbit/s that it sends at most; 0 for no limit. */
  maxTxRate?: number
  /** May ask how its receive queues are chosen. Default false. */
  rssQueryEn?: boolean
}

const mostRate = 1_000_000
const boolean = v.boolean('true or false')

const nicSchema = strictObject({
  name: v.pipe(v.string('a name'), v.regex(/^[\w.-]{1,15}$/, 'a name of 1 to 15 letters, digits, dots and dashes')),
  sriov: v.optional(strictObject({ totalVfs: v.optional(integerBetween(0, nicSizes.mostVfs), 0) }), {}),
  model: v.optional(oneOf(['virtio-net', 'igb']), 'virtio-net'),
  mtu: v.optional(integerBetween(68, 65_535), 1500),
  linkSpeed: v.optional(integerBetween(1, 0x7fff_ffff), 10_000),
})

const vfSchema = strictObject({
  mac: v.optional(
    v.pipe(
      v.string('an Ethernet address'),
      v.check(
        (text) => text === noMac || parseMac(text) !== undefined,
        "a station's Ethernet address such as '52:54:00:12:34:56'",
      ),
      v.transform((text) => text.toLowerCase()),
    ),
  ),
  vlan: v.optional(integerBetween(0, 4094)),
  qos: v.optional(integerBetween(0, 7)),
  vlanProto: v.optional(oneOf(['802.1Q', '802.1ad'])),
  spoofchk: v.optional(boolean),
  trust: v.optional(boolean),
  linkState: v.optional(oneOf(['auto', 'enable', 'disable'])),
  minTxRate: v.optional(integerBetween(0, mostRate)),
  maxTxRate: v.optional(integerBetween(0, mostRate)),
  rssQueryEn: v.optional(boolean),
})

export const nicsSchema = v.array(nicSchema)
export type CheckedNicOptions = v.InferOutput<typeof nicSchema>
export type CheckedVfSettings = v.InferOutput<typeof vfSchema>

/** Throws ERR_INVALID_OPTION that names the field. */
export function checkVfSettings(settings: VfSettings): CheckedVfSettings {
  return checkOptions(vfSchema, settings, 'virtual function')
}
