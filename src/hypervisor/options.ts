/** What a guest can be made of, and how it starts. */
import * as v from 'valibot'
import type { Pattern } from '../console/pattern'
import type { TypingRule } from '../console/typist'
import type { EngineChoice } from '../host/protocol'
import type { ImageProgress, ImageSource } from '../image/source'
import type { Network } from '../network/network'
import type { Port } from '../network/port'
import { PhysicalFunction } from '../nic/physical-function'
import { VirtualFunction } from '../nic/virtual-function'
import { abortSignal, callback, checkOptions, integerBetween, invalidOption, oneOf, strictObject } from '../options/check'
import type { Size } from '../options/size'
import { vsockAnyCid, vsockHostCid } from '../spec/devices/virtio-vsock'
import { mostPlaces } from '../spec/pci/functions'
import { maxHarts } from '../spec/platform'
import { type DiskOptions, diskList } from '../storage/options'
import { type ShareOptions, shareList } from '../storage/share-options'
import type { Volume } from '../storage/volume'
import { type VirtioTransport, virtioTransports } from '../storage/volume-source'
import { type CpuOptions, cpuSchema } from './cpu-options'
import { countPciDevices } from './device-plan'
import { type MemoryOptions, memorySchema } from './memory-options'
import { isNetwork, isPort, type NicMachine } from './network-plan'
import { optionalSbiExtensions, type SbiExtension } from './sbi'

/** What is loaded, and where the first instruction is. Without any image the embedded guest starts. */
export interface BootOptions {
  /** Linux `Image`, ELF or flat binary. Alone it starts in S-mode with the hypervisor as its firmware. */
  kernel?: ImageSource
  /** A bare-metal program, started in M-mode. */
  elf?: ImageSource
  /** M-mode firmware such as OpenSBI's `fw_jump` or `fw_dynamic`; it starts `kernel` when there is one. */
  firmware?: ImageSource
  /** Initial RAM disk of a Linux kernel. */
  initrd?: ImageSource
  /** Kernel command line. Default `console=ttyS0`. */
  cmdline?: string
  /** Entropy that the guest finds in `chosen/rng-seed`. Default: random, and with the virtual clock a fixed one. */
  rngSeed?: Uint8Array
  /** Answer `tohost`/`fromhost`, when an ELF names them. Default true. */
  htif?: boolean
}

export interface GuestOptions {
  /** Default `guest`. */
  name?: string
  /** Virtual CPUs, from 1 to 64. Default 1. */
  vcpus?: number
  /** The same under its longer name, and what it has a claim to of the host's physical CPUs. */
  cpu?: CpuOptions
  /**
   * RAM of the guest: a size, or `{ size, reservation, limit, shares }`. A page of it costs the host nothing until it is written, and a
   * host that is short of memory takes idle pages back and puts them into swap, down to the reservation. Default `'256MiB'`.
   */
  memory?: Size | MemoryOptions
  /**
   * Guests of one domain share equal pages of memory, copy-on-write, if the host looks for them. Who can measure how long a store takes can
   * then learn that somebody else in its domain has the same page: put only guests together that trust each other. Default: a domain of its
   * own for each guest and its forks.
   */
  sharingDomain?: string
  /** Ends or resets a guest that makes no progress. Default: none. */
  watchdog?: WatchdogOptions
  /** Instruction set, as `rv64gc_zba_zbb`. Default: everything that the core knows. */
  isa?: string
  /** Default `aia`; kernels older than Linux 6.10 need `plic`. */
  interruptController?: 'aia' | 'plic'
  /** `real`: the guest's time follows the machine's. `virtual`: it is counted in instructions, and every run is the same. */
  clock?: 'real' | 'virtual'
  /** SBI extensions to leave out, as `{ dbcn: false }`. */
  sbi?: Partial<Record<SbiExtension, boolean>>
  boot?: BootOptions
  /**
   * Virtual functions of the host's adapters, whole physical ones, whose virtual functions the guest makes itself (`sriov_numvfs`), and ports of
   * networks: a network device for each. With functions, `aia` is a must.
   */
  nics?: readonly (VirtualFunction | PhysicalFunction | Port)[]
  /** Networks to be plugged into: a network device on a port of each. */
  networks?: readonly Network[]
  /**
   * Root ports without a device, from 0 to 32, which `guest.attachNic` fills first: a system that drives hot-plug slots (Linux's `pciehp`) takes what comes
   * without help. Beyond them, a guest has room for four devices more than it was made with, which it finds when it scans its bus again. Default 0.
   */
  hotplugSlots?: number
  /**
   * Disks, the first of which is `/dev/vda`: in memory, in a file, a Blob, behind a URL, or in the browser's private file system, raw or qcow2; or volumes of
   * storage pools.
   *
   *     disks: [{ path: 'root.qcow2' }, { size: '64MiB' }, await pool.createVolume({ name: 'data', size: '1GiB' })]
   */
  disks?: readonly (DiskOptions | Volume)[]
  /**
   * How the guest finds its virtio devices other than network devices: `mmio`, by the device tree, of which there can be eight, or `pci`. A disk can have a transport
   * of its own. The balloon is always one of the eight. Default `mmio`.
   */
  transport?: VirtioTransport
  /**
   * Trees of files that the guest mounts over virtio-9p: folders of the machine (Node), or files in memory.
   *
   *     shares: [{ tag: 'work', path: './work' }, { tag: 'settings', files: { 'motd': 'hello' }, readOnly: true }]
   */
  shares?: readonly ShareOptions[]
  /**
   * Names of the ports of a virtio console, up to eight: the first is `/dev/hvc0`, the others `/dev/virtio-ports/NAME`. `guest.port(name)` has its streams.
   *
   *     ports: ['hvc0', 'org.example.agent']
   */
  ports?: readonly string[]
  /**
   * Sockets between this program and the guest's (`AF_VSOCK`): `guest.vsock`. The guest's context id is 3, or what `{ cid }` says. Default false.
   *
   *     vsock: true
   */
  vsock?: boolean | { cid?: number }
  /** A virtio memory balloon, with free-page reporting and memory statistics: `guest.balloon`; on hosts with `cpus: 1` alone. Default false. */
  balloon?: boolean
  /** A virtio entropy device. Its bytes come from the platform, and with the virtual clock from a fixed seed. Default false. */
  rng?: boolean
  /** Answers to type when their prompts appear, and a text that ends the run. */
  console?: { type?: readonly TypingRule[]; until?: Pattern }
  /** End the run when so many instructions are retired. */
  maxInstructions?: number
  /**
   * What runs the guest's instructions. `translator`: hot code becomes WebAssembly at run time, the rest is interpreted.
   * `interpreter`: nothing is translated. `auto`: the translator, and the interpreter where WebAssembly may not be compiled (a
   * page whose Content-Security-Policy lacks `'wasm-unsafe-eval'`), with one warning on the console. A guest does the same with
   * either. Default `auto`. With `translator` where it is impossible: ERR_UNSUPPORTED.
   */
  engine?: EngineChoice
  /** What a reboot does. Default `reset`. */
  onReboot?: 'reset' | 'stop'
  /** How far the images are. */
  onProgress?: (progress: GuestProgress) => void
  /** Gives up loading. */
  signal?: AbortSignal
}

/**
 * A guest makes progress when it takes an interrupt, waits for one, calls its firmware or reaches for a device. One that does none of this
 * for so long is stuck in a loop.
 */
export interface WatchdogOptions {
  /** Milliseconds of guest time. */
  timeoutMs: number
  /** `crash`: the guest ends as crashed. `reset`: it starts over. Default `crash`. */
  action?: 'crash' | 'reset'
}

export interface GuestProgress extends ImageProgress {
  image: 'kernel' | 'elf' | 'firmware' | 'initrd'
}

const mostWatchdogMs = 2 ** 31

const image = v.custom<ImageSource>(
  (value) => (typeof value === 'string' && value !== '') || (typeof value === 'object' && value !== null),
  'a path, a URL, { path }, { url }, { buffer } or a Blob',
)
const pattern = v.custom<Pattern>(
  (value) => (typeof value === 'string' && value !== '') || value instanceof RegExp,
  'a text or a regular expression',
)
const typingRule = strictObject({ text: v.string('a text'), after: pattern })
const harts = integerBetween(1, maxHarts)
const boolean = v.boolean('true or false')

const bootSchema = strictObject({
  kernel: v.optional(image),
  elf: v.optional(image),
  firmware: v.optional(image),
  initrd: v.optional(image),
  cmdline: v.optional(v.string('a text')),
  rngSeed: v.optional(v.custom<Uint8Array>((value) => value instanceof Uint8Array, 'a Uint8Array')),
  htif: v.optional(boolean, true),
})

const firstGuestCid = vsockHostCid + 1
const vsockSchema = v.union(
  [
    v.pipe(
      v.literal(false),
      v.transform(() => undefined),
    ),
    v.pipe(
      v.literal(true),
      v.transform(() => ({ cid: firstGuestCid })),
    ),
    strictObject({ cid: v.optional(integerBetween(firstGuestCid, vsockAnyCid - 1), firstGuestCid) }),
  ],
  `true, false, or { cid } with a number from ${firstGuestCid} to ${vsockAnyCid - 1}`,
)

const schema = strictObject({
  name: v.optional(v.pipe(v.string('a name'), v.nonEmpty('a name')), 'guest'),
  vcpus: v.optional(harts),
  cpu: v.optional(cpuSchema, {}),
  memory: v.optional(memorySchema, '256MiB'),
  sharingDomain: v.optional(v.pipe(v.string('a name'), v.nonEmpty('a name'))),
  watchdog: v.optional(
    strictObject({
      timeoutMs: integerBetween(1, mostWatchdogMs),
      action: v.optional(oneOf(['crash', 'reset']), 'crash'),
    }),
  ),
  isa: v.optional(v.string("a text such as 'rv64gc_zba'")),
  interruptController: v.optional(oneOf(['aia', 'plic']), 'aia'),
  clock: v.optional(oneOf(['real', 'virtual']), 'real'),
  sbi: v.optional(v.record(oneOf(optionalSbiExtensions), boolean), {}),
  boot: v.optional(bootSchema, {}),
  nics: v.optional(
    v.array(
      v.custom<VirtualFunction | PhysicalFunction | Port>(
        (value) => value instanceof VirtualFunction || value instanceof PhysicalFunction || isPort(value),
        'a VirtualFunction, a PhysicalFunction or a port of a Network',
      ),
    ),
    [],
  ),
  networks: v.optional(v.array(v.custom<Network>(isNetwork, 'a Network')), []),
  hotplugSlots: v.optional(integerBetween(0, 32), 0),
  disks: v.optional(diskList, []),
  transport: v.optional(oneOf(virtioTransports), 'mmio'),
  shares: v.optional(shareList, []),
  ports: v.optional(
    v.pipe(
      v.array(v.pipe(v.string('a name'), v.regex(/^[\w.-]{1,64}$/, 'a name of letters, digits, _, - and .'))),
      v.check((names) => names.length <= 8 && new Set(names).size === names.length, 'up to 8 names, each its own'),
    ),
    [],
  ),
  vsock: v.optional(vsockSchema),
  balloon: v.optional(boolean, false),
  rng: v.optional(boolean, false),
  console: v.optional(strictObject({ type: v.optional(v.array(typingRule), []), until: v.optional(pattern) }), {}),
  maxInstructions: v.optional(integerBetween(1, Number.MAX_SAFE_INTEGER)),
  engine: v.optional(oneOf(['auto', 'interpreter', 'translator']), 'auto'),
  onReboot: v.optional(oneOf(['reset', 'stop']), 'reset'),
  onProgress: v.optional(callback<(progress: GuestProgress) => void>()),
  signal: v.optional(abortSignal),
})

export type CheckedGuestOptions = v.InferOutput<typeof schema>

/** Fills in the defaults; throws ERR_INVALID_OPTION. Sizes are in bytes then. */
export function checkGuestOptions(options: GuestOptions): CheckedGuestOptions {
  const checked = checkOptions(schema, options, 'guest')
  expectSameVcpus(checked)
  const { elf, kernel, firmware, initrd } = checked.boot
  if (elf !== undefined && (kernel !== undefined || firmware !== undefined)) {
    const other = kernel !== undefined ? 'kernel' : 'firmware'
    throw invalidOption('guest option boot.elf', { field: 'boot.elf', value: 'given', expected: `none beside boot.${other}` })
  }
  if (initrd !== undefined && kernel === undefined) {
    throw invalidOption('guest option boot.initrd', {
      field: 'boot.initrd',
      value: 'given',
      expected: 'a boot.kernel that it is for',
    })
  }
  return checked
}

/** Two names of one thing may both be given, but not say two things. */
function expectSameVcpus({ vcpus, cpu }: CheckedGuestOptions): void {
  if (vcpus === undefined || cpu.vcpus === undefined || vcpus === cpu.vcpus) return
  const expected = `${vcpus}, as vcpus says, or nothing`
  throw invalidOption('guest option cpu.vcpus', { field: 'cpu.vcpus', value: cpu.vcpus, expected })
}

/** Devices that a guest has room for beyond those that it is made with. */
const spareDevices = 4

/** What of the options decides on network functions. */
export function machineOf(options: CheckedGuestOptions): NicMachine {
  const { vcpus, cpu, interruptController, nics, networks, hotplugSlots } = options
  const functions = [...nics, ...networks].reduce(
    (count, it) => count + 1 + (it instanceof PhysicalFunction ? it.totalVfs : 0),
    0,
  )
  const wanted = functions + countPciDevices(options)
  const pciPlaces = Math.max(wanted, Math.min(mostPlaces, wanted + Math.max(spareDevices, hotplugSlots)))
  return { vcpus: vcpus ?? cpu.vcpus ?? 1, interruptController, pciPlaces }
}
