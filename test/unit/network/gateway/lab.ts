/** A network with a gateway and a guest's stack on it, for as long as a test lasts. */
import { afterEach } from 'vitest'
import { Gateway } from '../../../../src/network/gateway/gateway'
import type { GatewayOptions } from '../../../../src/network/gateway/options'
import { Network } from '../../../../src/network/network'
import { realTimeline } from '../../../../src/network/timeline'
import { GuestStack } from './guest-stack'

export const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

export async function lab(options: GatewayOptions = {}, address = '10.0.2.15') {
  const network = new Network()
  const gateway = await Gateway.create(network.attach('gateway'), options)
  closers.push(() => gateway.close())
  const guest = new GuestStack(network.attach('guest'), realTimeline, { address, station: 1 })
  if (address !== '0.0.0.0') guest.greet('10.0.2.2')
  return { network, gateway, guest }
}

/** Waits until `look` finds something. */
export async function until<Found>(look: () => Found | undefined): Promise<Found> {
  for (let i = 0; i < 3000; i++) {
    const found = look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('it never came')
}
