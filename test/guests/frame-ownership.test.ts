/** No frame is reachable by two guests unless it is read-only: under random page tables, devices, forks and pressure. */
import { describe, expect, it } from 'vitest'
import {
  GUEST_HARTS,
  GuestLayout,
  HART_TLB,
  HartLayout,
  HOST_BASE,
  HostLayout,
  Stage2,
  TLB_DATA_BYTES,
  TLB_MASK,
  TLB_MODE_BYTES,
} from '../../src/core/layout.gen'
import { StructView } from '../../src/core/struct-view'
import { FrameCampaign } from '../support/frame-campaign'
import { seedFromEnvironment } from '../support/random'

const steps = Number(process.env.VMHOST_FRAME_STEPS ?? 6000)
const between = 20

describe('frames', () => {
  it(`belong to one guest, or are read-only, over ${steps} random steps`, async () => {
    const seed = seedFromEnvironment(1)
    const campaign = await FrameCampaign.create(seed)
    for (let step = 0; step < steps; step++) {
      campaign.step()
      if (step % between === 0) expect({ seed, step, faults: campaign.audit() }).toEqual({ seed, step, faults: [] })
    }
    // Everything that is tried does happen.
    for (const action of [
      'run',
      'write',
      'tables',
      'create',
      'fork',
      'destroy',
      'limit',
      'balance',
      'merge',
      'sample',
      'hash',
      'volume',
    ])
      expect([action, campaign.done[action] ?? 0]).toEqual([action, expect.toSatisfy((count: number) => count > 0)])
    for (const guest of [...campaign.guests]) campaign.core.exports.guestDestroy(guest)
    expect(campaign.audit()).toEqual([])
  })
})

/** Some steps in, with a fork whose pages are shared. */
async function forked(): Promise<{ campaign: FrameCampaign; words: Uint32Array; stage2: number; shared: number }> {
  const campaign = await FrameCampaign.create(7)
  while (campaign.guests.length === 0 || (campaign.done.run ?? 0) < 20) campaign.step()
  const [first = 0] = campaign.guests
  const { core } = campaign
  expect(core.exports.guestClone(first)).not.toBe(0)
  const stage2 = new StructView(core, GuestLayout, first).get('stage2')
  const words = new Uint32Array(core.memory.buffer)
  const shared = words.subarray(stage2 >> 2, (stage2 >> 2) + 64).findIndex((word) => (word & Stage2.copyOnWrite) !== 0)
  expect(campaign.audit()).toEqual([])
  return { campaign, words, stage2, shared }
}

describe('the audit', () => {
  it('sees a shared page that one guest may write', async () => {
    const { campaign, words, stage2, shared } = await forked()
    const at = (stage2 >> 2) + shared
    words[at] = ((words[at] ?? 0) & ~Stage2.copyOnWrite) | Stage2.writable
    expect(campaign.audit().join('\n')).toMatch(/is writable and held by/)
  })

  it('sees a TLB entry that leads to a page of another guest, or lets a shared one be written', async () => {
    const { campaign, words, stage2, shared } = await forked()
    const [guest = 0] = campaign.guests
    const frame = (words[(stage2 >> 2) + shared] ?? 0) & ~0xfff
    const mode = 3
    new StructView(campaign.core, HartLayout, guest + GUEST_HARTS).set('tlbModes', 1 << mode)
    const entry = guest + GUEST_HARTS + HART_TLB + mode * TLB_MODE_BYTES + TLB_DATA_BYTES
    words[entry >> 2] = 0
    words[(entry + 8) >> 2] = frame
    expect(campaign.audit().join('\n')).toMatch(/lets it write frame \d+, which is shared/)
    words[(entry + 8) >> 2] = new StructView(campaign.core, HostLayout, HOST_BASE).get('zeroPage')
    expect(campaign.audit().join('\n')).toMatch(/which it does not map/)
    words[entry >> 2] = ((1 ^ 0) << 12) & (TLB_MASK << 12)
    expect(campaign.audit()).toEqual([])
  })

  it('sees a frame that was merged across two sharing domains', async () => {
    const { campaign, words, stage2, shared } = await forked()
    const [guest = 0] = campaign.guests
    const at = (stage2 >> 2) + shared
    words[at] = (words[at] ?? 0) | Stage2.shared
    campaign.core.exports.guestSetAllocation(guest, 0, 64, 1000, 7)
    expect(campaign.audit().join('\n')).toMatch(/is merged across the domains/)
  })

  it('sees a count that is wrong, and a frame that is free and in use', async () => {
    const { campaign, words, stage2, shared } = await forked()
    const frame = (words[(stage2 >> 2) + shared] ?? 0) & ~0xfff
    const host = new StructView(campaign.core, HostLayout, HOST_BASE)
    const count = (host.get('frameTable') >> 2) + (frame >>> 12)
    const references = words[count] ?? 0
    words[count] = references + 1
    expect(campaign.audit().join('\n')).toContain(`counts ${references + 1} references and has ${references}`)
    words[count] = references
    host.set('freeFrame', frame)
    expect(campaign.audit().join('\n')).toMatch(/free frame \d+ is in use/)
  })
})
