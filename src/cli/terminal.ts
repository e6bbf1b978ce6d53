/** Connects a guest's console to this process: raw and interactive on a terminal, plain bytes otherwise. */
import process from 'node:process'
import { VmHostError } from '../error'
import type { Guest } from '../guest/guest'
import { EscapeKey } from './escape-key'
import { optimizeSoon } from './v8-flags'

export interface TerminalConnection {
  /** Gives the terminal back, after everything was written. */
  disconnect(): Promise<void>
}

export function connectTerminal(guest: Guest): TerminalConnection {
  const stopShowing = guest.console.show(writeOut)
  const stopReading = process.stdin.isTTY ? readKeys(guest) : readPipe(guest)
  return {
    disconnect: async () => {
      stopReading()
      stopShowing()
      await writeOut(new Uint8Array(0))
    },
  }
}

/** Resolves when standard output took the bytes, so that a slow reader holds the guest back. */
export function writeOut(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => process.stdout.write(bytes, () => resolve()))
}

function readKeys(guest: Guest): () => void {
  const escapeKey = new EscapeKey()
  process.stderr.write('vmhost: Ctrl-A x ends the guest\n')
  const onKeys = (keys: Buffer): void => {
    for (const input of escapeKey.take(keys)) {
      if ('bytes' in input) typeInto(guest, input.bytes)
      else void guest.stop()
    }
  }
  process.stdin.setRawMode(true)
  process.stdin.on('data', onKeys)
  return () => {
    process.stdin.off('data', onKeys)
    process.stdin.setRawMode(false)
    process.stdin.pause()
  }
}

/** What is piped in is typed as it comes; the end of it means nothing to the guest. */
function readPipe(guest: Guest): () => void {
  const onData = (bytes: Buffer): void => typeInto(guest, bytes)
  process.stdin.on('data', onData)
  process.stdin.unref?.()
  return () => {
    process.stdin.off('data', onData)
    process.stdin.pause()
  }
}

/** Whom somebody types to has booted. */
export function typeInto(guest: Guest, bytes: Uint8Array): void {
  optimizeSoon()
  guest.console.write(Uint8Array.from(bytes)).catch((error) => {
    // The guest may be gone by the time that the last keys arrive.
    if (!(error instanceof VmHostError)) throw error
  })
}
