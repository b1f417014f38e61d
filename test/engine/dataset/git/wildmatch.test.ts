import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createIgnoreRules } from '#engine/dataset/git/ignore-rules'
import { makeRepository } from './git-repository.ts'

const pieces = [
  ...[
    'a',
    'b',
    'ab',
    'a.b',
    'A',
    'B',
    '*',
    '**',
    '***',
    '?',
    '/',
    '/',
    '**/',
    '/**',
    '/**/',
    '[ab]',
    '[!a]',
    '[^b]',
    '[a-c]',
    '[A-B]',
  ],
  ...[
    '[]a]',
    '[a-',
    '[!]',
    '[[:alpha:]]',
    '[[:upper:]]',
    '[[:lower:]b]',
    '[[:space:]]',
    '[[:punct:]]',
    '[[:nosuch:]]',
    '[[:]',
    '[a/b]',
  ],
  ...[
    '[\\]]',
    '[+--]',
    '[',
    ']',
    '-',
    '\\',
    '\\a',
    '\\A',
    '\\*',
    '\\ ',
    ' ',
    '!',
    '#',
    '.',
    '+',
    '(',
    '{a,b}',
    '$',
    '^',
    '|',
    '\t',
  ],
  ...['\xe9', '\xc3\xa9', '[\xc3]', '\r', '\0', '\xef\xbb\xbf'],
]
const pattern = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''))
const paths = [
  ...[
    'a',
    'b',
    'ab',
    'a.b',
    'A',
    'B',
    'a/a',
    'a/b',
    'ab/c',
    'a/b/c',
    'b/a/ab',
    'a/b/a/b',
    'a/c/d/b',
    'a*',
    '#',
    '!a',
    'a b',
    ' a',
    'a ',
  ],
  ...[
    '[',
    ']',
    '-',
    '(a',
    '{a,b}',
    'a+',
    '$',
    '^a',
    '|',
    '\t',
    '\\',
    '\\a',
    '\xe9',
    '\xc3\xa9',
    'a/\xc3\xa9/b',
    '.',
    '/a',
    'a\r',
  ],
].filter((path) => path !== '.' && !path.startsWith('/'))

/** For each path below each folder whether git ignores it, rules of folders above included. */
function askGit(folder: string, asked: readonly string[]): boolean[] {
  const answer = execFileSync('git', ['check-ignore', '-z', '--stdin', '--no-index', '--verbose', '--non-matching'], {
    cwd: folder,
    env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
    input: Buffer.from(asked.map((path) => `${path}\0`).join(''), 'latin1'),
  })
  const fields = answer.toString('latin1').split('\0')
  return asked.map((_, index) => {
    const decisive = fields[index * 4 + 2] ?? ''
    return decisive !== '' && !decisive.startsWith('!')
  })
}

/** As a walk asks: a folder that is ignored decides for all that is in it. */
function isIgnored(rules: ReturnType<typeof createIgnoreRules>, folder: string, path: string): boolean {
  const parts = path.split('/')
  return parts.some((_, index) => {
    return rules.ignores(`${folder}/${parts.slice(0, index + 1).join('/')}`, index < parts.length - 1 ? 'folder' : 'file')
  })
}

test.each([false, true])('random patterns match what they match to git, with ignoreCase %j', (ignoreCase) => {
  const folder = mkdtempSync(join(tmpdir(), 'codeshell-patterns-'))
  try {
    makeRepository(folder)
    writeFileSync(join(folder, '.git/config'), `[core]\n\tignorecase = ${ignoreCase}\n`)
    // One folder for each pattern, so that one process of git answers for all of them.
    fc.assert(
      fc.property(fc.array(fc.array(pattern, { minLength: 1, maxLength: 2 }), { minLength: 60, maxLength: 60 }), (files) => {
        const asked: string[] = []
        const answers: boolean[] = []
        for (const [index, lines] of files.entries()) {
          const name = `d${index}`
          mkdirSync(join(folder, name), { recursive: true })
          const content = Buffer.from(lines.join('\n'), 'latin1')
          writeFileSync(join(folder, name, '.gitignore'), content)
          const rules = createIgnoreRules({ ignoreCase }).extend(name, content.toString('latin1'))
          for (const path of paths) {
            asked.push(`${name}/${path}`)
            answers.push(isIgnored(rules, name, path))
          }
        }
        const expected = askGit(folder, asked)
        const wrong = asked.flatMap((path, index) =>
          answers[index] === expected[index]
            ? []
            : [{ lines: files[Math.floor(index / paths.length)], path, git: expected[index] }],
        )
        expect(wrong).toEqual([])
      }),
      { numRuns: 10, endOnFailure: true },
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('rules of a deeper folder decide before those above it, and the last line of several', () => {
  const rules = createIgnoreRules().extend('', '*.log\n!keep.log\nlate\n').extend('sub', '!late\nkeep.log\n')
  expect(rules.ignores('a.log', 'file')).toBe(true)
  expect(rules.ignores('sub/keep.log', 'file')).toBe(true)
  expect(rules.ignores('sub/late', 'file')).toBe(false)
  expect(rules.ignores('sub/a.log', 'file')).toBe(true)
})
