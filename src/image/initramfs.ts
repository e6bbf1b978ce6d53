// The root file system of a first boot: busybox, kernel modules and an /init that ends in an interactive shell.
import { type CpioEntry, fileType, writeCpio } from './cpio'
import { type KernelModule, moduleIndex } from './kernel-module'

/** The line that /init prints when the system is up, right before the shell. */
export const readyBanner = 'vmhost: ready'

/** The prompt of the shell. */
export const shellPrompt = '~ # '

// busybox's `poweroff`, `halt` and `reboot` signal process 1 (USR2, USR1, TERM) and leave the rest to it; only a shell
// that waits for a background child runs its traps at once, hence the `&` and the loop.
const initScript = `#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs devtmpfs /dev
/bin/busybox --install -s
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=linux
trap 'poweroff -f' USR1 USR2
trap 'reboot -f' TERM
if [ -d /lib/modules ]; then
  find /sys/devices -name modalias -exec cat {} + | sort -u | xargs modprobe -a -q -b 2>/dev/null
fi
cd /root
echo '${readyBanner}'
while :; do
  setsid cttyhack sh &
  shell=$!
  while kill -0 $shell 2>/dev/null; do wait $shell; done
done
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
  const tree = new Map<string, CpioEntry>()
  for (const name of directories) addDirectory(tree, name)
  // /dev/console must exist before devtmpfs is mounted, or /init starts without standard streams.
  addNode(tree, { name: 'dev/console', mode: fileType.character | 0o600, data: empty, device: { major: 5, minor: 1 } })
  addFile(tree, 'bin/busybox', options.busybox, 0o755)
  addFile(tree, 'init', text(initScript), 0o755)
  addModules(tree, options)
  for (const [name, data] of Object.entries(options.files ?? {})) addFile(tree, name.replace(/^\/+/, ''), data, 0o755)
  return writeCpio([...tree.values()])
}

function addModules(tree: Map<string, CpioEntry>, { release, modules }: InitramfsOptions): void {
  if (release === undefined || modules === undefined || modules.length === 0) return
  const root = `lib/modules/${release}`
  for (const module of modules) addFile(tree, `${root}/${module.path}`, module.file, 0o644)
  for (const [name, content] of Object.entries(moduleIndex(modules))) addFile(tree, `${root}/${name}`, text(content), 0o644)
}

function addFile(tree: Map<string, CpioEntry>, name: string, data: Uint8Array, permissions: number): void {
  addNode(tree, { name, mode: fileType.regular | permissions, data })
}

function addNode(tree: Map<string, CpioEntry>, entry: CpioEntry): void {
  const parts = entry.name.split('/')
  for (let depth = 1; depth < parts.length; depth++) addDirectory(tree, parts.slice(0, depth).join('/'))
  tree.set(entry.name, entry)
}

function addDirectory(tree: Map<string, CpioEntry>, name: string): void {
  if (!tree.has(name)) tree.set(name, { name, mode: fileType.directory | 0o755, data: empty })
}

const empty = new Uint8Array(0)
const text = (content: string): Uint8Array => new TextEncoder().encode(content)
