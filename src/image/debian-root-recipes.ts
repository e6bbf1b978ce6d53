// The Debian roots that there are: their packages, and what is added to them.
import type { FileTree } from './file-tree'
import { addShell } from './initramfs'
import { addSystemdConfiguration } from './systemd-configuration'

export interface RootRecipe {
  /** Their dependencies come along. */
  packages: readonly string[]
  /** Dependencies that no program of the image loads. */
  leaveOut: RegExp
  /** Has the kernel modules of the Debian image, so that drivers are loaded. */
  hasModules?: boolean
  /** It is built as a disk, `root.ext4`, of so many MiB too. */
  diskMib?: number
  /** Adds process 1, and what the packages' install scripts would have left behind. */
  complete(tree: FileTree, busybox: Uint8Array): void
}

/** Parts of the package manager, and packages that hold documents only. */
const neverRun = ['dpkg', 'tar', 'debconf', 'gcc-\\d+-base', 'readline-common']
/** stress-ng's tests of graphics cards load these, and nothing else does. */
const graphics = ['libllvm.*', 'libz3-4', 'mesa-.*', 'libx11.*', 'libxcb.*', 'libxau6', 'libxdmcp6', 'libxshmfence1', 'libxml2']
const graphicsParts = ['libwayland.*', 'libegl-mesa0', 'libdrm-.*', 'libsensors.*', 'libelf1.*', 'libedit2', 'libffi8']

const named = (...patterns: readonly string[]): RegExp => new RegExp(`^(${patterns.join('|')})$`)

export type DebianRootName = 'debian-tools' | 'debian-net' | 'debian-storage' | 'debian-node' | 'debian-systemd'

export const debianRootRecipes: Readonly<Record<DebianRootName, RootRecipe>> = {
  /** Programs to run from busybox's shell: digests, compression, interpreters, a data base, a stress test. */
  'debian-tools': {
    packages: ['base-files', 'coreutils', 'openssl', 'gzip', 'perl-base', 'python3-minimal', 'sqlite3', 'stress-ng'],
    leaveOut: named(...neverRun, ...graphics, ...graphicsParts),
    complete: addShell,
  },
  /** Programs to look at and to measure networks and PCI devices with. */
  'debian-net': {
    packages: ['base-files', 'ethtool', 'iperf3', 'iproute2', 'iputils-ping', 'pciutils', 'tcpdump'],
    leaveOut: named(...neverRun),
    hasModules: true,
    complete: addShell,
  },
  /** Programs to exercise disks with. */
  'debian-storage': {
    packages: ['base-files', 'e2fsprogs', 'fio', 'util-linux'],
    leaveOut: named(...neverRun, 'python3.*', 'libpython3.*', 'media-types', 'passwd', 'adduser', 'perl-base', 'login.*'),
    hasModules: true,
    complete: addShell,
  },
  /** A JavaScript engine that compiles to machine code in the guest. */
  'debian-node': {
    packages: ['base-files', 'nodejs'],
    leaveOut: named(...neverRun, 'node-corepack'),
    complete: addShell,
  },
  /** systemd to a `login:` prompt on the serial line; root has no password. */
  'debian-systemd': {
    packages: [
      'base-files',
      'base-passwd',
      'bash',
      'coreutils',
      'dash',
      'kmod',
      'login',
      'mount',
      'passwd',
      'systemd-sysv',
      'util-linux',
    ],
    leaveOut: named(...neverRun),
    diskMib: 512,
    complete: addSystemdConfiguration,
  },
}

export function isDebianRootName(name: string): name is DebianRootName {
  return Object.hasOwn(debianRootRecipes, name)
}
