/** An adapter in the words of iproute2's `ip -d link show`. */
import type { VfSettings } from './options'

export interface ShownNic {
  name: string
  mtu: number
  mac: string
  isUp: boolean
  functions: readonly Required<VfSettings>[]
}

/** The lines of one interface, with a line for each virtual function. */
export function showNic({ name, mtu, mac, isUp, functions }: ShownNic): string {
  const flags = isUp ? '<BROADCAST,MULTICAST,UP,LOWER_UP>' : '<NO-CARRIER,BROADCAST,MULTICAST,UP>'
  const head = `2: ${name}: ${flags} mtu ${mtu} qdisc mq state ${isUp ? 'UP' : 'DOWN'} mode DEFAULT group default qlen 1000`
  const link = `    link/ether ${mac} brd ff:ff:ff:ff:ff:ff promiscuity 0`
  return `${[head, link, ...functions.map(showFunction)].join('\n')}\n`
}

function showFunction(vf: Required<VfSettings>, index: number): string {
  const onOff = (on: boolean): string => (on ? 'on' : 'off')
  const vlan = vf.vlan === 0 && vf.qos === 0 ? [] : [`vlan ${vf.vlan}${vf.qos === 0 ? '' : `, qos ${vf.qos}`}${provider(vf)}`]
  const rates = [
    ...(vf.maxTxRate === 0 ? [] : [`max_tx_rate ${vf.maxTxRate}Mbps`]),
    ...(vf.minTxRate === 0 ? [] : [`min_tx_rate ${vf.minTxRate}Mbps`]),
  ]
  const parts = [
    `    vf ${index}     link/ether ${vf.mac} brd ff:ff:ff:ff:ff:ff`,
    ...vlan,
    ...(rates.length === 0 ? [] : [rates.join(', ')]),
    `spoof checking ${onOff(vf.spoofchk)}`,
    `link-state ${vf.linkState}`,
    `trust ${onOff(vf.trust)}`,
    `query_rss ${onOff(vf.rssQueryEn)}`,
  ]
  return parts.join(', ')
}

const provider = ({ vlanProto }: Required<VfSettings>): string => (vlanProto === '802.1ad' ? ', vlan protocol 802.1ad' : '')
