// Generated from src/spec/layout/movable.ts by src/spec/generate.ts. Do not edit.

/** Copies what moves with a guest, up to its harts; caches and rings of `to` stay as they are. */
export function copyGuestState(from: usize, to: usize): void {
  memory.copy(to + 0, from + 0, 36)
  memory.copy(to + 40, from + 40, 16)
  memory.copy(to + 68, from + 68, 24)
  memory.copy(to + 96, from + 96, 132)
  memory.copy(to + 232, from + 232, 4)
  memory.copy(to + 240, from + 240, 12)
  memory.copy(to + 256, from + 256, 2088)
  memory.copy(to + 4096, from + 4096, 44)
  memory.copy(to + 4144, from + 4144, 48)
  memory.copy(to + 4224, from + 4224, 4)
  memory.copy(to + 4288, from + 4288, 4)
  memory.copy(to + 4296, from + 4296, 64)
  memory.copy(to + 4416, from + 4416, 520)
  memory.copy(to + 4992, from + 4992, 4)
  memory.copy(to + 5000, from + 5000, 12)
  memory.copy(to + 5016, from + 5016, 12)
  memory.copy(to + 5032, from + 5032, 12)
  memory.copy(to + 5048, from + 5048, 2432)
  memory.copy(to + 7488, from + 7488, 460)
  memory.copy(to + 7952, from + 7952, 388)
  memory.copy(to + 8384, from + 8384, 460)
  memory.copy(to + 8848, from + 8848, 388)
  memory.copy(to + 271552, from + 271552, 24)
  memory.copy(to + 271580, from + 271580, 16444)
  memory.copy(to + 288028, from + 288028, 19500)
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
  memory.copy(to + 544, from + 544, 8)
  memory.copy(to + 560, from + 560, 4)
  memory.copy(to + 568, from + 568, 2248)
  memory.copy(to + 4096, from + 4096, 72)
  memory.copy(to + 4224, from + 4224, 72)
}
