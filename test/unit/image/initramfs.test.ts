/** The initramfs: its files, modules and init script. */
import { describe, expect, it } from 'vitest'
import { fileType, readCpio } from '../../../src/image/cpio'
import { buildInitramfs, readyBanner } from '../../../src/image/initramfs'
import { type KernelModule, moduleIndex, moduleNameOf } from '../../../src/image/kernel-module'

const module = (name: string, depends: string[] = [], aliases: string[] = []): KernelModule => ({
  name,
  path: `kernel/${name}.ko.xz`,
  file: Uint8Array.of(1),
  aliases,
  depends,
})
const modules = [module('net', ['failover', 'core'], ['virtio:d1v*']), module('failover', ['core']), module('core')]

describe('an index of kernel modules', () => {
  it('lists what each module needs, each once, and what it drives', () => {
    expect(moduleIndex(modules)).toEqual({
      'modules.dep':
        'kernel/net.ko.xz: kernel/failover.ko.xz kernel/core.ko.xz\nkernel/failover.ko.xz: kernel/core.ko.xz\nkernel/core.ko.xz:\n',
      'modules.alias': 'alias virtio:d1v* net\n',
    })
  })

  it('ends on modules that need each other, and names one that is missing', () => {
    expect(moduleIndex([module('a', ['b']), module('b', ['a'])])['modules.dep']).toContain('kernel/a.ko.xz: kernel/b.ko.xz\n')
    expect(() => moduleIndex([module('a', ['gone'])])).toThrow(/a: its dependency gone is missing/)
  })

  it('knows a module by the kernel spelling of its name', () => {
    expect(moduleNameOf('kernel/drivers/char/virtio-rng.ko.xz')).toBe('virtio_rng')
    expect(moduleNameOf('9p.ko')).toBe('9p')
  })
})

describe('an initramfs', () => {
  const entries = readCpio(
    buildInitramfs({ busybox: Uint8Array.of(7), release: '6.12', modules, files: { '/etc/motd': Uint8Array.of(8) } }),
  )
  const named = new Map(entries.map((entry) => [entry.name, entry]))

  it('has busybox, an executable /init, a console and the modules with their index', () => {
    expect(named.get('bin/busybox')?.data).toEqual(Uint8Array.of(7))
    expect(named.get('init')?.mode).toBe(fileType.regular | 0o755)
    expect(new TextDecoder().decode(named.get('init')?.data)).toContain(`echo '${readyBanner}'`)
    expect(named.get('dev/console')?.device).toEqual({ major: 5, minor: 1 })
    expect(named.get('lib/modules/6.12/kernel/net.ko.xz')?.data).toEqual(Uint8Array.of(1))
    expect(named.has('lib/modules/6.12/modules.dep')).toBe(true)
    expect(named.get('etc/motd')?.data).toEqual(Uint8Array.of(8))
  })

  it('has every folder before what is in it', () => {
    const seen = new Set<string>([''])
    for (const { name } of entries) {
      expect(seen).toContain(name.split('/').slice(0, -1).join('/'))
      seen.add(name)
    }
  })
})
