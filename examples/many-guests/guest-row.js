/** A row of the table: a guest's numbers, its sliders, and the last line of its console. */

const unlimited = 100

function make(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties)
  node.append(...children)
  return node
}

export class GuestRow {
  #cells
  #lastLine = ''

  constructor(guest, color) {
    this.name = guest.name
    this.color = color
    const swatch = make('i', {})
    swatch.style.background = color
    const cell = (...children) => make('td', {}, ...children)
    const slider = (label, range, change) => {
      const output = make('output', { value: range.text(range.value) })
      const input = make('input', { type: 'range', ariaLabel: `${label} of ${guest.name}`, ...range })
      input.addEventListener('input', () => {
        output.value = range.text(input.valueAsNumber)
        guest.reconfigure({ cpu: change(input.valueAsNumber) }).catch((error) => {
          output.value = error.code ?? 'error'
        })
      })
      return cell(input, ' ', output)
    }
    this.#cells = [cell('–'), cell('–'), cell('–'), make('td', { className: 'line' })]
    const [used, ready, memory, line] = this.#cells
    this.element = make(
      'tr',
      {},
      cell(swatch, guest.name),
      used,
      ready,
      memory,
      slider('Shares', { min: 100, max: 4000, step: 100, value: 1000, text: String }, (shares) => ({ shares })),
      slider(
        'Limit',
        { min: 5, max: unlimited, step: 5, value: unlimited, text: (value) => (value === unlimited ? 'none' : `${value} %`) },
        (value) => ({
          limit: value === unlimited ? 'unlimited' : value,
        }),
      ),
      line,
    )
    this.#readLines(guest)
  }

  show({ cpu, memory }) {
    const texts = [cpu['%USED'].toFixed(1), cpu['%RDY'].toFixed(1), (memory.consumed / 2 ** 20).toFixed(1), this.#lastLine]
    texts.forEach((text, index) => {
      this.#cells[index].textContent = text
    })
  }

  async #readLines(guest) {
    for await (const line of guest.console.lines()) if (line.trim() !== '') this.#lastLine = line.trim()
  }
}
