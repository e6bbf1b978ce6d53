/** Statistics of a host over its socket: the table, CSV as esxtop's, and readers that misbehave. */
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attach } from '../../src/cli/top/client'
import { CsvTable } from '../../src/cli/top/csv'
import { TopServer } from '../../src/cli/top/server'
import { tableRows } from '../../src/cli/top/table'
import { type CpuPercent, Host, type HostStatsSample } from '../../src/index'
import { wasmUrl } from './built-host'

const folder = mkdtempSync(join(tmpdir(), 'vmhost-top-'))
const path = join(folder, 'host.sock')
let host: Host
let server: TopServer

beforeAll(async () => {
  host = await Host.create({ name: 'lab', memory: '64MiB', thread: 'inline', wasmUrl })
  for (const [name, vcpus] of [
    ['idle', 2],
    ['busy', 1],
  ] as const) {
    const guest = await host.hypervisor.createGuest({
      name,
      vcpus,
      memory: '16MiB',
      console: { type: name === 'busy' ? [{ text: 'primes\n', after: '> ' }] : [] },
    })
    await guest.start()
    await guest.console.waitFor('vmhost> ')
  }
  server = await TopServer.listen(host, path)
})

afterAll(async () => {
  await server.close()
  await host.dispose()
  rmSync(folder, { recursive: true })
})

async function read(count: number): Promise<HostStatsSample[]> {
  const connection = await attach(path, { intervalMs: 20 })
  const samples: HostStatsSample[] = []
  for await (const sample of connection.samples) if (samples.push(sample) === count) break
  connection.close()
  return samples
}

describe('the statistics of a running host', () => {
  it('come over a socket that its user alone can reach', async () => {
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const [first, second] = await read(2)
    expect(first?.guests.map(({ name, vcpus }) => [name, vcpus.length])).toEqual([
      ['idle', 2],
      ['busy', 1],
    ])
    expect(second?.atNs).toBeGreaterThan(first?.atNs ?? Number.POSITIVE_INFINITY)
    for (const { cpu, vcpus, memory } of first?.guests ?? []) {
      // A hart that was never started idles as long as its guest is on.
      const sumOf = (percent: CpuPercent) => percent['%RUN'] + percent['%WAIT'] + percent['%RDY'] + percent['%CSTP']
      for (const vcpu of vcpus) expect(sumOf(vcpu)).toBeCloseTo(100, 6)
      expect(cpu['%WAIT']).toBeCloseTo(
        vcpus.reduce((sum, vcpu) => sum + vcpu['%WAIT'], 0),
        6,
      )
      expect(sumOf(cpu)).toBeCloseTo(100 * vcpus.length, 6)
      expect(memory.size).toBe(16 * 2 ** 20)
      expect(memory.granted).toBeGreaterThan(0)
    }
  })

  it('are a table with a row for each guest, and for each virtual CPU', async () => {
    const [sample] = await read(1)
    if (sample === undefined) throw new Error('expected a reading')
    const rows = tableRows(sample, { columns: 200, isExpanded: true, sort: 'N' })
    const heading = rows.findIndex((row) => row.startsWith('NAME'))
    expect(rows[heading]).toMatch(/%USED +%RUN +%WAIT +%RDY +%CSTP +%MLMTD +MEMSZ +GRANT +TCHD +SHRD +SWCUR/)
    expect(rows.slice(heading + 1).map((row) => row.trim().split(/ +/)[0])).toEqual([
      'idle',
      'vcpu-0',
      'vcpu-1',
      'busy',
      'vcpu-0',
    ])
    expect(rows.join('\n')).toMatch(/64 total.*high state/)
    const byUse = tableRows(sample, { columns: 40, isExpanded: false, sort: 'U' })
    const most = [...sample.guests].sort((a, b) => b.cpu['%USED'] - a.cpu['%USED'])[0]
    expect(byUse[heading + 1]).toMatch(`${most?.name}`)
    expect(byUse.every((row) => row.length <= 40)).toBe(true)
  })

  it('are CSV as esxtop -b prints it: quoted, a counter a column, as many in each line', async () => {
    const [sample] = await read(1)
    if (sample === undefined) throw new Error('expected a reading')
    const table = new CsvTable('lab', sample)
    const cells = (line: string): string[] => line.trimEnd().slice(1, -1).split('","')
    const header = cells(table.header())
    expect(header[0]).toBe('(PDH-CSV 4.0) (UTC)(0)')
    expect(header).toContain('\\\\lab\\Group Cpu(2:busy)\\% Ready')
    expect(header).toContain('\\\\lab\\Vcpu(1:idle:vcpu-1)\\% CoStop')
    expect(header).toContain('\\\\lab\\Group Memory(1:idle)\\Memory Granted Size MBytes')
    const row = cells(table.row(sample, Date.UTC(2026, 10, 28, 23, 15, 20)))
    expect(row).toHaveLength(header.length)
    expect(row[0]).toBe('11/28/2026 23:15:20')
    expect(row[header.indexOf('\\\\lab\\Memory\\Machine MBytes')]).toBe('64.00')
    // A guest that is gone leaves its columns empty.
    const gone = cells(table.row({ ...sample, guests: [] }, 0))
    expect(gone).toHaveLength(header.length)
    expect(gone[header.indexOf('\\\\lab\\Group Cpu(2:busy)\\% Ready')]).toBe('')
  })

  it.each(['nonsense\n', '{"intervalMs":0}\n', '{"intervalMs":"often"}\n', 'null\n', `${'x'.repeat(10_000)}`])(
    'are refused to a reader who asks with %j, and the others read on',
    async (request) => {
      const socket = connect(path)
      let answer = ''
      socket.on('data', (chunk) => (answer += String(chunk)))
      socket.write(request)
      await once(socket, 'close')
      expect(answer).toMatch(/"error":/)
      expect(await read(1)).toHaveLength(1)
    },
  )

  it('end for a reader when the host goes', async () => {
    const other = await Host.create({ name: 'short', memory: '16MiB', thread: 'inline', wasmUrl })
    const socket = join(folder, 'short.sock')
    const short = await TopServer.listen(other, socket)
    const connection = await attach(socket, { intervalMs: 10 })
    expect(connection.host).toBe('short')
    const reading = (async () => {
      for await (const _ of connection.samples);
    })()
    await other.dispose()
    await short.close()
    await reading
    await expect(attach(socket, { intervalMs: 10 })).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
  })
})
