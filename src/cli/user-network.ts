/** `--network`, `--publish` and `--allow`: a network of the guest's own, with a gateway to the world. */
import { Gateway } from '../network/gateway/gateway'
import type { GatewayOptions, Publish } from '../network/gateway/options'
import { Network } from '../network/network'
import { invalidOption } from '../options/check'
import { repeated } from './arguments'

const publishForm = '[HOST:]PORT[:GUESTPORT][/tcp|/udp] such as 8080:80, with ports from 1 to 65535'
const loopbackRule = /^(?:(?:tcp|udp|icmp):\/\/)?127\./

/** What the gateway is told; undefined when the guest has no network. `--publish` and `--allow` mean that it has. */
export function userNetworkOptions(rawArgs: readonly string[]): GatewayOptions | undefined {
  const publish = repeated(rawArgs, 'publish').map(publishOption)
  const allow = repeated(rawArgs, 'allow')
  const [kind] = repeated(rawArgs, 'network').reverse()
  if (kind !== undefined && kind !== 'user' && kind !== 'none')
    throw invalidOption('option --network', { field: 'network', value: kind, expected: "'user' or 'none'" })
  const isWanted = kind === 'user' || publish.length > 0 || allow.length > 0
  if (!isWanted) return undefined
  if (kind === 'none')
    throw invalidOption('option --network', { field: 'network', value: kind, expected: "'user' beside --publish and --allow" })
  return { publish, ...(allow.length === 0 ? {} : { allow, loopback: allow.some((rule) => loopbackRule.test(rule)) }) }
}

export interface UserNetwork {
  network: Network
  gateway: Gateway
}

export async function openUserNetwork(options: GatewayOptions | undefined): Promise<UserNetwork | undefined> {
  if (options === undefined) return undefined
  const network = new Network({ name: 'user' })
  return { network, gateway: await Gateway.create(network, options) }
}

/** As Docker writes it. */
function publishOption(value: string): Publish {
  const [, host, port, to, protocol] =
    /^(?:(\d+(?:\.\d+){3}|[a-z][\w.-]*):)?(\d{1,5})(?::(\d{1,5}))?(?:\/(tcp|udp))?$/i.exec(value) ?? []
  const isPort = (text: string | undefined): boolean => text === undefined || (Number(text) >= 1 && Number(text) <= 65_535)
  if (port === undefined || !isPort(port) || !isPort(to))
    throw invalidOption('option --publish', { field: 'publish', value, expected: publishForm })
  return {
    port: Number(port),
    ...(to === undefined ? {} : { to: Number(to) }),
    ...(host === undefined ? {} : { host }),
    ...(protocol?.toLowerCase() === 'udp' ? { protocol: 'udp' } : {}),
  }
}
