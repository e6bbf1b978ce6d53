/** The page of examples/web-server in a headless Chromium: a guest's server answers the page, and the page's server the guest. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasDebian } from '../guests/built-host'
import { hasChromium, openExample } from './example-page'

describe.skipIf(!hasChromium || !hasDebian)('the page with a web server', () => {
  let example: Awaited<ReturnType<typeof openExample>>

  beforeAll(async () => {
    example = await openExample('web-server', { width: 1000, height: 700 })
  })
  afterAll(() => example?.close())

  it('shows what a server in its guest answers, and the guest reaches the server of the page', { timeout: 300_000 }, async () => {
    const { page } = example
    const shown = () => page.frameLocator('#view').locator('body').textContent()
    await page.click('#boot')
    await expect.poll(() => page.textContent('#state'), { timeout: 240_000, interval: 500 }).toBe('serving')
    await expect.poll(shown).toContain('Served by a guest of this page')
    expect(await page.textContent('#status')).toBe('200')
    for (const [path, status, text] of [
      ['/cgi-bin/uname', '200', /Linux .* riscv64/],
      ['/nowhere', '404', /not found/i],
    ] as const) {
      await page.fill('#path', path)
      await page.click('#go')
      await expect.poll(() => page.textContent('#status'), { timeout: 30_000 }).toBe(status)
      await expect.poll(shown, { timeout: 30_000 }).toMatch(text)
    }
    await expect.poll(() => page.textContent('#fetched'), { timeout: 60_000 }).toBe('The server of this page says hello.')
    expect(await page.textContent('#message')).toBe('')
  })
})
