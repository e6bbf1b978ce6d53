/** Between the words of `ip link` and the fields of a port in the core. */
import { LinkState } from '../core/layout.gen'
import type { MachineRoom, NicPortFields, NicPortState } from '../host/protocol'
import { macFromCore, macToCore, noMac } from './mac'
import type { CheckedVfSettings, VfSettings } from './options'

/** What the parts of an adapter share. */
export interface NicParts {
  id: number
  name: string
  room: MachineRoom
  portOf(vf: number): number
}

const vlanProtocols = { '802.1Q': 0x8100, '802.1ad': 0x88a8 } as const

/** The fields that the settings change. */
export function fieldsOf(settings: CheckedVfSettings): NicPortFields {
  const { mac, vlan, qos, vlanProto, spoofchk, trust, linkState, minTxRate, maxTxRate, rssQueryEn } = settings
  const fields: NicPortFields = {}
  if (mac !== undefined) Object.assign(fields, mac === noMac ? { isMacSet: 0 } : { mac: macToCore(mac), isMacSet: 1 })
  if (vlan !== undefined) fields.vlan = vlan
  if (qos !== undefined) fields.qos = qos
  if (vlanProto !== undefined) fields.vlanProto = vlanProtocols[vlanProto]
  if (spoofchk !== undefined) fields.spoofchk = spoofchk ? 1 : 0
  if (trust !== undefined) fields.trust = trust ? 1 : 0
  if (linkState !== undefined) fields.linkState = LinkState[linkState]
  if (minTxRate !== undefined) fields.minTxRate = BigInt(minTxRate)
  if (maxTxRate !== undefined) fields.maxTxRate = BigInt(maxTxRate)
  if (rssQueryEn !== undefined) fields.rssQueryEn = rssQueryEn ? 1 : 0
  return fields
}

export function settingsOf({ fields }: NicPortState): Required<VfSettings> {
  return {
    mac: macFromCore(fields.mac),
    vlan: fields.vlan,
    qos: fields.qos,
    vlanProto: fields.vlanProto === vlanProtocols['802.1ad'] ? '802.1ad' : '802.1Q',
    spoofchk: fields.spoofchk === 1,
    trust: fields.trust === 1,
    linkState: linkStateOf(fields.linkState),
    minTxRate: Number(fields.minTxRate),
    maxTxRate: Number(fields.maxTxRate),
    rssQueryEn: fields.rssQueryEn === 1,
  }
}

function linkStateOf(value: number): 'auto' | 'enable' | 'disable' {
  if (value === LinkState.enable) return 'enable'
  return value === LinkState.disable ? 'disable' : 'auto'
}
