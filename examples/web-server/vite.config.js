/** Serves this page as the one of browser-linux, with the same library and image. */
import { defineConfig, mergeConfig } from 'vite'
import linux from '../browser-linux/vite.config.js'

export default defineConfig(mergeConfig(linux, { root: import.meta.dirname }))
