// Generated from src/spec/layout/movable.ts by src/spec/generate.ts. Do not edit.

/** Copies what moves with a guest, up to its harts; caches and rings of `to` stay as they are. */
export function copyGuestState(from: usize, to: usize): void {
  memory.copy(to + 0, from + 0, 36)
  memory.copy(to + 40, from + 40, 16)
  memory.copy(to + 72, from + 72, 12)
  memory.copy(to + 88, from + 88, 8)
  memory.copy(to + 100, from + 100, 8)
  memory.copy(to + 112, from + 112, 8)
  memory.copy(to + 128, from + 128, 108)
  memory.copy(to + 240, from + 240, 4)
  memory.copy(to + 248, from + 248, 8)
  memory.copy(to + 264, from + 264, 2088)
  memory.copy(to + 4608, from + 4608, 44)
  memory.copy(to + 4656, from + 4656, 48)
  memory.copy(to + 4736, from + 4736, 4)
  memory.copy(to + 4800, from + 4800, 4)
  memory.copy(to + 4808, from + 4808, 64)
  memory.copy(to + 4928, from + 4928, 520)
  memory.copy(to + 5504, from + 5504, 4)
  memory.copy(to + 5512, from + 5512, 12)
  memory.copy(to + 5528, from + 5528, 12)
  memory.copy(to + 5544, from + 5544, 12)
  memory.copy(to + 5560, from + 5560, 2432)
  memory.copy(to + 8000, from + 8000, 460)
  memory.copy(to + 8464, from + 8464, 388)
  memory.copy(to + 8896, from + 8896, 460)
  memory.copy(to + 9360, from + 9360, 388)
  memory.copy(to + 272064, from + 272064, 24)
  memory.copy(to + 272092, from + 272092, 16444)
  memory.copy(to + 288540, from + 288540, 19500)
}

/** Copies what moves with a hart. */
export function copyHartState(from: usize, to: usize): void {
  memory.copy(to + 0, from + 0, 32)
  memory.copy(to + 56, from + 56, 16)
  memory.copy(to + 76, from + 76, 8)
  memory.copy(to + 88, from + 88, 92)
  memory.copy(to + 184, from + 184, 24)
  memory.copy(to + 216, from + 216, 16)
  memory.copy(to + 240, from + 240, 256)
  memory.copy(to + 520, from + 520, 20)
  memory.copy(to + 548, from + 548, 8)
  memory.copy(to + 564, from + 564, 2252)
  memory.copy(to + 4096, from + 4096, 72)
  memory.copy(to + 4224, from + 4224, 72)
}
