/** Pages and workers whose Content-Security-Policy lets nobody compile WebAssembly, or only one of them. */
import { afterEach, describe, expect, it } from 'vitest'
import type { EngineChoice, HostOptions, TranslatorStatistics } from '../../src/index'

interface Report {
  ready?: true
  guests?: { reason?: string; code?: string; translator: TranslatorStatistics }[]
  code?: string
  message?: string
  warnings: string[]
}

interface Policies {
  page: 'open' | 'strict'
  worker: 'open' | 'strict'
}

const frames: HTMLIFrameElement[] = []
afterEach(() => {
  for (const frame of frames.splice(0)) frame.remove()
})

const nextReport = (frame: HTMLIFrameElement): Promise<Report> =>
  new Promise((resolve) => {
    const receive = ({ source, data }: MessageEvent): void => {
      if (source !== frame.contentWindow) return
      removeEventListener('message', receive)
      resolve(data as Report)
    }
    addEventListener('message', receive)
  })

/** What guests with these engines come to on a host of a page under these policies. */
async function tryOut({ page, worker }: Policies, host: HostOptions, engines: EngineChoice[]): Promise<Report> {
  const frame = document.createElement('iframe')
  frames.push(frame)
  frame.src = `/policy/${page}/${worker}/page.html`
  document.body.append(frame)
  await nextReport(frame)
  frame.contentWindow?.postMessage({ host, engines })
  return nextReport(frame)
}

describe('a Content-Security-Policy', () => {
  it("without 'wasm-unsafe-eval' in the worker leaves guests to the interpreter, with one warning", async () => {
    const report = await tryOut({ page: 'open', worker: 'strict' }, {}, ['auto', 'auto', 'interpreter', 'translator'])
    expect(report.guests?.map(({ reason, code }) => reason ?? code)).toEqual(['until', 'until', 'until', 'ERR_UNSUPPORTED'])
    expect(report.guests?.[0]?.translator).toMatchObject({
      engine: 'interpreter',
      unavailable: expect.stringContaining('Content Security'),
    })
    expect(report.warnings).toEqual([expect.stringMatching(/^vmhost: host "host": guests are interpreted/)])
  })

  it("without 'wasm-unsafe-eval' in the page alone changes nothing for its worker", async () => {
    const report = await tryOut({ page: 'strict', worker: 'open' }, {}, ['auto', 'translator'])
    expect(report.guests?.map(({ reason }) => reason)).toEqual(['until', 'until'])
    expect(report.guests?.map(({ translator }) => translator.engine)).toEqual(['translator', 'translator'])
    expect(report.warnings).toEqual([])
  })

  it.each([{ thread: 'worker' }, { thread: 'inline' }] as const)(
    "without 'wasm-unsafe-eval' anywhere refuses the host and says what it wants: %j",
    async (host) => {
      const report = await tryOut({ page: 'strict', worker: 'strict' }, host, [])
      expect(report).toMatchObject({ code: 'ERR_CORE', message: expect.stringContaining("'wasm-unsafe-eval'") })
    },
  )
})
