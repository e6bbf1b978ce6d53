/** A line for each guest over the last minute. */
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'

const kept = 120
const grey = '#8b98a8'
const axis = { stroke: grey, grid: { stroke: '#1b232e' }, ticks: { stroke: '#1b232e' } }

export class Chart {
  #plot
  #data

  /** `series` are names with colours. */
  constructor(parent, series) {
    this.#data = [[], ...series.map(() => [])]
    const options = {
      width: 560,
      height: 230,
      legend: { show: false },
      scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] } },
      axes: [{ ...axis, values: (_, ticks) => ticks.map((second) => `${second} s`) }, axis],
      series: [{}, ...series.map(({ name, color }) => ({ label: name, stroke: color, width: 2 }))],
    }
    this.#plot = new uPlot(options, this.#data, parent)
  }

  /** A value for each series, at a second. */
  add(second, values) {
    for (const [index, value] of [second, ...values].entries()) {
      this.#data[index].push(value)
      if (this.#data[index].length > kept) this.#data[index].shift()
    }
    this.#plot.setData(this.#data)
  }

  remove() {
    this.#plot.destroy()
  }
}
