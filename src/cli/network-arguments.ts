/** `--nic` and `--vf`: adapters of the host, and virtual functions with what the administrator sets on them. */
import type { Host } from '../host/host'
import type { NicModel, NicOptions, VfSettings } from '../nic/options'
import type { VirtualFunction } from '../nic/virtual-function'
import { invalidOption } from '../options/check'
import { repeated } from './arguments'

export interface NetworkArguments {
  nics: NicOptions[]
  /** Settings of each virtual function, in order; they are functions of the first adapter. */
  functions: VfSettings[]
}

const defaultNic = 'eth0'
const numbers = ['vlan', 'qos', 'minTxRate', 'maxTxRate'] as const
const switches = ['spoofchk', 'trust', 'rssQueryEn'] as const
const texts = ['mac', 'vlanProto', 'linkState'] as const
const keys: readonly string[] = [...texts, ...numbers, ...switches]

export function networkArguments(rawArgs: readonly string[]): NetworkArguments {
  const functions = repeated(rawArgs, 'vf').map(vfSettings)
  const nics = repeated(rawArgs, 'nic').map((value) => nicOptions(value, functions.length))
  if (nics.length === 0 && functions.length > 0) nics.push({ name: defaultNic, sriov: { totalVfs: functions.length } })
  return { nics, functions }
}

/** Makes the functions on the first adapter, as they are wanted. */
export async function makeFunctions(host: Host, { nics, functions }: NetworkArguments): Promise<VirtualFunction[]> {
  const [first] = nics
  if (first === undefined || functions.length === 0) return []
  const pf = host.nic(first.name).physicalFunction
  const made = await pf.enableVfs(functions.length)
  for (const [index, settings] of functions.entries()) await pf.setVf(index, settings)
  return made
}

/** NAME[,model=MODEL][,totalVfs=N][,mtu=N][,linkSpeed=N]: without totalVfs as many as there are `--vf`. */
function nicOptions(value: string, functions: number): NicOptions {
  const [name = '', ...settings] = value.split(',')
  const nic: NicOptions = { name, sriov: { totalVfs: functions } }
  for (const [key, text] of settings.map(split)) {
    if (key === 'totalVfs') nic.sriov = { totalVfs: Number(text) }
    else if (key === 'mtu' || key === 'linkSpeed') nic[key] = Number(text)
    else if (key === 'model') nic.model = text as NicModel
    else
      throw invalidOption('option --nic', {
        field: 'nic',
        value,
        expected: 'NAME[,model=virtio-net|igb][,totalVfs=N][,mtu=N][,linkSpeed=N]',
      })
  }
  return nic
}

/** `mac=52:54:00:12:34:56,vlan=100,spoofchk=off`, or nothing. */
function vfSettings(value: string): VfSettings {
  const settings: Record<string, string | number | boolean> = {}
  for (const [key, text] of value.split(',').filter(Boolean).map(split)) {
    if (!keys.includes(key))
      throw invalidOption('option --vf', { field: 'vf', value, expected: `KEY=VALUE,... with ${keys.join(', ')}` })
    settings[key] = isIn(numbers, key) ? Number(text) : isIn(switches, key) ? onOff(key, text) : text
  }
  return settings as VfSettings
}

function onOff(key: string, text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on'
  throw invalidOption(`option --vf ${key}`, { field: key, value: text, expected: "'on' or 'off'" })
}

const isIn = (list: readonly string[], key: string): boolean => list.includes(key)

function split(setting: string): [string, string] {
  const at = setting.indexOf('=')
  return at < 0 ? [setting, ''] : [setting.slice(0, at), setting.slice(at + 1)]
}
