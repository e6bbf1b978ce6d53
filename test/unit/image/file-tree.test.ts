/** Trees of files for archives, and the Debian roots that are made with them. */
import { describe, expect, it } from 'vitest'
import { fileType } from '../../../src/image/cpio'
import { debianRootRecipes, isDebianRootName } from '../../../src/image/debian-root-recipes'
import { FileTree } from '../../../src/image/file-tree'

const names = (tree: FileTree): string[] => tree.entries.map(({ name }) => name)

describe('a tree of files', () => {
  it('makes parent folders, each once and before what is in it', () => {
    const tree = new FileTree()
    tree.file('/etc/pam.d/login', 'a')
    tree.file('etc/pam.d/other', 'b')
    expect(names(tree)).toEqual(['etc', 'etc/pam.d', 'etc/pam.d/login', 'etc/pam.d/other'])
  })

  it('follows a link at the start of a path, and takes no longer name for it', () => {
    const tree = new FileTree()
    tree.symlink('bin', 'usr/bin')
    tree.directory('bin')
    tree.file('bin/sh', 'shell', 0o755)
    tree.file('binary', '')
    expect(names(tree)).toEqual(['bin', 'usr', 'usr/bin', 'usr/bin/sh', 'binary'])
    expect(tree.entries[0]?.mode).toBe(fileType.symlink | 0o777)
    expect(tree.text('bin/sh')).toBe('shell')
    expect(tree.text('bin/bash')).toBeUndefined()
  })

  it('keeps a folder that is there, and replaces a file', () => {
    const tree = new FileTree()
    tree.directory('tmp', 0o1777)
    tree.directory('tmp')
    tree.file('tmp/a', 'old')
    tree.file('tmp/a', 'new')
    expect(tree.entries[0]?.mode).toBe(fileType.directory | 0o1777)
    expect(tree.text('tmp/a')).toBe('new')
  })
})

describe('the Debian roots', () => {
  it('leave out what no program loads, and nothing that sounds like it', () => {
    const { leaveOut } = debianRootRecipes['debian-tools']
    expect(['libllvm19', 'mesa-libgallium', 'libx11-6', 'gcc-14-base'].filter((name) => !leaveOut.test(name))).toEqual([])
    expect(['libxxhash0', 'libgcc-s1', 'libdrm2', 'libgbm1', 'zlib1g'].filter((name) => leaveOut.test(name))).toEqual([])
    expect(isDebianRootName('debian-node')).toBe(true)
    expect(isDebianRootName('toString')).toBe(false)
  })

  it('with busybox start its shell, beside the programs of the packages', () => {
    const tree = new FileTree()
    tree.symlink('bin', 'usr/bin')
    debianRootRecipes['debian-tools'].complete(tree, Uint8Array.of(7))
    expect(tree.text('init')).toContain('/bin/busybox sh')
    expect(names(tree)).toContain('usr/bin/busybox')
  })

  it('with systemd let root in without a password, at the console', () => {
    const tree = new FileTree()
    tree.file('usr/share/base-passwd/passwd.master', 'root:*:0:0:root:/root:/bin/bash\nbin:*:2:2:bin:/bin:/usr/sbin/nologin\n')
    debianRootRecipes['debian-systemd'].complete(tree, new Uint8Array(0))
    expect(tree.text('etc/passwd')).toMatch(/^root::0:0:.*\nbin:\*:2:2:/)
    expect(tree.text('init')).toBe('usr/lib/systemd/systemd')
    expect(tree.text('etc/systemd/system/getty.target.wants/console-getty.service')).toContain('console-getty.service')
    expect(tree.entries.find(({ name }) => name === 'dev/console')?.device).toEqual({ major: 5, minor: 1 })
  })
})
