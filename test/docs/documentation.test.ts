import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { commands } from '#contracts/commands'
import { settings } from '#contracts/settings'
import { workbenchContract } from '#contracts/workbench'
import { bitsPerByteName, perplexityName } from '#engine/curation/steps/model-perplexity/model-signals'
import { statisticsSignals } from '#engine/dataset/signals/statistics'
import { codeMeasureColumns, ngramScoreColumns } from '#native'

const root = path.resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const guide = read('docs/guide.md')
const glossary = read('docs/glossary.md')

/** Everything that stands between backticks, fenced blocks left out. */
function listCode(markdown: string): string[] {
  const text = markdown.replace(/^```[\s\S]*?^```/gm, '')
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code as string)
}

function listSettings(value: unknown, name = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [name]
  return Object.entries(value).flatMap(([key, part]) => listSettings(part, name ? `${name}.${key}` : key))
}

const documented = new Set([...listCode(guide), ...listCode(glossary)])

describe('the guide and the glossary', () => {
  it.each<[string, readonly string[]]>([
    [
      'method',
      Object.entries(workbenchContract).flatMap(([service, methods]) => Object.keys(methods).map((name) => `${service}.${name}`)),
    ],
    ['setting', listSettings(settings.parse({}))],
    ['signal', [...statisticsSignals.map(({ name }) => name), perplexityName, bitsPerByteName]],
    ['native measure', [...codeMeasureColumns, ...ngramScoreColumns]],
  ])('name every %s', (_, names) => {
    expect(names.filter((name) => !documented.has(name))).toEqual([])
  })

  it('list every command with its menu and its key', () => {
    const rows = Object.values(commands).map(
      ({ title, menu, key }) => `| ${menu} | ${title} | ${key === null ? '' : `\`${key}\``} |`,
    )
    expect(rows.filter((row) => !guide.includes(`\n${row}\n`))).toEqual([])
  })

  it.each(['completion', 'generation'])('say what %s means', (word) => {
    expect(glossary).toMatch(new RegExp(`^\\| ${word} \\|`, 'm'))
  })
})

describe('the documents', () => {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    // What is in it differs between two clones of one commit.
    .filter((name) => name !== '.git')
  // What a build or a test run makes.
  const made = /^(build|dist|node_modules|test-results|release)\//
  const decisions = readdirSync(path.join(root, 'docs/decisions')).map((name) => `docs/decisions/${name}`)

  it.each(['README.md', 'docs/architecture.md', 'docs/guide.md', 'docs/glossary.md', ...decisions])(
    '%s names paths that exist',
    (file) => {
      const text = read(file)
      const named = listCode(text).filter(
        (code) =>
          /^[\w.-]+(\/[\w.@-]+)*\/?$/.test(code) &&
          code.includes('/') &&
          folders.includes(code.split('/')[0] as string) &&
          !made.test(code),
      )
      const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target]) =>
        path.join(path.dirname(file), target as string),
      )
      expect([...named, ...linked].filter((name) => !existsSync(path.join(root, name)))).toEqual([])
    },
  )
})
