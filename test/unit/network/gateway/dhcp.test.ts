/** Addresses by the gateway's DHCP (RFC 2131). */
import { describe, expect, it } from 'vitest'
import { addressBytes, dhcpOptions, dhcpTypes } from '../../../../src/network/packet/dhcp'
import { ManualTimeline, realTimeline } from '../../../../src/network/timeline'
import { GuestStack, ip } from './guest-stack'
import { lab, until } from './lab'

describe('its DHCP', () => {
  const message = (type: number, mac: Uint8Array, options: [number, Uint8Array][] = []): Uint8Array => {
    const bytes = new Uint8Array(300)
    bytes.set([1, 1, 6, 0, 9, 9, 9, 9])
    bytes.set(mac, 28)
    bytes.set([0x63, 0x82, 0x53, 0x63], 236)
    const all: [number, Uint8Array][] = [[dhcpOptions.messageType, Uint8Array.of(type)], ...options]
    let at = 240
    for (const [code, value] of all) {
      bytes.set([code, value.length, ...value], at)
      at += 2 + value.length
    }
    bytes[at] = 255
    return bytes
  }

  async function ask(guest: GuestStack, bytes: Uint8Array, to = '255.255.255.255') {
    const before = guest.heard.udp.length
    guest.sendUdp(to, { sourcePort: 68, destinationPort: 67, payload: bytes }, 0)
    const { destination, datagram } = await until(() => guest.heard.udp[before])
    const view = new DataView(datagram.payload.buffer, datagram.payload.byteOffset)
    const { sourcePort, destinationPort, payload } = datagram
    return { type: payload[242], address: view.getUint32(16), ports: [sourcePort, destinationPort], destination, payload }
  }

  it('offers the fifteenth address, grants it, and refuses another', async () => {
    const { guest, gateway } = await lab({}, '0.0.0.0')
    expect(await ask(guest, message(dhcpTypes.discover, guest.mac))).toMatchObject({
      type: dhcpTypes.offer,
      address: ip('10.0.2.15'),
      ports: [67, 68],
    })
    const wants = (address: string): [number, Uint8Array][] => [
      [dhcpOptions.requestedAddress, addressBytes(ip(address))],
      [dhcpOptions.hostName, Buffer.from('web')],
    ]
    expect(await ask(guest, message(dhcpTypes.request, guest.mac, wants('10.0.2.15')))).toMatchObject({
      type: dhcpTypes.ack,
      address: ip('10.0.2.15'),
    })
    expect(await ask(guest, message(dhcpTypes.request, guest.mac, wants('10.0.2.2')))).toMatchObject({ type: dhcpTypes.nak })
    expect(gateway.leases).toEqual([{ mac: '52:54:00:00:00:01', address: '10.0.2.15', hostName: 'web' }])
  })

  it('gives a MAC the address that is reserved for it', async () => {
    const { guest } = await lab({ leases: { '52:54:00:00:00:01': '10.0.2.77' } }, '0.0.0.0')
    expect(await ask(guest, message(dhcpTypes.discover, guest.mac))).toMatchObject({ address: ip('10.0.2.77') })
  })

  const requested = (address: string): [number, Uint8Array] => [dhcpOptions.requestedAddress, addressBytes(ip(address))]
  const using = (bytes: Uint8Array, address: string): Uint8Array => {
    new DataView(bytes.buffer).setUint32(12, ip(address))
    return bytes
  }

  it('answers to where the client listens: its new address, the one that it uses, or all', async () => {
    const { guest } = await lab({}, '0.0.0.0')
    const destination = async (bytes: Uint8Array): Promise<string> => (await ask(guest, bytes)).destination
    const { discover, request, inform } = dhcpTypes
    expect(await destination(message(discover, guest.mac))).toBe('10.0.2.15')
    const wantsBroadcast = message(request, guest.mac, [requested('10.0.2.15')])
    wantsBroadcast[10] = 0x80
    expect(await destination(wantsBroadcast)).toBe('255.255.255.255')
    expect(await destination(using(message(request, guest.mac), '10.0.2.15'))).toBe('10.0.2.15')
    expect(await destination(using(message(inform, guest.mac), '10.0.2.15'))).toBe('10.0.2.15')
    expect(await destination(using(message(request, guest.mac), '10.0.2.99'))).toBe('255.255.255.255')
  })

  it('repeats how a client names itself, and offers the address that it asks for', async () => {
    const { guest } = await lab({}, '0.0.0.0')
    const identifier = Uint8Array.of(61, 4, 255, 1, 2, 3)
    const options: [number, Uint8Array][] = [[61, identifier.subarray(2)], requested('10.0.2.40')]
    const { payload, address } = await ask(guest, message(dhcpTypes.discover, guest.mac, options))
    expect(address).toBe(ip('10.0.2.40'))
    expect(Buffer.from(payload).includes(Buffer.from(identifier))).toBe(true)
  })

  it('gives out no address that a client found in use, and those again that nobody took or kept', async () => {
    const timeline = new ManualTimeline()
    const { guest, network } = await lab({ timeline }, '0.0.0.0')
    const other = new GuestStack(network.attach('other'), timeline, { address: '0.0.0.0', station: 2 })
    const { discover, request, decline } = dhcpTypes
    await ask(guest, message(request, guest.mac, [requested('10.0.2.15')]))
    guest.sendUdp('255.255.255.255', { sourcePort: 68, destinationPort: 67, payload: message(decline, guest.mac) }, 0)
    expect((await ask(guest, message(discover, guest.mac))).address).toBe(ip('10.0.2.16'))
    expect((await ask(other, message(discover, other.mac))).address).toBe(ip('10.0.2.17'))
    timeline.advance(61e9)
    expect((await ask(other, message(request, other.mac, [requested('10.0.2.17')]))).type).toBe(dhcpTypes.ack)
    timeline.advance(100_000e9)
    const third = new GuestStack(network.attach('third'), timeline, { address: '0.0.0.0', station: 3 })
    expect((await ask(third, message(discover, third.mac, [requested('10.0.2.17')]))).address).toBe(ip('10.0.2.17'))
  })

  it('does not listen to a station that speaks for another one', async () => {
    const { guest, gateway, network } = await lab({}, '0.0.0.0')
    const hostile = new GuestStack(network.attach('hostile'), realTimeline, { address: '0.0.0.0', station: 2 })
    await ask(guest, message(dhcpTypes.request, guest.mac, [requested('10.0.2.15')]))
    hostile.sendUdp('255.255.255.255', { sourcePort: 68, destinationPort: 67, payload: message(dhcpTypes.release, guest.mac) }, 0)
    expect((await ask(hostile, message(dhcpTypes.discover, hostile.mac))).address).toBe(ip('10.0.2.16'))
    expect(gateway.leases).toHaveLength(2)
  })
})
