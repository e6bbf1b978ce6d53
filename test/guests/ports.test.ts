/** Ports of a virtio console under stock Debian: /dev/hvc0, and one with a name. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Guest, Host } from '../../src/index'
import { Host as Hosts } from '../../src/index'
import { cmdline, debianFile, hasDebian, shellPrompt, wasmUrl, workerUrl } from './built-host'
import { engine } from './program-guest'

const timeoutMs = 240_000
const agent = 'org.example.agent'
const longBytes = 100_000

let host: Host
let guest: Guest
const ask = async (command: string): Promise<string> => {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(shellPrompt, { timeoutMs })
}
const heard = async (name: string, whose = guest): Promise<string> => {
  const reader = whose.port(name).readable.getReader()
  const { value } = await reader.read()
  reader.releaseLock()
  return new TextDecoder().decode(value)
}
const said = async (name: string, text: string, whose = guest): Promise<void> => {
  const writer = whose.port(name).writable.getWriter()
  await writer.write(new TextEncoder().encode(text))
  writer.releaseLock()
}

describe.skipIf(!hasDebian)('the ports of a virtio console', () => {
  beforeAll(async () => {
    host = await Hosts.create({ memory: '512MiB', thread: 'inline', wasmUrl, workerUrl })
    const boot = { kernel: { path: debianFile('Image') }, initrd: { path: debianFile('initrd.cpio') }, cmdline }
    guest = await host.hypervisor.createGuest({ memory: '192MiB', engine, ports: ['hvc0', agent], boot })
    await guest.start()
    await guest.console.waitFor(shellPrompt, { timeoutMs })
  }, timeoutMs)
  afterAll(async () => host?.dispose())

  it('have their names in the guest', async () => {
    expect(await ask('cat /sys/class/virtio-ports/*/name')).toContain(agent)
    expect(() => guest.port('none')).toThrow(/hvc0, org.example.agent/)
  })

  it('carry bytes out', async () => {
    await ask('echo from-hvc > /dev/hvc0; echo from-agent > /dev/vport0p1')
    expect(await heard('hvc0')).toMatch(/^from-hvc/)
    expect(await heard(agent)).toBe('from-agent\n')
  })

  it('carry bytes in, when somebody has them open', async () => {
    const long = said(agent, `${'x'.repeat(longBytes)}\n`)
    expect(await ask('head -n 1 < /dev/vport0p1 | wc -c')).toContain(String(longBytes + 1))
    await long
    const line = said('hvc0', 'hello hvc\n')
    expect(await ask('head -n 1 < /dev/hvc0')).toMatch(/^hello hvc/m)
    await line
  })

  it('are each their own in a fork', async () => {
    const fork = await guest.fork()
    await fork.console.write('echo from-fork > /dev/vport0p1\n')
    await fork.console.waitFor(shellPrompt, { timeoutMs })
    await ask('echo from-parent > /dev/vport0p1')
    expect([await heard(agent), await heard(agent, fork)]).toEqual(['from-parent\n', 'from-fork\n'])
    const line = said(agent, 'to the fork\n', fork)
    await fork.console.write('head -n 1 < /dev/vport0p1\n')
    expect(await fork.console.waitFor(shellPrompt, { timeoutMs })).toMatch(/^to the fork/m)
    await line
    await fork.dispose()
  })
})
