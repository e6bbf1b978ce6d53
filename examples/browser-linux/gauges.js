/** Shows what a guest does: speed with its last minute, memory, uptime, counts. */
const element = (id) => document.getElementById(id)
const samplesKept = 120
const intervalMs = 500

export class Gauges {
  #guest
  #speeds = []
  #before = { atMs: 0, instructions: 0 }

  constructor() {
    setInterval(() => void this.#update(), intervalMs)
    this.#draw()
  }

  watch(guest) {
    this.#guest = guest
    this.#before = { atMs: performance.now(), instructions: 0 }
  }

  async #update() {
    const stats = await this.#guest?.stats().catch(() => undefined)
    if (stats === undefined) return
    const now = { atMs: performance.now(), instructions: stats.instructions }
    const speed = Math.max(0, (now.instructions - this.#before.instructions) / (now.atMs - this.#before.atMs) / 1000)
    this.#before = now
    this.#speeds = [...this.#speeds, speed].slice(-samplesKept)
    element('speed').textContent = speed.toFixed(speed < 10 ? 1 : 0)
    element('memory').textContent = `${(stats.residentMemory / 2 ** 20).toFixed(0)} MiB`
    element('uptime').textContent = `${(stats.uptimeNs / 1e9).toFixed(1)} s`
    element('instructions').textContent = `${(stats.instructions / 1e6).toFixed(0)} M`
    element('misses').textContent = `${(stats.tlbMisses / 1e6).toFixed(1)} M`
    this.#draw()
  }

  #draw() {
    const canvas = element('graph')
    const { width, height } = canvas
    const context = canvas.getContext('2d')
    const top = Math.max(100, ...this.#speeds)
    context.clearRect(0, 0, width, height)
    context.beginPath()
    context.moveTo(0, height)
    this.#speeds.forEach((speed, index) => {
      const x = ((samplesKept - this.#speeds.length + index) / (samplesKept - 1)) * width
      const y = height - 2 - (speed / top) * (height - 6)
      if (index === 0) context.moveTo(x, y)
      else context.lineTo(x, y)
    })
    context.strokeStyle = '#7fdbca'
    context.lineWidth = 2.5
    context.stroke()
    context.lineTo(width, height)
    context.lineTo(((samplesKept - this.#speeds.length) / (samplesKept - 1)) * width, height)
    context.fillStyle = '#7fdbca22'
    context.fill()
  }
}
