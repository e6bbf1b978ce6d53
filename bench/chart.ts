/** Horizontal bars as SVG: a row per measured thing, a bar per machine, and a line at 1 for what they are measured against. */

export interface ChartRow {
  readonly label: string
  /** One value per series; undefined where there is none. */
  readonly values: readonly (number | undefined)[]
  /** Set apart from the rows above. */
  readonly startsGroup?: boolean
}

export interface Chart {
  readonly title: string
  readonly series: readonly string[]
  /** What the value 1 stands for. */
  readonly reference: string
  readonly rows: readonly ChartRow[]
}

const COLOURS = ['#1f6feb', '#bf8700']
const INK = '#1f2328'
const FAINT = '#d1d9e0'
const WIDTH = 820
const LEFT = 150
const RIGHT = 60
const TOP = 78
const BAR = 9
const GAP = 8
const GROUP_GAP = 14
const FONT = 'font-family="system-ui, -apple-system, Segoe UI, sans-serif"'

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const number = (value: number): string => String(Math.round(value * 100) / 100)
const shown = (value: number): string => (value >= 10 ? value.toFixed(0) : value.toFixed(value >= 1 ? 1 : 2))

interface Place {
  readonly x: number
  readonly y: number
}

function text({ x, y }: Place, content: string, attributes = ''): string {
  return `<text x="${number(x)}" y="${number(y)}" ${attributes}>${escaped(content)}</text>`
}

const rect = ({ x, y }: Place, width: number, height: number, fill: string): string =>
  `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${height}" fill="${fill}"/>`

function verticalLine(x: number, bottom: number, attributes: string): string {
  return `<line x1="${number(x)}" y1="${TOP - 6}" x2="${number(x)}" y2="${number(bottom)}" ${attributes}/>`
}

/** The y of each row's top, and of the end of the last. */
function layOut({ rows, series }: Chart): { tops: number[]; bottom: number } {
  let y = TOP
  const tops = rows.map(({ startsGroup = false }, index) => {
    if (startsGroup && index > 0) y += GROUP_GAP
    const top = y
    y += BAR * series.length + GAP
    return top
  })
  return { tops, bottom: y }
}

/** Steps of the axis: about eight of them, of a round length. */
function axisStep(largest: number): number {
  return [0.25, 0.5, 1, 2, 5, 10, 20, 50].find((step) => largest / step <= 9) ?? 100
}

function legend({ series, reference }: Chart): string {
  const entries = series.map((name, index) => {
    const x = LEFT + index * 110
    return rect({ x, y: 40 }, 12, 10, COLOURS[index] ?? INK) + text({ x: x + 18, y: 49 }, name)
  })
  return entries.join('') + text({ x: LEFT + series.length * 110, y: 49 }, `line at 1: ${reference}`)
}

/** The drawing; the same rows give the same text. */
export function drawChart(chart: Chart): string {
  const { tops, bottom } = layOut(chart)
  const largest = Math.max(1, ...chart.rows.flatMap(({ values }) => values.map((value) => value ?? 0)))
  const scale = (WIDTH - LEFT - RIGHT) / largest
  const step = axisStep(largest)
  const ticks = Array.from({ length: Math.floor(largest / step) + 1 }, (_, index) => index * step)
  const grid = ticks.map(
    (tick) =>
      verticalLine(LEFT + tick * scale, bottom, `stroke="${FAINT}"`) +
      text({ x: LEFT + tick * scale, y: bottom + 16 }, number(tick), 'text-anchor="middle"'),
  )
  const rows = chart.rows.map((row, index) => drawRow(row, tops[index] ?? TOP, scale))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 28}" width="${WIDTH}" height="${bottom + 28}" role="img" ${FONT} font-size="12" fill="${INK}">`,
    `<title>${escaped(chart.title)}</title>`,
    rect({ x: 0, y: 0 }, WIDTH, bottom + 28, '#ffffff'),
    text({ x: LEFT, y: 24 }, chart.title, 'font-size="15" font-weight="600"'),
    legend(chart),
    ...grid,
    ...rows,
    verticalLine(LEFT + scale, bottom, `stroke="${INK}" stroke-width="1.5" stroke-dasharray="4 3"`),
    '</svg>\n',
  ].join('\n')
}

function drawRow({ label, values }: ChartRow, top: number, scale: number): string {
  const middle = top + (BAR * values.length) / 2 + 4
  const bars = values.map((value, index) => {
    if (value === undefined) return ''
    const y = top + index * BAR
    const end = { x: LEFT + value * scale + 4, y: y + BAR - 1 }
    return rect({ x: LEFT, y }, value * scale, BAR - 1, COLOURS[index] ?? INK) + text(end, shown(value), 'font-size="9"')
  })
  return text({ x: LEFT - 8, y: middle }, label, 'text-anchor="end"') + bars.join('')
}
