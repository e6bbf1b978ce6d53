/** The registers of the memory-mapped transport as those of the PCI transport that do the same, so that one mock driver drives both. */
import {
  VIRTIO_PCI_COMMON,
  VIRTIO_PCI_DEVICE,
  VIRTIO_PCI_ISR,
  VIRTIO_PCI_NOTIFY,
  VIRTIO_PCI_NOTIFY_MULTIPLIER,
  VirtioMmioRegister,
  VirtioPciRegister,
} from '../../../src/core/layout.gen'
import { platform } from '../../../src/spec/platform'

export interface PciAccess {
  gpa: bigint
  bytes: number
}

/** Where the firmware of the test puts the BARs of the function at a place. */
export const barOf = (place: number): bigint => BigInt(platform.pcieMmio64.base) + BigInt(place) * 0x10_0000n

const { deviceStatus, queueSelect, queueSize, queueEnable, queueReset, configGeneration, queueDesc, queueDriver, queueDevice } =
  VirtioPciRegister
const common = new Map<number, [offset: number, bytes: number]>([
  [VirtioMmioRegister.status, [deviceStatus, 1]],
  [VirtioMmioRegister.deviceFeaturesSel, [VirtioPciRegister.deviceFeatureSelect, 4]],
  [VirtioMmioRegister.deviceFeatures, [VirtioPciRegister.deviceFeature, 4]],
  [VirtioMmioRegister.driverFeaturesSel, [VirtioPciRegister.driverFeatureSelect, 4]],
  [VirtioMmioRegister.driverFeatures, [VirtioPciRegister.driverFeature, 4]],
  [VirtioMmioRegister.queueSel, [queueSelect, 2]],
  [VirtioMmioRegister.queueNumMax, [queueSize, 2]],
  [VirtioMmioRegister.queueNum, [queueSize, 2]],
  [VirtioMmioRegister.queueReady, [queueEnable, 2]],
  [VirtioMmioRegister.queueDescLow, [queueDesc, 4]],
  [VirtioMmioRegister.queueDescHigh, [queueDesc + 4, 4]],
  [VirtioMmioRegister.queueDriverLow, [queueDriver, 4]],
  [VirtioMmioRegister.queueDriverHigh, [queueDriver + 4, 4]],
  [VirtioMmioRegister.queueDeviceLow, [queueDevice, 4]],
  [VirtioMmioRegister.queueDeviceHigh, [queueDevice + 4, 4]],
  [VirtioMmioRegister.queueReset, [queueReset, 2]],
  [VirtioMmioRegister.configGeneration, [configGeneration, 1]],
])

/** The access on PCI that stands for one of `offset` in a slot of the memory-mapped transport; undefined for what reading the ISR has done already. */
export function pciAccess(
  place: number,
  { offset, bytes, value }: { offset: number; bytes: number; value?: number },
): PciAccess | undefined {
  const bar = barOf(place)
  const at = (structure: number, within: number, width: number): PciAccess => ({
    gpa: bar + BigInt(structure + within),
    bytes: width,
  })
  if (offset >= VirtioMmioRegister.config) return at(VIRTIO_PCI_DEVICE, offset - VirtioMmioRegister.config, bytes)
  if (offset === VirtioMmioRegister.queueNotify) return at(VIRTIO_PCI_NOTIFY, (value ?? 0) * VIRTIO_PCI_NOTIFY_MULTIPLIER, 2)
  if (offset === VirtioMmioRegister.interruptStatus) return at(VIRTIO_PCI_ISR, 0, 1)
  if (offset === VirtioMmioRegister.interruptAck) return undefined
  const found = common.get(offset)
  if (found === undefined) throw new Error(`register 0x${offset.toString(16)} has no counterpart on PCI`)
  return at(VIRTIO_PCI_COMMON, found[0], found[1])
}
