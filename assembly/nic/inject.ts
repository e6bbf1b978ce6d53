/** Frames that come in from the outside: by the uplink, or from the host's own port. */
import { Nic } from '../abi/layout.gen'
import { frameInMemory } from './frame'
import { portAt } from './port'
import { forward } from './switch'

/** `bytes` at the host pointer, which must stay until this returns. */
export function inject(nic: Nic, port: u32, pointer: usize, bytes: u32): void {
  if (port >= nic.ports) return
  frameInMemory(nic, pointer, bytes)
  forward(nic, portAt(nic, port), false)
}
