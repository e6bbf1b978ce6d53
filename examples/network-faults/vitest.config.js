/** The tests of this folder alone. */
import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['*.test.mjs'] } })
