/** What a pool asks of the machine room, where its volumes are open; plain data. */
import type { VolumeFormat, VolumePlan } from './volume-source'

/** Where something new of a pool lies. */
export type VolumePlace = { kind: 'memory' } | { kind: 'file'; path: string } | { kind: 'opfs'; path: string }

export interface VolumeLimits {
  bytesPerSecond?: number
  iops?: number
}

/** An empty volume that is made. */
export interface NewVolumePlan {
  name: string
  place: VolumePlace
  format: VolumeFormat
  bytes: number
}

export interface VolumeFacts {
  id: number
  bytes: number
  format: VolumeFormat
  isReadOnly: boolean
}

export interface VolumeUsage {
  /** Bytes that it holds in the host's memory; undefined where that is not where it is. */
  memory?: number
  /** Guests that have it. */
  attached: number
}

/** By name, since there are many and they go through one door. */
export interface VolumeCalls {
  create(plan: NewVolumePlan): Promise<VolumeFacts>
  open(name: string, plan: VolumePlan): Promise<VolumeFacts>
  /** A volume that begins with the content of another, and shares it until it is written. */
  overlay(id: number, plan: Omit<NewVolumePlan, 'format' | 'bytes'>): Promise<VolumeFacts>
  /** Keeps the content as it is now under a name. */
  snapshot(id: number, snapshot: string): Promise<void>
  /** How large the disk is then. */
  revert(id: number, snapshot: string): Promise<number>
  removeSnapshot(id: number, snapshot: string): Promise<void>
  resize(id: number, bytes: number): Promise<void>
  limit(id: number, limits: VolumeLimits): Promise<void>
  read(id: number, offset: number, bytes: number): Promise<Uint8Array>
  write(id: number, offset: number, bytes: Uint8Array): Promise<void>
  flush(id: number): Promise<void>
  usage(id: number): Promise<VolumeUsage>
  close(id: number): Promise<void>
}

export type VolumeCall = keyof VolumeCalls
/** The door of the machine room. */
export type StorageDoor = <Call extends VolumeCall>(
  call: Call,
  ...args: Parameters<VolumeCalls[Call]>
) => ReturnType<VolumeCalls[Call]>
