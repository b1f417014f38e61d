import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { monacoGhostText } from './tools/monaco-ghost-text.mjs'

/**
 * Builds the interface for both hosts. Everything is a file of its own that `script-src 'self'` allows: no inline scripts, no
 * polyfill that would need one, workers as files.
 */
export default defineConfig({
  root: 'renderer',
  plugins: [react(), monacoGhostText()],
  worker: { format: 'es' },
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'es2024',
    modulePreload: { polyfill: false },
    // Fonts as files: the policy allows data: fonts, but a file is cached and read once.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 6000,
  },
})
