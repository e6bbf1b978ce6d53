/** One guest booted in this page and forked into ten: what each gets of CPU and memory, with sliders for shares and limits. */
import { Host } from 'vmhost'
import { Chart } from './chart.js'
import { GuestRow } from './guest-row.js'
import { bootOnce, forkAll, systems } from './ten-guests.js'

const colors = ['#7fdbca', '#ffcb6b', '#f78c6c', '#c792ea', '#82aaff', '#c3e88d', '#ff5874', '#addb67', '#ecc48d', '#637777']
const element = (id) => document.getElementById(id)
const buttons = [element('debian'), element('embedded')]

let host
let charts = []

function say(text) {
  element('message').textContent = text
}

const percent = ({ image, phase, loaded, total }) =>
  `${image}: ${phase} ${total ? `${Math.floor((loaded / total) * 100)} %` : `${loaded >> 20} MiB`}`

async function run(system) {
  for (const button of buttons) button.disabled = true
  for (const chart of charts) chart.remove()
  element('guests').replaceChildren()
  await host?.dispose()
  host = await Host.create({ name: 'many-guests', memory: '1GiB' })
  say('Booting the first guest ...')
  const first = await bootOnce(host, system, (progress) => say(percent(progress)))
  const started = performance.now()
  const forks = await forkAll(first, system)
  const slowest = Math.max(...forks.map(({ forkMs }) => forkMs))
  say(
    `${forks.length} forks of one boot in ${Math.round(performance.now() - started)} ms, the slowest in ${slowest.toFixed(1)} ms`,
  )
  const rows = forks.map(({ guest }, index) => new GuestRow(guest, colors[index]))
  element('guests').replaceChildren(...rows.map((row) => row.element))
  const series = rows.map(({ name, color }) => ({ name, color }))
  charts = [new Chart(element('cpu'), series), new Chart(element('memory'), series)]
  for (const button of buttons) button.disabled = false
  await follow(host, rows, charts)
}

async function follow(shown, rows, [cpu, memory]) {
  let second = 0
  for await (const sample of shown.statsStream({ intervalMs: 500 })) {
    if (host !== shown) return
    second += sample.intervalNs / 1e9
    const guests = rows.map(({ name }) => sample.guests.find((guest) => guest.name === name))
    guests.forEach((guest, index) => {
      if (guest !== undefined) rows[index].show(guest)
    })
    cpu.add(
      second,
      guests.map((guest) => guest?.cpu['%USED'] ?? null),
    )
    memory.add(
      second,
      guests.map((guest) => (guest === undefined ? null : guest.memory.consumed / 2 ** 20)),
    )
  }
}

async function start(system) {
  try {
    await run(system)
  } catch (error) {
    say(error.code === undefined ? String(error) : `${error.code}: ${error.message}`)
    for (const button of buttons) button.disabled = false
  }
}

element('debian').addEventListener('click', () =>
  start(
    systems.debian({
      kernel: { url: new URL('debian/Image', document.baseURI) },
      initrd: { url: new URL('debian/initrd.cpio', document.baseURI) },
    }),
  ),
)
element('embedded').addEventListener('click', () => start(systems.embedded()))
