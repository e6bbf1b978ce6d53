/** Advanced error reporting as a driver of it sees it: what is logged where, what is told to whom (PCIe 5.0 §6.2, §7.8.4). */
import { beforeEach, describe, expect, it } from 'vitest'
import { correctableErrors, uncorrectableErrors } from '../../../src/spec/pci/errors'
import { platform } from '../../../src/spec/platform'
import { endpoint, Hierarchy, type Place } from './hierarchy'

const port: Place = { bus: 0, device: 1, function: 0 }
const device = endpoint(0)
const aer = 0x100
const header = [0x4000_0001, 0x0100_000f, 0xfee0_0000, 0x1234_5678] as const
/** Device control: reports of correctable, non-fatal and fatal errors and of unsupported requests. */
const everyReport = 0xf

describe('a function that reports errors', () => {
  let pci: Hierarchy
  let express: number
  beforeEach(async () => {
    pci = await Hierarchy.create(['virtioNet'])
    pci.enumerate()
    express = pci.capability(device, 0x10)
    pci.write(device, express + 8, everyReport, 2)
    pci.write(port, 0x3e, 2, 2)
    const msi = pci.capability(port, 0x05)
    pci.write(port, msi + 4, platform.imsicS.base)
    pci.write(port, msi + 12, 9, 2)
    pci.write(port, msi + 2, 1, 2)
    pci.write(port, aer + 0x2c, 7)
  })

  const report = (name: keyof typeof uncorrectableErrors, words: readonly [number, number, number, number] = header): void => {
    expect(pci.piece.call.injectError(pci.piece.guest, 0, 0, uncorrectableErrors[name], ...words)).toBe(1)
  }
  const reportCorrectable = (name: keyof typeof correctableErrors): void => {
    expect(pci.piece.call.injectError(pci.piece.guest, 0, 1, correctableErrors[name], 0, 0, 0, 0)).toBe(1)
  }
  const bit = (number: number): number => (1 << number) >>> 0
  const headerLog = (): number[] => [0x1c, 0x20, 0x24, 0x28].map((at) => pci.read(device, aer + at))
  const deviceStatus = (): number => pci.read(device, express + 0x0a, 2)
  /** Root error status, and who sent the first correctable and uncorrectable error. */
  const root = (): number[] => [pci.read(port, aer + 0x30), pci.read(port, aer + 0x34, 2), pci.read(port, aer + 0x36, 2)]
  /** Was there a message of the root port since the last time? */
  const wasTold = (): boolean => {
    const isPending = BigInt.asUintN(64, pci.piece.call.imsicGet(pci.piece.hart(0), 0, 0x80)) === 1n << 9n
    pci.piece.call.imsicSet(pci.piece.hart(0), 0, 0x80, 0n)
    return isPending
  }

  it('logs a fatal one with the header of the TLP, and tells the root port, which interrupts', () => {
    report('malformedTlp')
    expect(pci.read(device, aer + 4)).toBe(bit(uncorrectableErrors.malformedTlp))
    expect([pci.read(device, aer + 0x18) & 0x1f, headerLog()]).toEqual([uncorrectableErrors.malformedTlp, [...header]])
    expect(deviceStatus()).toBe(4)
    expect([root(), wasTold()]).toEqual([[0x54, 0, 0x100], true])
    expect(pci.read(port, 0x1e, 2) & 0x4000).toBe(0x4000)
  })

  it('keeps the header of the first one until that is cleared', () => {
    report('poisonedTlp')
    report('completerAbort', [1, 2, 3, 4])
    expect([pci.read(device, aer + 4), pci.read(device, aer + 0x18) & 0x1f, headerLog()]).toEqual([
      bit(uncorrectableErrors.poisonedTlp) | bit(uncorrectableErrors.completerAbort),
      uncorrectableErrors.poisonedTlp,
      [...header],
    ])
    expect(root()).toEqual([0x2c, 0, 0x100])
    pci.write(device, aer + 4, bit(uncorrectableErrors.poisonedTlp))
    report('completionTimeout', [5, 6, 7, 8])
    expect([pci.read(device, aer + 0x18) & 0x1f, headerLog()]).toEqual([uncorrectableErrors.completionTimeout, [5, 6, 7, 8]])
  })

  it('is as fatal as its severity says', () => {
    pci.write(device, aer + 0x0c, bit(uncorrectableErrors.completerAbort))
    report('completerAbort')
    report('malformedTlp')
    expect([deviceStatus(), root()[0]]).toEqual([6, 0x7c])
  })

  it('says of a masked one that it was, and nobody hears of it', () => {
    pci.write(device, aer + 8, bit(uncorrectableErrors.malformedTlp))
    pci.write(device, aer + 0x14, bit(correctableErrors.badTlp))
    report('malformedTlp')
    reportCorrectable('badTlp')
    expect([pci.read(device, aer + 4), pci.read(device, aer + 0x10), deviceStatus()]).toEqual([
      bit(uncorrectableErrors.malformedTlp),
      bit(correctableErrors.badTlp),
      5,
    ])
    expect([headerLog(), root(), wasTold()]).toEqual([[0, 0, 0, 0], [0, 0, 0], false])
  })

  it('tells of correctable ones, of each sort that comes up once, and counts no more than two', () => {
    reportCorrectable('receiver')
    expect([root(), wasTold(), deviceStatus()]).toEqual([[1, 0x100, 0], true, 1])
    reportCorrectable('badDllp')
    expect([root()[0], wasTold()]).toEqual([3, false])
    report('poisonedTlp')
    expect([root()[0], wasTold()]).toEqual([0x27, true])
    pci.write(port, aer + 0x30, 0x7f)
    reportCorrectable('receiver')
    expect([root(), wasTold()]).toEqual([[1, 0x100, 0x100], true])
  })

  it('tells nobody what it was not asked for', () => {
    pci.write(device, express + 8, everyReport & ~8, 2)
    report('unsupportedRequest')
    expect([deviceStatus(), root()[0]]).toEqual([8 | 2, 0])
    pci.write(device, express + 8, 0, 2)
    report('malformedTlp')
    reportCorrectable('badTlp')
    expect([root()[0], wasTold()]).toEqual([0, false])
    pci.write(device, 0x04, 0x106, 2)
    report('malformedTlp')
    expect([root()[0], pci.read(device, 0x06, 2) & 0x4000]).toEqual([0x54, 0x4000])
  })

  it('is not heard through a bridge that does not forward, nor by a root port that does not interrupt', () => {
    pci.write(port, aer + 0x2c, 0)
    report('malformedTlp')
    expect([root()[0], wasTold()]).toEqual([0x54, false])
    pci.write(port, aer + 0x30, 0x7f)
    pci.write(port, 0x3e, 0, 2)
    report('malformedTlp')
    expect([root()[0], wasTold()]).toEqual([0, false])
  })

  it('keeps its log over a reset of the function or of its bus, and loses it with the power', () => {
    pci.write(device, aer + 0x0c, 0)
    report('poisonedTlp')
    pci.write(device, express + 8, 0x8000, 2)
    expect([pci.read(device, aer + 4), pci.read(device, aer + 0x0c), headerLog(), deviceStatus()]).toEqual([
      bit(uncorrectableErrors.poisonedTlp),
      0,
      [...header],
      0,
    ])
    pci.write(device, 0x04, 6, 2)
    pci.write(port, 0x3e, 0x42, 2)
    expect([pci.read(device, 0x04, 2), headerLog()]).toEqual([0, [...header]])
    pci.write(device, 0x04, 6, 2)
    pci.write(port, 0x3e, 0x42, 2)
    expect(pci.read(device, 0x04, 2)).toBe(6)
    const slot = pci.capability(port, 0x10) + 0x18
    pci.write(port, slot, 0x400, 2)
    expect(pci.piece.call.injectError(pci.piece.guest, 0, 1, 0, 0, 0, 0, 0)).toBe(0)
    pci.write(port, slot, 0, 2)
    expect([pci.read(device, aer + 4), headerLog()]).toEqual([0, [0, 0, 0, 0]])
  })
})
