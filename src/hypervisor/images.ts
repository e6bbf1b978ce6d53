/** Loads the images of a guest, several at a time, and knows what to start when there are none. */
import type { BootImages } from '../boot/load-plan'
import type { StartMode } from '../boot/machine-plan'
import { embeddedGuest } from '../embedded'
import { loadImage } from '../image/load'
import type { ImageSource } from '../image/source'
import { imagePlatform } from '../platform/files'
import type { CheckedGuestOptions, GuestProgress } from './options'

export interface LoadedImages {
  start: StartMode
  images: BootImages
}

export async function loadImages(options: CheckedGuestOptions): Promise<LoadedImages> {
  const { kernel, elf, firmware, initrd } = options.boot
  const [kernelBytes, elfBytes, firmwareBytes, initrdBytes] = await Promise.all([
    load(kernel, 'kernel', options),
    load(elf, 'elf', options),
    load(firmware, 'firmware', options),
    load(initrd, 'initrd', options),
  ])
  const machineMode = elfBytes ?? firmwareBytes
  if (machineMode === undefined && kernelBytes === undefined) return { start: 'direct', images: { kernel: embeddedGuest() } }
  const images: BootImages = {}
  if (kernelBytes !== undefined) images.kernel = kernelBytes
  if (machineMode !== undefined) images.firmware = machineMode
  if (initrdBytes !== undefined) images.initrd = initrdBytes
  return { start: machineMode === undefined ? 'direct' : 'firmware', images }
}

async function load(
  source: ImageSource | undefined,
  image: GuestProgress['image'],
  { onProgress, signal }: CheckedGuestOptions,
): Promise<Uint8Array | undefined> {
  if (source === undefined) return undefined
  const report =
    onProgress === undefined ? undefined : (progress: Omit<GuestProgress, 'image'>) => onProgress({ image, ...progress })
  return loadImage(source, imagePlatform(), { name: image, onProgress: report, signal })
}
