/** What the administrator may set on virtual functions: addresses, and rates, each sure of its least, all of them together of no more than the link. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { MachineRoom, NicPortFields, NicPortState } from '../../../src/host/protocol'
import { PhysicalFunction } from '../../../src/nic/physical-function'

const linkSpeed = 1000

/** An adapter that remembers what is set on its ports, a while later. */
class Adapter {
  readonly fields: Record<string, unknown>[] = Array.from({ length: 6 }, () => ({}))

  readonly room = {
    nicPorts: async () => this.fields.map((fields) => ({ fields })) as unknown as NicPortState[],
    setNicPort: async (_nic: number, port: number, fields: NicPortFields) => {
      await new Promise((resolve) => setTimeout(resolve, 1))
      Object.assign(this.fields[port] as object, fields)
    },
  } as unknown as MachineRoom
}

describe('the address of a virtual function', () => {
  it('is the guest’s to choose again when it is taken back by zeros', async () => {
    const { room, fields } = new Adapter()
    const pf = new PhysicalFunction({
      ...{ id: 1, name: 'eth0', room, owner: 'host', totalVfs: 1, mac: '02:00:00:00:00:01', linkSpeed, ownPort: 1 },
      portOf: (vf) => 2 + vf,
      isInUse: () => false,
    })
    await pf.enableVfs(1)
    await pf.setVf(0, { mac: '02:00:00:00:00:77' })
    expect(fields[2]).toMatchObject({ mac: 0x7700_0000_0002n, isMacSet: 1 })
    await pf.setVf(0, { mac: '00:00:00:00:00:00' })
    expect(fields[2]).toMatchObject({ mac: 0x7700_0000_0002n, isMacSet: 0 })
    await expect(pf.setVf(0, { mac: '01:00:00:00:00:77' })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
  })
})

describe('the rates of virtual functions', () => {
  let pf: PhysicalFunction
  beforeEach(async () => {
    const { room } = new Adapter()
    pf = new PhysicalFunction({
      ...{ id: 1, name: 'eth0', room, owner: 'host', totalVfs: 4, mac: '02:00:00:00:00:01', linkSpeed, ownPort: 1 },
      portOf: (vf) => 2 + vf,
      isInUse: () => false,
    })
    await pf.enableVfs(3)
  })

  it('may use up the link, and no more', async () => {
    await pf.setVf(0, { minTxRate: 600 })
    await pf.setVf(1, { minTxRate: 400 })
    const refused = pf.setVf(2, { minTxRate: 1 })
    await expect(refused).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
    await expect(refused).rejects.toThrow(
      'minTxRate is 1, expected at most 0: the other functions have 1000 of the 1000 Mbit/s of the link',
    )
    await pf.setVf(0, { minTxRate: 500 })
    await pf.setVf(2, { minTxRate: 100 })
    await expect(pf.setVf(2, { minTxRate: 101 })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
  })

  it('are counted when they are set at the same time', async () => {
    const settled = await Promise.allSettled([0, 1, 2].map((vf) => pf.setVf(vf, { minTxRate: 400 })))
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
    await pf.setVf(2, { minTxRate: 200 })
  })

  it('can be taken back, and a most is for each alone', async () => {
    await pf.setVf(0, { minTxRate: 1000, maxTxRate: 5000 })
    await pf.setVf(1, { minTxRate: 0, maxTxRate: 5000 })
    await pf.setVf(0, { minTxRate: 0 })
    await pf.setVf(1, { minTxRate: 1000 })
    await expect(pf.setVf(1, { maxTxRate: 900 })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
  })
})
