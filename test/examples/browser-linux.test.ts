/** The page of examples/browser-linux in a headless Chromium: it boots, shows, pauses and takes dropped files. */
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedGuest } from '../../src/embedded'
import { hasDebian } from '../guests/built-host'
import { hasChromium, openExample } from './example-page'

/** What the page's terminal shows. */
const screen = async (page: Page): Promise<string> => (await page.locator('.xterm-rows > div').allTextContents()).join('\n')

describe.skipIf(!hasChromium)('the browser example', () => {
  let example: Awaited<ReturnType<typeof openExample>>
  let page: Page

  beforeAll(async () => {
    example = await openExample('browser-linux', { width: 1200, height: 800 })
    page = example.page
  })

  afterAll(() => example?.close())

  it('boots the embedded guest, takes keys, and shows its state', async () => {
    await page.click('#embedded')
    await expect.poll(() => screen(page), { timeout: 30_000 }).toContain('vmhost>')
    expect(await page.textContent('#state')).toBe('running')
    await page.locator('.xterm-helper-textarea').focus()
    await page.keyboard.type('echo from the page\n')
    await expect.poll(() => screen(page)).toMatch(/\nfrom the page/)
    await page.click('#pause')
    await expect.poll(() => page.textContent('#state')).toBe('paused')
    await page.click('#stop')
    await expect.poll(() => page.textContent('#state')).toBe('stopped')
  })

  it('boots a kernel that is dropped on it', async () => {
    const bytes = [...embeddedGuest()]
    await page.evaluate((content) => {
      const files = new DataTransfer()
      files.items.add(new File([new Uint8Array(content)], 'Image'))
      document.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }))
    }, bytes)
    await expect.poll(() => page.textContent('#files')).toContain('kernel: Image')
    await expect.poll(() => screen(page), { timeout: 30_000 }).toContain('vmhost>')
  })

  it.skipIf(!hasDebian)('boots Debian to its shell', { timeout: 240_000 }, async () => {
    await page.click('#debian')
    await expect.poll(() => screen(page), { timeout: 200_000, interval: 500 }).toContain('~ #')
    expect(await page.textContent('#instructions')).toMatch(/^\d+ M$/)
    expect(await page.textContent('#message')).toBe('')
  })
})
