/** Stock Debian, booted once: forked into ten, forked while it works, and continued from a snapshot elsewhere. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { type Guest, type GuestOptions, type Host, Network } from '../../src/index'
import { cmdline, debianFile, hasDebian, shellPrompt, withHost } from './built-host'

const timeoutMs = 240_000
const boot = { kernel: { path: debianFile('Image') }, initrd: { path: debianFile('initrd.cpio') }, cmdline }

async function booted(host: Host, options: GuestOptions = {}): Promise<Guest> {
  const guest = await host.hypervisor.createGuest({ memory: '256MiB', boot, ...options })
  await guest.start()
  await guest.console.waitFor(shellPrompt, { timeoutMs })
  return guest
}

/** Types a command and gives what the shell shows until its next prompt. */
async function ask(guest: Guest, command: string): Promise<string> {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(shellPrompt, { timeoutMs })
}

describe.skipIf(!hasDebian)('a booted Debian', () => {
  it('is forked into ten, each of which works on its own, at the cost of what it writes', async () => {
    await withHost(async (host) => {
      const parent = await booted(host)
      await ask(parent, 'echo parent > /tmp/who')
      const { freeMemory } = await host.stats()
      const forks = []
      for (let index = 0; index < 10; index++) forks.push(await parent.fork())
      for (const [index, fork] of forks.entries())
        await fork.console.write(`echo $((${index} * 1111)) > /tmp/who; cat /tmp/who\n`)
      for (const [index, fork] of forks.entries()) {
        expect(await fork.console.waitFor(shellPrompt, { timeoutMs })).toContain(`\r\n${index * 1111}\r\n`)
      }
      expect(await ask(parent, 'cat /tmp/who')).toContain('parent')
      expect((freeMemory - (await host.stats()).freeMemory) / forks.length).toBeLessThan(4 * 2 ** 20)
      for (const fork of forks) await fork.dispose()
      expect(await ask(parent, 'echo $((6 * 7))')).toContain('42')
    })
  })

  it('is forked with two harts in the middle of its work, and both come to the same result', async () => {
    await withHost(async (host) => {
      const parent = await booted(host, { vcpus: 2 })
      const work = 'for i in 1 2 3; do seq 1 20000 | gzip -c | zcat | sha256sum; done; echo all $((1 + 1)) done'
      await parent.console.write(`${work}\n`)
      await new Promise((resolve) => setTimeout(resolve, 1000))
      const fork = await parent.fork()
      const sums = async (guest: Guest): Promise<Set<string>> => {
        const text = await guest.console.waitFor('all 2 done', { timeoutMs })
        return new Set(text.match(/[0-9a-f]{64}/g) ?? [])
      }
      const [one, other] = await Promise.all([sums(parent), sums(fork)])
      expect(one.size).toBe(1)
      expect([...other].every((sum) => one.has(sum))).toBe(true)
    })
  })

  it('is forked with its network device, and restored with it: each on a port of its own, and told that it is another machine', async () => {
    await withHost(async (host) => {
      const network = new Network()
      const parent = await booted(host, { networks: [network] })
      expect(await ask(parent, 'modprobe virtio_net; ip addr add 10.0.0.1/24 dev eth0; ip link set eth0 up')).not.toContain(
        'not found',
      )
      const fork = await parent.fork()
      // The driver takes the new address when it is bound anew.
      const rebind = 'cd /sys/bus/virtio/drivers/virtio_net; for v in virtio*; do echo $v > unbind; echo $v > bind; done; cd'
      await ask(fork, `${rebind}; ip addr add 10.0.0.2/24 dev eth0; ip link set eth0 up`)
      expect(await ask(fork, 'dmesg | tail -9')).toContain('crng reseeded due to virtual machine fork')
      expect(await ask(parent, 'dmesg | tail -9')).not.toContain('crng reseeded')
      const address = async (guest: Guest): Promise<string | undefined> =>
        /(?:[0-9a-f]{2}:){5}[0-9a-f]{2}/.exec(await ask(guest, 'cat /sys/class/net/eth0/address'))?.[0]
      expect(await address(fork)).not.toBe(await address(parent))
      expect(await ask(fork, 'ping -c 2 -W 20 10.0.0.1')).toContain(' 0% packet loss')
      const [snapshot, unplugged] = [await parent.snapshot(), await parent.fork({ networks: [] })]
      expect(await ask(unplugged, 'cat /sys/class/net/eth0/carrier')).toContain('\n0\r')
      await expect(parent.fork({ networks: [network, network] })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
      await parent.dispose()
      const same = await host.hypervisor.restore(snapshot, { networks: [network], identity: 'same' })
      expect(await ask(same, 'ping -c 2 -W 20 10.0.0.2')).toContain(' 0% packet loss')
      expect(await ask(same, 'dmesg | tail -9')).not.toContain('crng reseeded')
    })
  })

  it('is forked with disks in files and shares in memory: neither sees what the other writes, and the file has what the parent wrote', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vmhost-fork-'))
    const path = join(folder, 'data.img')
    await writeFile(path, new Uint8Array(2 ** 20))
    const write = (text: string): string => `echo ${text} | dd of=/dev/vda conv=fsync 2>/dev/null; echo ${text} > /mnt/note`
    const read = 'echo 3 > /proc/sys/vm/drop_caches; head -n 1 /dev/vda; cat /mnt/note /mnt/kept'
    try {
      await withHost(async (host) => {
        const disks = [{ path, format: 'raw' as const }]
        const parent = await booted(host, { memory: '128MiB', disks, shares: [{ tag: 'notes', files: { kept: 'kept\n' } }] })
        await ask(parent, `mkdir -p /mnt; mount -t 9p -o trans=virtio,version=9p2000.L notes /mnt; ${write('one')}`)
        const fork = await parent.fork()
        await ask(parent, write('two'))
        const second = await fork.fork()
        await ask(fork, write('three'))
        const seen = await Promise.all([parent, fork, second].map((guest) => ask(guest, read)))
        expect(seen.map((text) => text.match(/^(one|two|three|kept)(?=\r?$)/gm))).toEqual([
          ['two', 'two', 'kept'],
          ['three', 'three', 'kept'],
          ['one', 'one', 'kept'],
        ])
        await parent.dispose()
        await fork.dispose()
        expect(await ask(second, read)).toContain('one')
      })
      expect((await readFile(path, 'utf8')).slice(0, 4)).toBe('two\n')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('goes on from a snapshot in another host, and in another process', async () => {
    const file = join(tmpdir(), `vmhost-debian-${process.pid}.snapshot`)
    try {
      await withHost(async (host) => {
        const guest = await booted(host)
        await ask(guest, 'echo kept > /tmp/who')
        await guest.snapshot({ to: file })
        await ask(guest, 'echo lost > /tmp/who')
      })
      await withHost(async (host) => {
        const guest = await host.hypervisor.restore(file)
        expect(await ask(guest, 'cat /tmp/who')).toContain('kept')
        const { residentMemory } = await guest.stats()
        expect(residentMemory).toBeLessThan(256 * 2 ** 20)
        await guest.console.write('poweroff\n')
        expect((await guest.exited).reason).toBe('power-off')
      })
      expect((await stat(file)).size).toBeLessThan(64 * 2 ** 20)
      const argv = ['dist/cli.js', 'run', '--restore', file, '--memory', '512MiB', '--until', 'kept', '--timeout', '200']
      const run = promisify(execFile)(process.execPath, argv)
      run.child.stdin?.write('\ncat /tmp/who\n')
      expect((await run).stdout).toContain('kept')
    } finally {
      await rm(file, { force: true })
    }
  })
})
