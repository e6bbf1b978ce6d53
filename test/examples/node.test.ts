/** The examples for Node run as they stand. */
import { execFile } from 'node:child_process'
import process from 'node:process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { debianFile, hasDebian } from '../guests/built-host'

const runIn = async (env: NodeJS.ProcessEnv, ...argv: string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, argv, { env, timeout: 280_000, maxBuffer: 2 ** 26 })).stdout
const run = (...argv: string[]): Promise<string> => runIn(process.env, ...argv)

describe('examples', () => {
  it('embed: a guest answers in ten lines', async () => {
    expect(await run('examples/embed/main.mjs')).toMatch(/primes below 100000: 9592[\s\S]*power-off/)
  })

  it('bare-metal: an assembled program prints, computes and ends', async () => {
    expect(await run('examples/bare-metal/main.mjs')).toMatch(
      /^Hello from bare metal\nsum 500500, \d+ instructions, ended by power-off\n$/,
    )
  })

  it.skipIf(!hasDebian)('node-linux: Debian boots, answers and powers off', { timeout: 300_000 }, async () => {
    const output = await run('examples/node-linux/main.mjs', debianFile('Image'), debianFile('initrd.cpio.gz'))
    expect(output).toMatch(/guest is running[\s\S]*Linux .* riscv64[\s\S]*power-off: \d+ instructions/)
  })

  it.skipIf(!hasDebian)(
    'sriov: two guests ping each other, and what is set on their functions shows',
    { timeout: 300_000 },
    async () => {
      const output = await run('examples/sriov/main.mjs', debianFile('Image'), debianFile('initrd.cpio'))
      const losses = [...output.matchAll(/ping with .*: (\d+)% packet loss/g)].map(([, loss]) => Number(loss))
      expect(losses).toEqual([0, 100, 0, 100, 100])
      expect(output).toMatch(/vlan 100, qos 3, max_tx_rate 10Mbps, spoof checking off[\s\S]*power-off, power-off/)
    },
  )

  it.skipIf(!hasDebian)('web-server: a guest serves this process, and is served by it', { timeout: 300_000 }, async () => {
    const output = await run('examples/web-server/main.mjs', debianFile('Image'), debianFile('initrd.cpio'))
    expect(output).toMatch(
      /GET \/: 200 <h1>Served by a guest<\/h1>\n.*GET \/cgi-bin\/uname: 200 Linux .* riscv64\n.*GET \/nowhere: 404/,
    )
    expect(output).toMatch(/the embedder says hello to Wget[\s\S]*power-off/)
  })

  it.skipIf(!hasDebian)('network-faults: its own tests pass, a partition and all', { timeout: 300_000 }, async () => {
    const images = { IMAGE: debianFile('Image'), INITRD: debianFile('initrd.cpio') }
    const output = await runIn(
      { ...process.env, ...images, NO_COLOR: '1' },
      'node_modules/vitest/vitest.mjs',
      'run',
      '--root',
      'examples/network-faults',
    )
    expect(output).toMatch(/Tests .*4 passed \(4\)/)
  })

  it.skipIf(!hasDebian)(
    'start: npm start shows the host and ends with status 0 without a terminal',
    { timeout: 300_000 },
    async () => {
      expect(await run('examples/start.mjs')).toMatch(
        /\[host\] guest uptime .*instructions\/s[\s\S]* 0% packet loss[\s\S]*vf 1 +link\/ether[\s\S]*\[host\] guest debian: power-off/,
      )
    },
  )
})
