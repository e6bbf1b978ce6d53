/** The physical function of an 82576, driven by the test: interrupts, mailboxes, resets, and what its pools receive and send. */
import { describe, expect, it } from 'vitest'
import { IgbMailbox, IgbPfBit, IgbPfMailbox, IgbPfRegister, IgbReceive, IgbThrottleBit } from '../../../src/core/layout.gen'
import { Random, seedFromEnvironment } from '../../support/random'
import { RAM } from '../virtio/virtio-machine'
import { broadcast, frameOf, macBytes, macOf } from './adapter-lab'
import { IgbPfLab } from './igb-pf-lab'

const other = 1
const [mailbox, link] = [IgbPfBit.mailboxCause, IgbPfBit.linkChanged]
const tagged = (to: number, from: number, vlan: number): Uint8Array =>
  frameOf({ to: macBytes(to), from: macBytes(from), tag: [0x8100, vlan] })
const plain = (to: number, from: number): Uint8Array => frameOf({ to: macBytes(to), from: macBytes(from) })

async function started(): Promise<IgbPfLab> {
  const lab = await IgbPfLab.create()
  lab.start()
  return lab
}

describe('the registers of a physical function', () => {
  it('have its address in the NVM, whose sum is right, and after a reset in the first entry of the table', async () => {
    const lab = await IgbPfLab.create()
    const word = (address: number): number => {
      lab.set('eerd', (address << 2) | 1)
      return lab.get('eerd') >>> 16
    }
    const words = Array.from({ length: 64 }, (_, address) => word(address))
    expect(words.slice(0, 3)).toEqual([0x0002, 0, 0x0a00])
    expect(words.reduce((sum, it) => sum + it, 0) & 0xffff).toBe(0xbaba)
    lab.address(0, macOf(3), 1)
    lab.address(5, macOf(4), 1)
    lab.set('ctrl', IgbPfBit.reset)
    expect([lab.get('addresses'), lab.get('addresses', 1)]).toEqual([0x0000_0002, 0x8000_0a00])
    expect(lab.get('addresses', 11)).toBe(0)
  })

  it('interrupt for other causes by the vector of IVAR_MISC, when IMS and EIMS let them', async () => {
    const lab = await IgbPfLab.create()
    lab.set('ics', link)
    lab.set('ivarMisc', 0x8300)
    lab.set('eiam', 0x1ff_ffff)
    lab.set('ims', link)
    expect([lab.pf.vectors(), lab.get('eicr')]).toEqual([0, 8])
    lab.set('eims', 8)
    expect(lab.get('icr')).toBe(link)
    expect(lab.get('icr')).toBe(0)
    lab.set('ics', link)
    expect(lab.machine.call.takeVectors(lab.machine.guest, lab.pf.slot)).toBe(8)
    /* Masked by itself, until the driver lets it come again. */
    expect(lab.get('eims') & 8).toBe(0)
    lab.set('imc', link)
    lab.get('icr')
    lab.get('eicr')
    lab.set('eims', 8)
    lab.set('ics', link)
    expect(lab.machine.call.takeVectors(lab.machine.guest, lab.pf.slot)).toBe(0)
  })

  it('throttle each vector by its EITR, until a reset', async () => {
    const lab = await started()
    const us = 200
    for (const name of ['eiac', 'eiam'] as const) lab.set(name, 0x1ff_ffff)
    for (const vector of [1, 2, 24]) lab.set('eitr', us << IgbThrottleBit.intervalShift, vector)
    const all = (1 << 1) | (1 << 3) | (1 << 24)
    lab.set('eics', all)
    expect(lab.pf.vectors()).toBe(all)
    lab.set('eims', all)
    lab.set('eics', all)
    expect(lab.pf.vectors()).toBe(1 << 3)
    expect(lab.get('eitr', 24) >>> IgbThrottleBit.counterShift).toBe(us / 4)
    lab.set('eims', all)
    lab.pf.pass(us)
    expect(lab.pf.vectors()).toBe((1 << 1) | (1 << 24))
    lab.set('ctrl', IgbPfBit.reset)
    expect([1, 2, 24].map((vector) => lab.get('eitr', vector))).toEqual([0, 0, 0])
  })

  it('have causes of interrupts at their older places, too', async () => {
    const lab = await IgbPfLab.create()
    lab.pf.put(0xd0, link | mailbox)
    expect([lab.get('ims'), lab.pf.get(0xd0)]).toEqual([link | mailbox, link | mailbox])
    lab.pf.put(0xd8, link)
    expect(lab.get('ims')).toBe(mailbox)
    lab.pf.put(0xc8, link)
    expect([lab.pf.get(0xc0), lab.get('icr')]).toEqual([link, 0])
  })

  it('tell of the link, in the PHY too', async () => {
    const lab = await started()
    const phyStatus = (): number => {
      lab.set('mdic', (1 << 16) | (2 << 26))
      return lab.get('mdic') & 0x4
    }
    expect([lab.get('status') & 2, phyStatus()]).toEqual([2, 4])
    lab.link(false)
    expect(lab.pf.vectors() & other).toBe(other)
    expect([lab.get('icr') & link, lab.get('status') & 2, phyStatus(), lab.vf(0).read('status') & 2]).toEqual([link, 0, 0, 0])
    lab.link(true)
    expect([lab.get('status') & 2, lab.vf(0).read('status') & 2]).toEqual([2, 2])
  })
})

describe('mailboxes', () => {
  it('carry messages both ways, with an interrupt each', async () => {
    const lab = await started()
    const vf = lab.vf(1)
    vf.set('mailbox', IgbMailbox.heldByVf)
    vf.set('mailboxMemory', 0x1234, 4)
    vf.set('mailbox', IgbMailbox.request)
    expect([lab.pf.vectors() & other, lab.get('icr') & mailbox, lab.get('mailboxCauses')]).toEqual([other, mailbox, 2])
    lab.set('mailboxCauses', 2)
    expect([lab.get('mailboxCauses'), lab.mail(1, 1), lab.mail(0, 1)]).toEqual([0, 0x1234, 0])
    vf.vectors()
    lab.set('mailbox', IgbPfMailbox.heldByPf, 1)
    lab.setMail(1, 2, 0x5678)
    lab.set('mailbox', IgbPfMailbox.message | IgbPfMailbox.acknowledge, 1)
    expect(vf.vectors()).toBe(4)
    expect(vf.read('mailbox') & 0x30).toBe(IgbMailbox.pfMessage | IgbMailbox.pfAcknowledge)
    expect(vf.read('mailboxMemory', 8)).toBe(0x5678)
    vf.set('mailbox', IgbMailbox.acknowledge)
    expect(lab.get('mailboxCauses')).toBe(2 << 16)
  })

  it('are held by one side, unless the physical function takes them away', async () => {
    const lab = await started()
    const vf = lab.vf(0)
    vf.set('mailbox', IgbMailbox.heldByVf)
    lab.set('mailbox', IgbPfMailbox.heldByPf)
    expect(lab.get('mailbox')).toBe(IgbPfMailbox.heldByVf)
    lab.set('mailbox', IgbPfMailbox.reclaim | IgbPfMailbox.heldByPf)
    expect(lab.get('mailbox')).toBe(IgbPfMailbox.heldByPf)
    vf.set('mailbox', IgbMailbox.heldByVf)
    expect(vf.read('mailbox') & 0xc).toBe(IgbMailbox.heldByPf)
  })

  it('interrupt for those alone that MBVFIMR names', async () => {
    const lab = await started()
    lab.set('mailboxMask', 1)
    lab.vf(1).set('mailbox', IgbMailbox.request)
    expect([lab.get('icr'), lab.get('mailboxCauses')]).toEqual([0, 2])
    lab.vf(0).set('mailbox', IgbMailbox.request)
    expect(lab.get('icr')).toBe(mailbox)
  })

  it('are there for functions that are enabled', async () => {
    const lab = await started()
    lab.setMail(1, 0, 7)
    lab.enable(1)
    lab.setMail(1, 0, 8)
    lab.set('mailbox', IgbPfMailbox.heldByPf, 1)
    expect([lab.mail(1, 0), lab.get('mailbox', 1), lab.mail(7, 0)]).toEqual([0, 0, 0])
  })
})

describe('resets', () => {
  it('of a virtual function stop it until the physical one lets it go on, which hears of them', async () => {
    const lab = await started()
    const { call, guest } = lab.machine
    for (const reset of [() => lab.vf(0).set('ctrl', IgbPfBit.reset), () => call.functionReset(guest, lab.vf(0).slot)]) {
      lab.set('vfReceive', 0xff)
      lab.set('vfTransmit', 0xff)
      lab.get('icr')
      reset()
      expect([lab.get('vfResets'), lab.get('icr') & mailbox]).toEqual([1, mailbox])
      expect([lab.get('vfReceive'), lab.get('vfTransmit')]).toEqual([0xfe, 0xfe])
      lab.set('vfResets', 1)
      expect(lab.get('vfResets')).toBe(0)
      call.switchOn(guest, lab.vf(0).slot)
      lab.vf(0).open()
      lab.vf(1).send(plain(0, 1))
      expect(lab.vf(0).frames()).toEqual([])
      lab.set('vfReceive', 0xff)
      lab.vf(1).send(plain(0, 1))
      expect(lab.vf(0).frames()).toEqual([plain(0, 1)])
    }
  })

  it('of the physical function hold the virtual ones until it is through', async () => {
    const lab = await started()
    lab.vf(0).read('mailbox')
    lab.set('ctrl', IgbPfBit.reset)
    expect(lab.vf(0).read('mailbox') & IgbMailbox.resetInProgress).toBe(IgbMailbox.resetInProgress)
    expect([lab.get('rctl'), lab.get('mrqc'), lab.get('mailboxMask'), lab.get('ims')]).toEqual([0, 0, 0xff, 0])
    lab.vf(1).send(plain(0, 1))
    expect(lab.vf(0).frames()).toEqual([])
    lab.set('ctrlExt', IgbPfBit.functionResetDone)
    const bits = IgbMailbox.resetInProgress | IgbMailbox.resetDone
    expect([lab.vf(0).read('mailbox') & bits, lab.vf(0).read('mailbox') & bits]).toEqual([IgbMailbox.resetDone, 0])
  })

  it('by configuration space take the virtual functions away', async () => {
    const lab = await started()
    lab.machine.call.functionReset(lab.machine.guest, lab.pf.slot)
    lab.set('mailbox', IgbPfMailbox.heldByPf)
    expect([lab.get('mailbox'), lab.get('vtCtl')]).toEqual([0, 0])
  })
})

describe('pools', () => {
  it("receive what goes to their addresses, and the physical function what is nobody's when it asks for all", async () => {
    const lab = await started()
    const frames = (): number[] => [lab.vf(0), lab.vf(1), lab.pf].map((it) => it.frames().length)
    lab.inject(plain(0, 7))
    lab.inject(plain(9, 7))
    expect(frames()).toEqual([1, 0, 1])
    lab.vf(0).send(plain(1, 0))
    lab.pf.send(plain(0, 9))
    expect(frames()).toEqual([1, 1, 0])
    lab.inject(plain(5, 7))
    expect(frames()).toEqual([0, 0, 0])
    lab.set('rctl', IgbPfBit.receiveEnable | IgbPfBit.everyStation)
    lab.inject(plain(5, 7))
    lab.inject(plain(1, 7))
    expect(frames()).toEqual([0, 1, 1])
    lab.address(6, macOf(5), 1)
    lab.inject(plain(5, 7))
    expect(frames()).toEqual([1, 0, 0])
    lab.set('rctl', 0)
    lab.inject(plain(0, 7))
    expect(frames()).toEqual([0, 0, 0])
  })

  it('receive broadcasts and groups as VMOLR says', async () => {
    const lab = await started()
    const group = Uint8Array.of(1, 0, 0x5e, 1, 2, 3)
    const [toAll, toGroup] = [broadcast, group].map((to) => frameOf({ to, from: macBytes(7) }))
    const take = (): number[] => [lab.vf(0), lab.vf(1)].map((it) => it.frames().length)
    const control = IgbPfBit.poolUntagged
    if (toAll === undefined || toGroup === undefined) throw new Error('no frames')
    lab.set('poolControl', control)
    lab.inject(toAll)
    lab.inject(toGroup)
    expect(take()).toEqual([0, 1])
    lab.set('poolControl', (control | IgbPfBit.poolEveryGroup) >>> 0)
    lab.set('poolControl', (control | IgbPfBit.poolGroups) >>> 0, 1)
    lab.inject(toGroup)
    expect(take()).toEqual([1, 0])
    for (let word = 0; word < 128; word++) lab.set('hashes', 0xffff_ffff, word)
    lab.inject(toGroup)
    expect(take()).toEqual([1, 1])
    lab.set('poolControl', IgbPfBit.poolBroadcasts)
    lab.inject(toAll)
    expect(take()).toEqual([0, 0])
  })

  it('have the VLANs of VLVF, and the physical function those that are in VFTA alone', async () => {
    const lab = await started()
    const take = (): number[] => [lab.vf(0), lab.vf(1), lab.pf].map((it) => it.frames().length)
    for (const to of [0, 9]) lab.inject(tagged(to, 7, 5))
    expect(take()).toEqual([0, 0, 0])
    lab.set('vlans', 1 << 5)
    for (const to of [0, 9]) lab.inject(tagged(to, 7, 5))
    expect(take()).toEqual([0, 0, 1])
    lab.set('vlanPools', (IgbPfBit.vlanValid | (1 << IgbPfBit.vlanPoolShift) | 5) >>> 0, 3)
    for (const to of [0, 1, 9]) lab.inject(tagged(to, 7, 5))
    expect(take()).toEqual([1, 0, 0])
  })

  it('get tags beside their frames, or in them', async () => {
    const lab = await started()
    lab.set('vlanPools', (IgbPfBit.vlanValid | (1 << IgbPfBit.vlanPoolShift) | 5) >>> 0)
    lab.inject(tagged(0, 7, 0x6005))
    const [beside] = lab.vf(0).take()
    expect([beside?.frame, beside?.vlan, (beside?.status ?? 0) & IgbReceive.vlanPacket]).toEqual([plain(0, 7), 0x6005, 8])
    lab.set('poolControl', IgbPfBit.poolUntagged)
    lab.inject(tagged(0, 7, 0x6005))
    const [within] = lab.vf(0).take()
    expect([within?.frame, within?.vlan, (within?.status ?? 0) & IgbReceive.vlanPacket]).toEqual([tagged(0, 7, 0x6005), 0, 0])
  })

  it('send in the port VLAN of VMVIR', async () => {
    const lab = await started()
    lab.set('vlanInsert', IgbPfBit.insertAlways | 0x6064)
    expect([lab.port(0, 'vlan'), lab.port(0, 'qos'), lab.port(1, 'vlan')]).toEqual([100, 3, 0])
    lab.vf(0).send(plain(1, 0))
    expect(lab.vf(1).frames()).toEqual([])
    lab.set('vlanInsert', IgbPfBit.insertAlways | 100, 1)
    lab.vf(0).send(plain(1, 0))
    expect(lab.vf(1).frames()).toEqual([plain(1, 0)])
    lab.set('vlanInsert', 0)
    expect(lab.port(0, 'vlan')).toBe(0)
  })

  it('are kept from addresses of others by DTXSWC, of which WVBR tells', async () => {
    const lab = await started()
    lab.vf(0).send(plain(9, 4))
    expect(lab.pf.frames()).toEqual([plain(9, 4)])
    lab.set('transmitSwitch', 1)
    expect([lab.port(0, 'spoofchk'), lab.port(1, 'spoofchk')]).toEqual([1, 0])
    lab.vf(0).send(plain(9, 4))
    lab.vf(0).send(plain(9, 0))
    expect(lab.pf.frames()).toEqual([plain(9, 0)])
    expect([lab.get('icr') & IgbPfBit.outOfSync, lab.get('wrongBehavior'), lab.get('wrongBehavior')]).toEqual([
      IgbPfBit.outOfSync,
      1,
      0,
    ])
    lab.vf(0).send(tagged(9, 0, 5))
    expect(lab.get('wrongBehavior')).toBe(1)
  })

  it('send at the rates of RTTBCNRC, and take lengths of VMOLR', async () => {
    const lab = await started()
    lab.set('rateSelect', 1)
    lab.set('rate', 0x8000_0000 + (100 << 14))
    expect([lab.port(0, 'maxTxRate'), lab.port(1, 'maxTxRate')]).toEqual([0, 10])
    lab.set('rate', 0)
    expect(lab.port(1, 'maxTxRate')).toBe(0)
    const long = frameOf({ to: macBytes(0), from: macBytes(7), payload: new Uint8Array(1800) })
    lab.inject(long)
    expect(lab.vf(0).frames()).toEqual([])
    lab.set('poolControl', IgbPfBit.poolUntagged | IgbPfBit.poolLongFrames | 2000)
    lab.inject(long)
    expect(lab.vf(0).frames()).toEqual([long])
  })
})

describe('hostile drivers of a whole 82576', () => {
  const steps = Number(process.env.VMHOST_NIC_FUZZ ?? 6000)
  const timeout = Math.max(180_000, 10 * steps)
  const seed = seedFromEnvironment(0x10c9)
  const patterns = [0, 1, 0xffff_ffff, 0x8000_0000, 1 << 25, 1 << 26, 0x5555_5555]

  it(`of one virtual function do not disturb its siblings (seed ${seed})`, { timeout }, async () => {
    const random = new Random(seed)
    const lab = await started()
    lab.set('transmitSwitch', 0xff)
    for (let step = 0; step < steps; step++) {
      const offset = 4 * random.below(0x1000)
      const value = random.oneIn(2) ? random.pick(patterns) : random.below(2 ** 31)
      if (random.oneIn(3)) lab.machine.call.igbRead(lab.machine.guest, lab.vf(0).slot, offset)
      else lab.machine.call.igbWrite(lab.machine.guest, lab.vf(0).slot, offset, value)
      if (random.oneIn(10)) lab.pf.pass(random.below(5000))
      if (step % 50 !== 0) continue
      lab.vf(1).send(plain(9, 1))
      expect(lab.pf.frames()).toContainEqual(plain(9, 1))
      lab.pf.send(plain(1, 9))
      expect(lab.vf(1).frames()).toContainEqual(plain(1, 9))
    }
  })

  it(`of the physical one reach nothing outside of their guest, and a reset brings it back (seed ${seed})`, {
    timeout,
  }, async () => {
    const random = new Random(seed)
    const lab = await started()
    const witness = lab.machine.sibling()
    const pattern = random.fill(new Uint8Array(0x1_0000))
    witness.write(RAM, pattern)
    const named = Object.values(IgbPfRegister)
    for (let step = 0; step < steps; step++) {
      const offset = random.oneIn(2) ? random.pick(named) + 4 * random.below(40) : 4 * random.below(0x8000)
      if (random.oneIn(3)) lab.pf.get(offset)
      else lab.pf.put(offset, random.oneIn(2) ? random.pick(patterns) : random.below(2 ** 31))
      if (random.oneIn(10))
        lab.inject(frameOf({ to: macBytes(random.below(10)), from: macBytes(7), tag: [0x8100, random.below(8)] }))
      if (random.oneIn(20)) lab.vf(0).send(plain(random.below(10), 0))
      if (random.oneIn(200)) lab.enable(random.below(3))
      if (random.oneIn(10)) lab.pf.pass(random.below(5000))
    }
    expect(Buffer.compare(witness.read(RAM, pattern.length), pattern)).toBe(0)
    lab.machine.call.functionReset(lab.machine.guest, lab.pf.slot)
    lab.machine.call.switchOn(lab.machine.guest, lab.pf.slot)
    lab.start()
    lab.vf(0).send(plain(1, 0))
    expect(lab.vf(1).frames()).toEqual([plain(1, 0)])
  })
})
