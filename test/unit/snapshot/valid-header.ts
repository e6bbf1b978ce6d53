/** A header as a snapshot of a guest with one device of each kind has it. */

import type { SnapshotHeader } from '../../../src/snapshot/header'
import { slotOfPlace } from '../../../src/spec/pci/places'

export function validHeader(): SnapshotHeader {
  const uuid = '01234567-89ab-4def-8123-456789abcdef'
  return {
    id: 'one',
    abi: 'ff',
    compression: 'none',
    identity: { uuid, generationId: uuid },
    state: 'running',
    plan: {
      name: 'guest',
      harts: 2,
      ramPages: 64,
      interruptController: 1,
      start: 0,
      clock: 'real',
      sbi: 7,
      extensions: 1n << 60n,
      epochNs: 1n,
      paging: 10,
      entries: [{ hart: 0, pc: 0x8000_0000n, isMachineMode: false, a0: 0n, a1: 0n, a2: 0n }],
      htif: { tohost: 0x8000_1000n, fromhost: 0n },
      console: { type: [{ text: 'x', after: /a+/i }], until: 'end' },
      onReboot: 'reset',
      functions: [{ place: 0, kind: 'virtioNet', msixVectors: 4, interruptPin: 1, pairs: 1 }],
      pciPlaces: 4,
      rootPorts: [0, 1],
      generationId: new Uint8Array(16),
      engine: 'auto',
      cpu: { shares: 'high', reservation: 10, limit: 50, affinity: { hard: [0] } },
      devices: [
        { kind: 'blk', slot: 0, disk: 0, queues: 1, serial: 'a', isReadOnly: false, bytes: 8192 },
        {
          kind: 'blk',
          slot: 1,
          disk: 1,
          queues: 1,
          serial: 'b',
          isReadOnly: true,
          bytes: 512,
          iops: 10,
          reference: { name: 'root.img', generation: '17' },
        },
        {
          kind: 'p9',
          slot: 2,
          tag: 'work',
          isReadOnly: false,
          state: { messageBytes: 8192, fids: [{ fid: 1, path: ['a', 'b'] }] },
        },
        {
          kind: 'console',
          slot: 3,
          names: ['hvc0'],
          state: { ports: [{ isReady: true, isOpen: true }], control: [new Uint8Array(8)] },
        },
        { kind: 'balloon', slot: 4 },
        { kind: 'vsock', slot: slotOfPlace(1), cid: 3 },
        { kind: 'rng', slot: 5, seed: new Uint8Array(32) },
      ],
      memory: { reservationPages: 8, limitPages: 64, shares: 10 },
      watchdog: { timeoutMs: 1000, action: 'crash' },
    },
    line: {
      typist: { type: [], window: 'text', typedTo: 2 },
      input: Uint8Array.of(1, 2, 255),
      output: new Uint8Array(0),
    },
    layout: { guest: { SELF: { id: 4 } }, hart: { SELF: { pc: 8 } }, buses: 4096 },
  }
}
