/** A page that runs a guest in a worker: its console in xterm.js, its state and speed beside it, kernels by drag and drop. */
import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import { Host } from 'vmhost'
import { GuestConsoleAddon } from 'vmhost/xterm'
import { acceptImages } from './dropped-images.js'
import { Gauges } from './gauges.js'

const element = (id) => document.getElementById(id)
const terminal = new Terminal({
  cursorBlink: true,
  fontSize: 13,
  lineHeight: 1.25,
  fontFamily: 'ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace',
  scrollback: 10_000,
  theme: { background: '#05070b', cursor: '#7fdbca' },
})
const fit = new FitAddon()
terminal.loadAddon(fit)
terminal.open(element('screen'))
fit.fit()
window.addEventListener('resize', () => fit.fit())

const gauges = new Gauges()
let host
let guest
let consoleAddon

const say = (text) => {
  element('message').textContent = text
}

async function showErrors(action) {
  try {
    await action()
  } catch (error) {
    say(error.code === undefined ? String(error) : `${error.code}: ${error.message}`)
  }
}

const percent = ({ image, phase, loaded, total }) =>
  `${image}: ${phase} ${total ? `${Math.floor((loaded / total) * 100)} %` : `${loaded >> 20} MiB`}`

/** Replaces the guest by one that starts from these images. */
async function boot(images) {
  host ??= await Host.create({ memory: '1GiB' })
  consoleAddon?.dispose()
  await guest?.dispose()
  guest = undefined
  terminal.reset()
  guest = await host.hypervisor.createGuest({
    memory: element('size').value,
    boot: { ...images, cmdline: element('cmdline').value },
    onProgress: (progress) => say(percent(progress)),
  })
  say('')
  consoleAddon = new GuestConsoleAddon(guest)
  terminal.loadAddon(consoleAddon)
  gauges.watch(guest)
  guest.on('state', showState)
  guest.on('exit', ({ reason, detail }) => say(detail ?? `The guest ended: ${reason}.`))
  await guest.start()
  terminal.focus()
}

function showState(state) {
  const isOn = state === 'running' || state === 'paused'
  for (const id of ['pause', 'stop']) element(id).disabled = !isOn
  element('reset').disabled = false
  element('pause').textContent = state === 'paused' ? 'Resume' : 'Pause'
  element('state').textContent = state
  element('state').dataset.state = state
}

const debian = {
  kernel: { url: new URL('debian/Image', document.baseURI) },
  initrd: { url: new URL('debian/initrd.cpio', document.baseURI) },
}
const onClick = (id, action) => element(id).addEventListener('click', () => showErrors(action))
onClick('debian', () => boot(debian))
onClick('embedded', () => boot({}))
onClick('pause', () => (guest.state === 'paused' ? guest.resume() : guest.pause()))
onClick('reset', () => (guest.state === 'running' ? guest.reset() : guest.start()))
onClick('stop', () => guest.stop())
acceptImages(element('files'), (images) => showErrors(() => boot(images)))

// For whoever wants to look at the machine from the browser's own console.
globalThis.vm = {
  get guest() {
    return guest
  },
  get host() {
    return host
  },
}
if (new URL(location.href).searchParams.has('boot')) await showErrors(() => boot(debian))
