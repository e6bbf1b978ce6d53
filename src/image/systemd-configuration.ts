// What makes a root of unpacked packages boot under systemd: the files that an installation writes, and a login on the console.
import type { FileTree } from './file-tree'
import { addConsole } from './initramfs'

const unixPassword = (kind: string, arguments_ = ''): string => `${kind} required pam_unix.so${arguments_}\n`

/** Files that package scripts or the installer write (hostname(5), machine-id(5), nsswitch.conf(5), pam.d(5)). */
const files: Readonly<Record<string, string>> = {
  'etc/default/locale': 'LANG=C.UTF-8\n',
  'etc/environment': '',
  'etc/fstab': '',
  'etc/hostname': 'debian\n',
  'etc/hosts': '127.0.0.1 localhost debian\n',
  'etc/modules': '',
  'etc/machine-id': '0123456789abcdef0123456789abcdef\n',
  'etc/nsswitch.conf': 'passwd: files\ngroup: files\nshadow: files\nhosts: files\n',
  'etc/pam.d/common-account': unixPassword('account'),
  'etc/pam.d/common-auth': unixPassword('auth', ' nullok'),
  'etc/pam.d/common-password': unixPassword('password'),
  'etc/pam.d/common-session': unixPassword('session'),
  'etc/pam.d/common-session-noninteractive': unixPassword('session'),
}

/** Groups that systemd's packages add to those of base-passwd; files of theirs belong to them. */
const systemGroups = 'systemd-journal:x:999:\nsystemd-network:x:998:\n'
const systemUsers = 'systemd-network:!*:998:998:systemd Network Management:/:/usr/sbin/nologin\n'

const units = 'usr/lib/systemd/system'
const links: Readonly<Record<string, string>> = {
  init: 'usr/lib/systemd/systemd',
  'etc/systemd/system/default.target': `/${units}/multi-user.target`,
  // The console's getty needs no udev, unlike the serial line's own, which waits for its device to be announced.
  'etc/systemd/system/getty.target.wants/console-getty.service': `/${units}/console-getty.service`,
  'etc/systemd/system-generators/systemd-getty-generator': '/dev/null',
  // Gettys of virtual terminals, of which this machine has none.
  'etc/systemd/system/getty-static.service': '/dev/null',
  // It would read every library at every boot, since nothing that it writes stays.
  'etc/systemd/system/ldconfig.service': '/dev/null',
}

const mountPoints = ['dev', 'proc', 'run', 'sys', 'tmp', 'root']

export function addSystemdConfiguration(tree: FileTree): void {
  for (const name of mountPoints) tree.directory(name)
  addConsole(tree)
  for (const [name, content] of Object.entries(files)) tree.file(name, content)
  for (const [name, target] of Object.entries(links)) tree.symlink(name, target)
  const passwd = tree.text('usr/share/base-passwd/passwd.master') ?? ''
  tree.file('etc/passwd', passwd.replace(/^root:\*:/m, 'root::') + systemUsers)
  tree.file('etc/group', (tree.text('usr/share/base-passwd/group.master') ?? '') + systemGroups)
  tree.file('etc/profile', tree.text('usr/share/base-files/profile') ?? '')
  // Last, since they say that everything before is up to date (systemd-update-done.service(8)).
  for (const name of ['etc/.updated', 'var/.updated']) tree.file(name, '')
}
