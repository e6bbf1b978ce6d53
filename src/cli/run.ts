/** `vmhost run`: a guest on this terminal, or in a script. */
import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import process from 'node:process'
import { defineCommand } from 'citty'
import { VmHostError } from '../error'
import type { Guest } from '../guest/guest'
import { Host } from '../host/host'
import type { GuestOptions } from '../hypervisor/options'
import { invalidOption } from '../options/check'
import { parseSize } from '../options/size'
import { guestOptions, numberOption, type RunArguments, repeated, runArguments, textOption } from './arguments'
import { describe, type Outcome } from './describe'
import { makeFunctions, networkArguments } from './network-arguments'
import type { RegionFiles } from './region-files'
import { formatSignature } from './signature'
import { exitStatus, statusOf } from './status'
import { connectTerminal } from './terminal'
import { openUserNetwork, type UserNetwork, userNetworkOptions } from './user-network'
import { optimizedLate } from './v8-flags'
import { checkWords } from './words'

export const runCommandDefinition = defineCommand({
  meta: { name: 'run', description: 'Run a guest: Debian when it was pulled, else the embedded one, or an image of yours' },
  args: runArguments,
  run: async ({ args, rawArgs }) => {
    process.exitCode = await run(args as unknown as RunArguments, rawArgs)
  },
})

/** The pulled images ask for an address then; the network has somebody who answers. */
const dhcpCmdline = 'console=ttyS0 ip=dhcp'

async function run(args: RunArguments, rawArgs: string[]): Promise<number> {
  checkWords(rawArgs, runArguments, args._)
  const timeout = numberOption(args, 'timeout')
  const options = await guestOptions(args, rawArgs)
  const network = networkArguments(rawArgs)
  const gatewayOptions = userNetworkOptions(rawArgs)
  if (gatewayOptions !== undefined) options.boot = { cmdline: dhcpCmdline, ...options.boot }
  const regionFiles = await regionFilesFor(args)
  const host = await Host.create(
    optimizedLate({
      memory: hostMemory(String(options.memory)),
      cpus: physicalCpus(options),
      nics: network.nics,
      ...(regionFiles === undefined ? {} : { onTranslation: (module) => regionFiles.add(module) }),
    }),
  )
  let userNetwork: UserNetwork | undefined
  try {
    userNetwork = await openUserNetwork(gatewayOptions)
    const networks = userNetwork === undefined ? [] : [userNetwork.network]
    const nics = await makeFunctions(host, network)
    const guest = await guestFor(host, { ...options, nics, networks }, repeated(rawArgs, 'restore'))
    if (args.htif === true && !guest.hasHtif) {
      throw invalidOption('option --htif', { field: 'htif', value: 'given', expected: 'an ELF that names tohost' })
    }
    const outcome = await session(guest, timeout, endWish(args))
    await leaveResults(guest, args, outcome)
    await regionFiles?.finish()
    return outcome.reason === 'timeout' ? exitStatus.timeout : statusOf(outcome)
  } finally {
    await host.dispose()
    userNetwork?.gateway.close()
  }
}

/** A new guest, or one that goes on from a snapshot, behind which its bases are. */
function guestFor(host: Host, options: GuestOptions, [snapshot, ...base]: readonly string[]): Promise<Guest> {
  return snapshot === undefined ? host.hypervisor.createGuest(options) : host.hypervisor.restore({ path: snapshot }, { base })
}

/** An end that the guest's own plan does not know of: it is to be written then, or came out of a snapshot. */
interface EndWish {
  /** What the console shows at that moment. */
  until: string
  file: string | undefined
}

function endWish(args: RunArguments): EndWish | undefined {
  const file = textOption(args, 'snapshot')
  const until = textOption(args, 'until')
  if (file !== undefined && until === undefined)
    throw invalidOption('option --snapshot', { field: 'snapshot', value: file, expected: '--until beside it' })
  const isKnown = file === undefined && textOption(args, 'restore') === undefined
  return until === undefined || isKnown ? undefined : { until, file }
}

/** The disassembler comes with it, so that it is read only for whom it has something to do. */
async function regionFilesFor(args: RunArguments): Promise<RegionFiles | undefined> {
  const folder = textOption(args, 'dump-regions')
  if (folder === undefined) return undefined
  const { RegionFiles } = await import('./region-files')
  return new RegionFiles(folder)
}

/** One for each virtual CPU, as far as the machine has them. A guest on the virtual clock is on one at a time. */
function physicalCpus({ vcpus = 1, clock }: GuestOptions): number {
  return clock === 'virtual' ? 1 : Math.min(vcpus, availableParallelism())
}

/** Room for the guest and the host's own tables. */
function hostMemory(memory: string): number {
  const least = 64 * 2 ** 20
  const most = 4 * 2 ** 30
  return Math.min(Math.max(least, (parseSize(memory) ?? 0) + least), most)
}

async function session(guest: Guest, timeout: number | undefined, wish: EndWish | undefined): Promise<Outcome> {
  const terminal = connectTerminal(guest)
  let timer: NodeJS.Timeout | undefined
  const timedOut = new Promise<Outcome>((resolve) => {
    if (timeout !== undefined) timer = setTimeout(() => resolve({ reason: 'timeout', code: 0 }), timeout * 1000)
  })
  try {
    if (guest.state === 'created') await guest.start()
    if (guest.state === 'paused') await guest.resume()
    const wished = wish === undefined ? [] : [endAt(guest, wish)]
    const outcome = await Promise.race([guest.exited, timedOut, ...wished])
    if (guest.exit === undefined) await guest.stop()
    return outcome
  } finally {
    clearTimeout(timer)
    await terminal.disconnect()
  }
}

/** Never resolves when the guest ends before it shows the text. */
async function endAt(guest: Guest, { file, until }: EndWish): Promise<Outcome> {
  const seen = await guest.console.waitFor(until).catch(() => undefined)
  if (seen === undefined) return new Promise(() => {})
  if (file !== undefined) await guest.snapshot({ to: file })
  return { reason: 'until', code: 0 }
}

async function leaveResults(guest: Guest, args: RunArguments, outcome: Outcome): Promise<void> {
  const signatureFile = textOption(args, 'signature')
  if (signatureFile !== undefined) await writeSignature(guest, signatureFile)
  const statsFile = textOption(args, 'stats')
  if (statsFile !== undefined) {
    const json = `${JSON.stringify(await guest.stats({ stateHash: true }), null, 2)}\n`
    if (statsFile === '-') process.stdout.write(json)
    else await writeFile(statsFile, json)
  }
  if (args.json === true) process.stdout.write(`${JSON.stringify(outcome)}\n`)
  else process.stderr.write(`\nvmhost: ${describe(outcome)}\n`)
}

async function writeSignature(guest: Guest, file: string): Promise<void> {
  const bytes = await guest.signature()
  if (bytes === undefined)
    throw new VmHostError('ERR_IMAGE_FORMAT', 'signature: the ELF does not name begin_signature and end_signature')
  await writeFile(file, formatSignature(bytes))
}
