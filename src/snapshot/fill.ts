/** Brings in what a snapshot holds of disks, all of it before their guest goes on. */
import type { SnapshotFile } from './file'
import { chunkOf, pageBytes, pagesPerChunk, zeroSlot } from './format'
import type { SavedVolume } from './saved-volume'

export async function fillVolumes(file: SnapshotFile, volumes: readonly SavedVolume[]): Promise<void> {
  const wanted = new Map<number, number[]>()
  for (const page of file.pages) {
    const slot = file.slotOf(page)
    if (volumeOf(volumes, page) === undefined || slot === zeroSlot) continue
    const pages = wanted.get(chunkOf(slot))
    if (pages === undefined) wanted.set(chunkOf(slot), [page])
    else pages.push(page)
  }
  for (const first of [...wanted.keys()].sort((one, other) => one - other)) {
    if (!wanted.has(first)) continue
    for (const { chunk, bytes } of await file.run(first, (other) => wanted.has(other))) {
      for (const page of wanted.get(chunk) ?? []) {
        const at = (file.slotOf(page) % pagesPerChunk) * pageBytes
        const volume = volumeOf(volumes, page)
        await volume?.write(page - volume.first, bytes.subarray(at, at + pageBytes))
      }
      wanted.delete(chunk)
    }
  }
}

const volumeOf = (volumes: readonly SavedVolume[], page: number): SavedVolume | undefined =>
  volumes.find(({ first, pages }) => page >= first && page < first + pages)
