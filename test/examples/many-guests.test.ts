/** examples/many-guests in Node and in a headless Chromium: one boot, ten forks, and sliders that change what they get. */
import { execFile } from 'node:child_process'
import process from 'node:process'
import { promisify } from 'node:util'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasDebian } from '../guests/built-host'
import { hasChromium, openExample } from './example-page'

describe('ten guests from one boot', () => {
  it('in Node: a table before and after shares and limits changed', async () => {
    const run = promisify(execFile)(process.execPath, ['examples/many-guests/main.mjs'], { timeout: 120_000 })
    const [before, after] = (await run).stdout.split(/Four times the shares for primes 1, at most 5 % for primes 2/)
    for (const table of [before, after]) expect(table?.match(/^(primes|idle) \d +[\d. ]+$/gm)).toHaveLength(10)
    const used = (table: string | undefined, name: string): number =>
      Number(new RegExp(`^${name} +([\\d.]+)`, 'm').exec(table ?? '')?.[1])
    expect(used(after, 'idle 1')).toBeLessThan(used(after, 'primes 1'))
    expect(used(after, 'primes 2')).toBeLessThan(used(after, 'primes 1'))
  })
})

describe.skipIf(!hasChromium)('ten guests in a page', () => {
  let example: Awaited<ReturnType<typeof openExample>>
  let page: Page

  beforeAll(async () => {
    example = await openExample('many-guests', { width: 1400, height: 720 })
    page = example.page
  })

  afterAll(() => example?.close())

  const used = async (row: number): Promise<number> =>
    Number(await page.locator('#guests tr').nth(row).locator('td').nth(1).textContent())
  const slide = (label: string, value: number): Promise<void> =>
    page.getByLabel(label).evaluate((input: HTMLInputElement, to) => {
      input.value = String(to)
      input.dispatchEvent(new Event('input'))
    }, value)

  it('work each for itself, and their sliders change what they get of the CPU', async () => {
    await page.click('#embedded')
    await expect.poll(() => page.textContent('#message'), { timeout: 60_000 }).toMatch(/^10 forks of one boot/)
    expect(await page.locator('#guests tr').count()).toBe(10)
    expect(await page.locator('.uplot canvas').count()).toBe(2)
    await expect.poll(() => page.locator('#guests tr td.line').first().textContent(), { timeout: 30_000 }).not.toBe('')
    await slide('Shares of primes 1', 4000)
    await slide('Limit of primes 2', 5)
    // Nobody may be faster than its limit, and shares of 4000 against 1000 are seen whatever else the machine does.
    await expect.poll(async () => (await used(0)) > 2 * (await used(2)) && (await used(1)) <= 6, { timeout: 60_000 }).toBe(true)
    expect(await used(9)).toBeLessThan(2)
  })

  it.skipIf(!hasDebian)('are forks of one Debian', { timeout: 240_000 }, async () => {
    await page.click('#debian')
    const lines = (): Promise<string[]> => page.locator('#guests tr td.line').allTextContents()
    const names = (): Promise<string[]> => page.locator('#guests tr td:first-child').allTextContents()
    // An error is in the message.
    await expect.poll(() => page.textContent('#message'), { timeout: 30_000 }).toMatch(/^(Booting|kernel:|initrd:)/)
    await expect.poll(names, { timeout: 200_000, interval: 500 }).toContain('sha256')
    await expect.poll(async () => (await lines())[0], { timeout: 60_000 }).toMatch(/[0-9a-f]{64} +\/bin\/busybox/)
    await slide('Shares of sha256', 4000)
    await slide('Limit of md5', 5)
    await expect.poll(() => used(1), { timeout: 60_000 }).toBeLessThanOrEqual(6)
    const picture = process.env.VMHOST_SCREENSHOT
    if (picture === undefined) return
    await page.waitForTimeout(12_000)
    await page.screenshot({ path: picture })
  })
})
