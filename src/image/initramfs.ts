// The root file system of a first boot: busybox, kernel modules and an /init that ends in an interactive shell.
import { fileType, writeCpio } from './cpio'
import { FileTree } from './file-tree'
import { type KernelModule, moduleIndex } from './kernel-module'

/** The line that /init prints when the system is up, right before the shell. */
export const readyBanner = 'vmhost: ready'

/** The prompt of the shell. */
export const shellPrompt = '~ # '

// busybox's `poweroff`, `halt` and `reboot` signal process 1 (USR2, USR1, TERM) and leave the rest to it; only a shell
// that waits for a background child runs its traps at once, hence the `&` and the loop.
// With `ip=dhcp` it asks for an address on eth0; with `root=DEVICE` it mounts that instead and hands over, as the initramfs of a distribution does.
const initScript = `#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs devtmpfs /dev
/bin/busybox --install -s 2>/dev/null
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=linux
trap 'poweroff -f' USR1 USR2
trap 'reboot -f' TERM
if [ -d /lib/modules ]; then
  find /sys/devices -name modalias -exec cat {} + | sort -u | xargs busybox modprobe -a -q -b 2>/dev/null
  # Transports that are modules themselves show their devices now.
  cat /sys/bus/virtio/devices/*/modalias 2>/dev/null | sort -u | xargs -r busybox modprobe -a -q -b 2>/dev/null
fi
root=$(sed -n 's/.*\\broot=\\([^ ]*\\).*/\\1/p' /proc/cmdline)
if [ -n "$root" ]; then
  mode=ro
  grep -qw rw /proc/cmdline && mode=rw
  busybox modprobe -q ext4
  tries=0
  while [ ! -b "$root" ] && [ $tries -lt 100 ]; do tries=$((tries + 1)); sleep 0.1; done
  mkdir -p /newroot
  if mount -o $mode -t ext4 "$root" /newroot; then
    program=$(sed -n 's/.*\\binit=\\([^ ]*\\).*/\\1/p' /proc/cmdline)
    umount /proc
    umount /sys
    mount --move /dev /newroot/dev
    [ -n "$program" ] || program=/sbin/init
    exec switch_root /newroot "$program"
  fi
  echo "cannot mount $root as root"
fi
if grep -qw ip=dhcp /proc/cmdline; then
  ip link set lo up
  udhcpc -i eth0 -q -n -t 10 -T 1 -S
fi
cd /root
echo '${readyBanner}'
while :; do
  setsid cttyhack sh &
  shell=$!
  while kill -0 $shell 2>/dev/null; do wait $shell; done
done
`

/** What busybox's DHCP client runs with what it got: address, route and name servers. */
const dhcpScript = `#!/bin/busybox sh
case "$1" in
  deconfig)
    ip link set "$interface" up
    ip addr flush dev "$interface"
    ;;
  bound | renew)
    ip addr replace "$ip/$mask" dev "$interface"
    [ -z "$mtu" ] || ip link set "$interface" mtu "$mtu"
    for via in $router; do ip route replace default via "$via" dev "$interface"; done
    {
      [ -z "$domain" ] || echo "search $domain"
      for server in $dns; do echo "nameserver $server"; done
    } >/etc/resolv.conf
    ;;
esac
`

const directories = ['bin', 'sbin', 'usr', 'usr/bin', 'usr/sbin', 'dev', 'etc', 'proc', 'sys', 'root', 'run', 'tmp']

export interface InitramfsOptions {
  /** A static busybox for riscv64. */
  busybox: Uint8Array
  /** The kernel's release (`uname -r`), the folder of its modules. */
  release?: string
  modules?: readonly KernelModule[]
  /** More files, by path; parent folders are made as needed. */
  files?: Readonly<Record<string, Uint8Array>>
}

/** Builds the uncompressed archive; the same input gives the same bytes. */
export function buildInitramfs(options: InitramfsOptions): Uint8Array {
  const tree = new FileTree()
  addShell(tree, options.busybox)
  addModules(tree, options)
  for (const [name, data] of Object.entries(options.files ?? {})) tree.file(name, data, 0o755)
  return writeCpio(tree.entries)
}

/** Adds busybox and the /init that ends in its shell; programs that are there already go before those of busybox. */
export function addShell(tree: FileTree, busybox: Uint8Array): void {
  for (const name of directories) tree.directory(name)
  addConsole(tree)
  tree.file('bin/busybox', busybox, 0o755)
  tree.file('init', initScript, 0o755)
  tree.file('etc/udhcpc/default.script', dhcpScript, 0o755)
}

/** /dev/console must exist before devtmpfs is mounted, or /init starts without standard streams. */
export function addConsole(tree: FileTree): void {
  tree.add({ name: 'dev/console', mode: fileType.character | 0o600, data: new Uint8Array(0), device: { major: 5, minor: 1 } })
}

/** The modules alone, with their index: an archive to build other initramfs from. */
export function buildModuleArchive(options: Required<Pick<InitramfsOptions, 'release' | 'modules'>>): Uint8Array {
  const tree = new FileTree()
  addModules(tree, options)
  return writeCpio(tree.entries)
}

function addModules(tree: FileTree, { release, modules }: Pick<InitramfsOptions, 'release' | 'modules'>): void {
  if (release === undefined || modules === undefined || modules.length === 0) return
  const root = `lib/modules/${release}`
  for (const module of modules) tree.file(`${root}/${module.path}`, module.file)
  for (const [name, content] of Object.entries(moduleIndex(modules))) tree.file(`${root}/${name}`, content)
}
