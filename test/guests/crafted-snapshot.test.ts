/** Snapshots with right checksums and wrong contents: a host refuses them, or takes them as what they are, and is as it was when they are gone. */
import { expect, it } from 'vitest'
import { VmHostError } from '../../src/error'
import type { Host } from '../../src/index'
import { openRandomAccess } from '../../src/platform/random-access'
import { checksum, prepareChecksums } from '../../src/snapshot/checksum'
import { SnapshotFile } from '../../src/snapshot/file'
import { headFixedBytes, tailBytes, writeHead, writeTail } from '../../src/snapshot/format'
import { encodeHeader, type SnapshotHeader } from '../../src/snapshot/header'
import { Random, seedFromEnvironment } from '../support/random'
import { mutate } from '../unit/snapshot/mutate'
import { withHost } from './built-host'

const mutations = 400

/** The same file with another header. */
function withHeader(bytes: Uint8Array, header: SnapshotHeader): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const before = headFixedBytes + view.getUint32(12, true)
  const head = writeHead(encodeHeader(header))
  const tail = bytes.length - tailBytes
  const begin = Number(view.getBigUint64(tail, true))
  const index = bytes.subarray(begin, tail)
  const moved = writeTail({ indexOffset: begin - before + head.length, indexBytes: index.length, indexChecksum: checksum(index) })
  return new Uint8Array(Buffer.concat([head, bytes.subarray(before, tail), moved]))
}

async function snapshotOf(host: Host): Promise<{ bytes: Uint8Array; header: SnapshotHeader }> {
  const guest = await host.hypervisor.createGuest({ memory: '16MiB', rng: true, balloon: true, disks: [{ size: '64KiB' }] })
  await guest.start()
  await guest.console.waitFor('vmhost> ')
  await guest.pause()
  const bytes = new Uint8Array(await (await guest.snapshot()).arrayBuffer())
  await guest.dispose()
  return { bytes, header: (await SnapshotFile.open(await openRandomAccess({ bytes }))).header }
}

it(`a host survives ${mutations} headers that were changed at random, with nothing left of them`, async () => {
  await prepareChecksums()
  await withHost(async (host) => {
    const { bytes, header } = await snapshotOf(host)
    const { freeMemory } = await host.stats()
    const random = new Random(seedFromEnvironment(1))
    let refused = 0
    for (let count = 0; count < mutations; count++) {
      const changed = structuredClone(header)
      const what = mutate(changed, random)
      try {
        const guest = await host.hypervisor.restore(withHeader(bytes, changed))
        await guest.dispose()
      } catch (error) {
        expect([what, error]).toEqual([what, expect.any(VmHostError)])
        expect([what, (error as VmHostError).code]).toEqual([what, expect.not.stringMatching(/^ERR_(CORE|WORKER)$/)])
        refused++
      }
      const { guests, freeMemory: left } = await host.stats()
      expect({ what, guests, left }).toEqual({ what, guests: 0, left: freeMemory })
    }
    expect(refused).toBeGreaterThan(mutations / 2)
  })
})

it('a header that names other devices than the state has is refused, and says which', async () => {
  await prepareChecksums()
  await withHost(async (host) => {
    const { bytes, header } = await snapshotOf(host)
    const { freeMemory } = await host.stats()
    const disk = header.plan.devices[0]
    expect(header.plan.devices.map(({ kind }) => kind)).toEqual(['blk', 'rng', 'balloon'])
    const others: [SnapshotHeader['plan']['devices'], RegExp][] = [
      [[], /virtio slot 0: kind/],
      [[{ kind: 'rng', slot: 0 }], /virtio slot 0: kind/],
      [[...header.plan.devices, { kind: 'rng', slot: 7 }], /virtio slot 7: kind/],
      [header.plan.devices.map((it) => (it === disk ? { ...disk, bytes: 61_440 } : it)) as never, /disk in slot 0: capacity/],
      [header.plan.devices.map((it) => (it === disk ? { ...disk, queues: 2 } : it)) as never, /virtio slot 0: queues/],
      [
        header.plan.devices.map((it) => (it === disk ? { ...disk, isReadOnly: true } : it)) as never,
        /virtio slot 0: deviceFeatures/,
      ],
    ]
    for (const [devices, message] of others) {
      const crafted = withHeader(bytes, { ...header, plan: { ...header.plan, devices } })
      const refusal = await host.hypervisor.restore(crafted).catch((error: unknown) => error)
      expect([devices, refusal]).toMatchObject([
        devices,
        { code: 'ERR_SNAPSHOT_FORMAT', message: expect.stringMatching(message) },
      ])
    }
    for (const plan of [{ harts: 2 }, { ramPages: 8192 }, { clock: 'virtual' }, { interruptController: 0 }] as const) {
      const crafted = withHeader(bytes, { ...header, plan: { ...header.plan, ...plan } })
      await expect(host.hypervisor.restore(crafted)).rejects.toMatchObject({ code: 'ERR_SNAPSHOT_FORMAT' })
    }
    const { guests, freeMemory: left } = await host.stats()
    expect([guests, left]).toEqual([0, freeMemory])
  })
})
