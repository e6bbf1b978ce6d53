/** The page of an example, served by its own Vite configuration and opened in a headless Chromium. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { chromium, type Page } from 'playwright'
import { createServer } from 'vite'

const executablePath = process.env.VMHOST_CHROMIUM ?? '/usr/bin/chromium'
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const hasChromium = existsSync(executablePath)

/** Opens the page of `examples/NAME`; `close` ends the browser and the server. */
export async function openExample(
  name: string,
  viewport: { width: number; height: number },
): Promise<{ page: Page; close(): Promise<void> }> {
  const configFile = resolve('examples', name, 'vite.config.js')
  const server = await createServer({ configFile, server: { port: 0 }, logLevel: 'error' })
  await server.listen()
  const browser = await chromium.launch({ executablePath, args })
  const page = await browser.newPage({ viewport })
  await page.goto(server.resolvedUrls?.local[0] ?? '')
  return {
    page,
    close: async () => {
      await browser.close()
      await server.close()
    },
  }
}
