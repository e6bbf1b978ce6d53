/** The test projects: everything that runs in Node, and what runs in a headless Chromium against the built package. */
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { debianServer } from './test/browser/debian-server'
import { policyServer } from './test/browser/policy-server'
import { snapshotServer } from './test/browser/snapshot-server'
import { wispServer } from './test/browser/wisp-server'

const chromium = process.env.VMHOST_CHROMIUM ?? '/usr/bin/chromium'

/** Keeps a browser on a closed network quiet, and lets it start as root. */
const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Shared memory reaches a worker only on a cross-origin isolated page. */
const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{unit,conformance,differential,architecture,examples,package}/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'guests',
          environment: 'node',
          include: ['test/guests/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        plugins: [debianServer(), policyServer(), snapshotServer(), wispServer()],
        server: { headers: isolationHeaders },
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath: chromium, args: chromiumFlags } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
