import { z } from 'zod'
import { eachDocument } from '../each-document.ts'
import type { DocumentStep } from '../step.ts'
import { countVisible } from './count-visible.ts'

/** Names of Linguist. */
const languages = new Set([
  'HTML',
  'XHTML',
  'Vue',
  'Svelte',
  'Astro',
  'HTML+Django',
  'HTML+ERB',
  'HTML+PHP',
  'HTML+Razor',
  'HTML+EEX',
])

/** What a page shows, against what it is written in: low in pages of scripts, styles and empty boxes. */
export const htmlText: DocumentStep = {
  kind: 'html-text',
  title: 'Text of pages',
  description: 'Counts what a reader sees of HTML: the text outside of tags, comments, scripts and styles.',
  scope: 'document',
  version: 1,
  costMsPerMb: 5,
  parameters: z.strictObject({}),
  describe: () => ({
    signals: [
      {
        name: 'html_text_characters',
        label: 'Text of the page',
        unit: 'characters',
        description: 'Visible characters of HTML. BigCode, StarCoder2 and DeepSeek-Coder ask for at least 100.',
      },
      {
        name: 'html_text_fraction',
        label: 'Text share of the page',
        unit: 'fraction',
        description: 'Share of visible characters in HTML. BigCode, StarCoder2 and DeepSeek-Coder ask for at least 0.2.',
      },
    ],
  }),
  needs: () => ({}),
  async open() {
    return {
      async run(batch, signal) {
        const characters = new Float32Array(batch.ids.length).fill(Number.NaN)
        const shares = new Float32Array(batch.ids.length).fill(Number.NaN)
        for await (const { document, bytes } of eachDocument(batch, signal)) {
          if (!languages.has(batch.languages[document] as string)) continue
          const { visible, all } = countVisible(new TextDecoder().decode(bytes))
          characters[document] = visible
          shares[document] = all === 0 ? 0 : visible / all
        }
        return { signals: { html_text_characters: characters, html_text_fraction: shares } }
      },
      async [Symbol.asyncDispose]() {},
    }
  },
}
