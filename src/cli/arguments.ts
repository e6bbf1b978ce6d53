/** What `vmhost run` is asked for, and the guest that this means. */
import type { TypingRule } from '../console/typist'
import type { EngineChoice } from '../host/protocol'
import type { BootOptions, GuestOptions } from '../hypervisor/options'
import { invalidOption } from '../options/check'
import type { ShareOptions } from '../storage/share-options'
import type { DiskOptions } from '../storage/volume-source'
import { findPulled, isPulledName, pulledImage } from './pulled-image'

/** The options as citty parses them; all values are texts. */
export const runArguments = {
  image: {
    type: 'positional',
    required: false,
    description: 'Kernel (Image, ELF, flat; raw, gzip or zstd), "embedded" or a pulled image ("debian")',
  },
  initrd: { type: 'string', description: 'Initial RAM disk', valueHint: 'FILE' },
  append: { type: 'string', description: 'Kernel command line', valueHint: 'CMDLINE' },
  disk: {
    type: 'string',
    description: 'Disk from a raw or qcow2 file, or in memory with size=; repeatable',
    valueHint: 'FILE[,format=raw|qcow2][,readonly][,serial=S][,transport=mmio|pci][,backing] | size=SIZE',
  },
  share: {
    type: 'string',
    description: 'A folder that the guest mounts by its tag over 9p; repeatable',
    valueHint: 'DIR:TAG[,readonly]',
  },
  rng: { type: 'boolean', description: 'Give the guest an entropy device', default: false },
  balloon: { type: 'boolean', description: 'Give the guest a memory balloon', default: false },
  firmware: { type: 'string', description: 'M-mode firmware such as OpenSBI', valueHint: 'FILE' },
  elf: { type: 'string', description: 'Bare-metal ELF, started in M-mode', valueHint: 'FILE' },
  memory: { type: 'string', description: 'RAM of the guest', default: '256MiB', valueHint: 'SIZE' },
  cpus: { type: 'string', description: 'Virtual CPUs', default: '1', valueHint: 'N' },
  shares: { type: 'string', description: 'low, normal, high or a number: weight on the CPU', valueHint: 'SHARES' },
  limit: { type: 'string', description: 'CPU at most, as 50%, 500MHz or unlimited', valueHint: 'CPU' },
  reservation: { type: 'string', description: 'CPU in any case, as 10% or 100MHz', valueHint: 'CPU' },
  isa: { type: 'string', description: 'Instruction set, as rv64gc_zba_zbb', valueHint: 'ISA' },
  'interrupt-controller': { type: 'string', description: 'aia or plic', default: 'aia', valueHint: 'KIND' },
  clock: { type: 'string', description: 'real or virtual', default: 'real', valueHint: 'KIND' },
  engine: {
    type: 'string',
    description: 'auto, interpreter or translator (auto: the translator where WebAssembly may be compiled)',
    default: 'auto',
    valueHint: 'KIND',
  },
  'dump-regions': {
    type: 'string',
    description: 'Write the guest code and the WebAssembly text of each translated region',
    valueHint: 'DIR',
  },
  nic: {
    type: 'string',
    description: 'A network adapter: NAME[,totalVfs=N][,mtu=N][,linkSpeed=N]; repeatable',
    valueHint: 'NIC',
  },
  vf: {
    type: 'string',
    description: 'A virtual function for the guest: KEY=VALUE,... in the words of setVf, or empty; repeatable',
    valueHint: 'VF',
  },
  network: {
    type: 'string',
    description: 'user: a port on a network with a gateway (DHCP, names, NAT to the world); none is the default',
    valueHint: 'user|none',
  },
  publish: {
    type: 'string',
    description: 'A port of this machine that leads to one of the guest; repeatable, means --network user',
    valueHint: '[HOST:]PORT[:GUESTPORT][/udp]',
  },
  allow: {
    type: 'string',
    description: 'Where the guest may go, instead of everywhere but this machine: an address, network or name; repeatable',
    valueHint: 'RULE',
  },
  until: { type: 'string', description: 'End with status 0 when the console shows TEXT', valueHint: 'TEXT' },
  type: {
    type: 'string',
    description: 'Type TEXT and a newline when the console shows PROMPT; repeatable',
    valueHint: 'TEXT@PROMPT',
  },
  snapshot: { type: 'string', description: 'Write the guest to a file when it shows the text of --until', valueHint: 'FILE' },
  restore: {
    type: 'string',
    description: 'Go on from a snapshot; give the option again for the base of an incremental one',
    valueHint: 'FILE',
  },
  timeout: { type: 'string', description: 'End with status 124 after so long', valueHint: 'SECONDS' },
  'max-instructions': { type: 'string', description: 'End with status 124 after so many', valueHint: 'N' },
  htif: { type: 'boolean', description: 'Insist on an ELF that names tohost', default: false },
  signature: { type: 'string', description: 'Write the signature of a conformance test', valueHint: 'FILE' },
  stats: { type: 'string', description: 'Write statistics as JSON at the end (- for standard output)', valueHint: 'FILE|-' },
  json: { type: 'boolean', description: 'Print how it ended as JSON, and errors too', default: false },
} as const

type Name = keyof typeof runArguments
export type RunArguments = { [Key in Name]?: string | boolean | undefined } & { _: string[] }

/** The values of an option that may be given several times, in their order; citty keeps the last alone. */
export function repeated(rawArgs: readonly string[], name: string): string[] {
  const values: string[] = []
  rawArgs.forEach((word, index) => {
    if (word === `--${name}`) values.push(rawArgs[index + 1] ?? '')
    else if (word.startsWith(`--${name}=`)) values.push(word.slice(name.length + 3))
  })
  return values
}

/** TEXT@PROMPT is split at its last `@`. */
export function typingRule(value: string): TypingRule {
  const at = value.lastIndexOf('@')
  if (at < 0 || at === value.length - 1) throw invalidOption('option --type', { field: 'type', value, expected: 'TEXT@PROMPT' })
  return { text: `${value.slice(0, at)}\n`, after: value.slice(at + 1) }
}

/** FILE and its properties behind commas, as QEMU writes them; a comma of the file's own is doubled. */
export function diskOption(value: string): DiskOptions {
  const [first = '', ...rest] = value
    .replaceAll(',,', '\0')
    .split(',')
    .map((part) => part.replaceAll('\0', ','))
  const isSize = first.startsWith('size=')
  if (first === '') throw invalidOption('option --disk', { field: 'disk', value, expected: 'FILE or size=SIZE' })
  const disk: DiskOptions = isSize ? { size: first.slice(5) } : { path: first }
  for (const property of rest) {
    const [, name, text] = /^([a-z]+)(?:=(.*))?$/.exec(property) ?? []
    if (name === 'readonly' && text === undefined) disk.readOnly = true
    else if (name === 'backing' && text === undefined) disk.allowBacking = true
    else if (name === 'format' && (text === 'raw' || text === 'qcow2')) disk.format = text
    else if (name === 'serial' && text !== undefined) disk.serial = text
    else if (name === 'transport' && (text === 'mmio' || text === 'pci')) disk.transport = text
    else {
      const expected = 'format=raw, format=qcow2, readonly, serial=TEXT, transport=mmio, transport=pci or backing'
      throw invalidOption('option --disk', { field: 'disk', value: property, expected })
    }
  }
  return disk
}

/** DIR:TAG is split at its last colon. */
export function shareOption(value: string): ShareOptions {
  const [, path = '', tag = '', readonly] = /^(.+):([^:,]+)(,readonly)?$/.exec(value) ?? []
  if (path === '') throw invalidOption('option --share', { field: 'share', value, expected: 'DIR:TAG or DIR:TAG,readonly' })
  return { path, tag, readOnly: readonly !== undefined }
}

export function numberOption(args: RunArguments, name: Name): number | undefined {
  const value = args[name]
  if (value === undefined) return undefined
  const number = Number(value)
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(number) && number >= 0) return number
  throw invalidOption(`option --${name}`, { field: name, value, expected: 'a number' })
}

export function textOption(args: RunArguments, name: Name): string | undefined {
  const value = args[name]
  return value === undefined || typeof value === 'string' ? value : undefined
}

/** The guest that the arguments ask for. */
export async function guestOptions(args: RunArguments, rawArgs: readonly string[]): Promise<GuestOptions> {
  // A guest that is to be written then must not end by itself.
  const until = textOption(args, 'snapshot') === undefined ? textOption(args, 'until') : undefined
  const options: GuestOptions = {
    name: 'guest',
    vcpus: numberOption(args, 'cpus') ?? 1,
    memory: textOption(args, 'memory') ?? '256MiB',
    interruptController: textOption(args, 'interrupt-controller') as 'aia' | 'plic',
    clock: textOption(args, 'clock') as 'real' | 'virtual',
    engine: textOption(args, 'engine') as EngineChoice,
    boot: await bootOptions(args),
    disks: repeated(rawArgs, 'disk').map(diskOption),
    shares: repeated(rawArgs, 'share').map(shareOption),
    rng: args.rng === true,
    balloon: args.balloon === true,
    console: { type: repeated(rawArgs, 'type').map(typingRule), ...(until === undefined ? {} : { until }) },
  }
  const cpu = cpuOptions(args)
  if (cpu !== undefined) options.cpu = cpu
  const isa = textOption(args, 'isa')
  if (isa !== undefined) options.isa = isa
  const maxInstructions = numberOption(args, 'max-instructions')
  if (maxInstructions !== undefined) options.maxInstructions = maxInstructions
  return options
}

/** A number without a unit is a number of shares; of CPU it is percent. */
function cpuOptions(args: RunArguments): GuestOptions['cpu'] {
  const [shares, limit, reservation] = [textOption(args, 'shares'), textOption(args, 'limit'), textOption(args, 'reservation')]
  if (shares === undefined && limit === undefined && reservation === undefined) return undefined
  return {
    ...(shares === undefined ? {} : { shares: plainNumber(shares) as 'normal' | number }),
    ...(limit === undefined ? {} : { limit: plainNumber(limit) }),
    ...(reservation === undefined ? {} : { reservation: plainNumber(reservation) }),
  }
}

const plainNumber = (text: string): string | number => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : text)

async function bootOptions(args: RunArguments): Promise<BootOptions> {
  const boot: BootOptions = {}
  const [image, firmware, elf, append] = [
    textOption(args, 'image'),
    textOption(args, 'firmware'),
    textOption(args, 'elf'),
    textOption(args, 'append'),
  ]
  if (firmware !== undefined) boot.firmware = { path: firmware }
  if (elf !== undefined) boot.elf = { path: elf }
  if (append !== undefined) boot.cmdline = append
  if (image === undefined ? firmware === undefined && elf === undefined : isPulledName(image)) await usePulled(boot, image)
  else if (image !== undefined && image !== 'embedded') boot.kernel = image
  const initrd = textOption(args, 'initrd')
  if (initrd !== undefined) boot.initrd = { path: initrd }
  return boot
}

/** An image from the cache; without the stock Debian there, and when it was not asked for by name, the embedded guest. */
async function usePulled(boot: BootOptions, image: string | undefined): Promise<void> {
  Object.assign(boot, image === undefined ? await findPulled('debian') : await pulledImage(image))
}
