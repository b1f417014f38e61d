import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commentedLanguages, findCommentMarks } from '../../../../../main/engine/curation/steps/near-duplicates/comment-marks.ts'
import { findLicenceHeaders } from '../../../../../main/engine/curation/steps/near-duplicates/licence-header.ts'
import { unknownLanguage } from '../../../../../main/engine/languages/find-language.ts'
import { getLanguageTable } from '../../../../../main/engine/languages/language-table.ts'

/** The document as it is compared. */
function strip(text: string, language: string): string {
  const bytes = Buffer.from(text)
  const headers = findLicenceHeaders(bytes, language)
  const starts = [0, ...headers.map(({ end }) => end)]
  return Buffer.concat(starts.map((start, place) => bytes.subarray(start, headers[place]?.start ?? bytes.length))).toString()
}

test.each([
  ['Java', '/*\n * Copyright 2024 A\n * Licensed under L.\n */\npackage a;\n', 'package a;\n'],
  ['C++', '// SPDX-License-Identifier: MIT\n\n#include <a>\n', '#include <a>\n'],
  [
    'Go',
    '// Copyright 2024 A\n// License: B\n\n// Package a says what it does.\npackage a\n',
    '// Package a says what it does.\npackage a\n',
  ],
  ['Go', '//go:build linux\n\n// Copyright 2024 A\n\npackage a\n', '//go:build linux\n\npackage a\n'],
  ['Rust', '// Copyright 2024 A\n//! What the crate does.\nfn f() {}\n', '//! What the crate does.\nfn f() {}\n'],
  ['Python', '#!/usr/bin/env python\n# Licence: B\n\nimport a\n', '#!/usr/bin/env python\nimport a\n'],
  ['PHP', '<?php\n/** @copyright A */\n/** @license B */\n$a = 1;\n', '<?php\n$a = 1;\n'],
  ['JavaScript', "'use strict';\n/* @license B */ var a\n", "'use strict';\nvar a\n"],
  ['XML', '<?xml version="1.0"?>\n<!-- Copyright A -->\n<a/>\n', '<?xml version="1.0"?>\n<a/>\n'],
  ['HTML', '<!DOCTYPE html>\n<html>\n<!-- Copyright A -->\n<p>', '<!DOCTYPE html>\n<html>\n<p>'],
  [
    'XML',
    '<?xml version="1.0"?>\n<?xml-stylesheet href="a"?>\n<!-- Copyright A -->\n<a/>\n',
    '<?xml version="1.0"?>\n<?xml-stylesheet href="a"?>\n<a/>\n',
  ],
  ['JavaScript', '"use strict"\n// Copyright A\nvar a\n', '"use strict"\nvar a\n'],
  ['Unknown', '# Copyright A\nkey=value\n', 'key=value\n'],
  ['Lua', '--[[ Copyright A\n--]]\nreturn 1\n', 'return 1\n'],
  ['Lua', '-- Copyright A\nreturn 1\n', 'return 1\n'],
  ['Erlang', '%% Copyright A\n-module(a).\n', '-module(a).\n'],
  ['Batchfile', 'REM Copyright A\necho a\n', 'echo a\n'],
  ['Fortran', 'C     Copyright A\nC     Licence B\n      END\n', 'END\n'],
  ['C', '\ufeff/* Copyright A */\nint a;\n', '\ufeffint a;\n'],
  ['C', '/* Copyright Å, © */\r\nint å;\r\n', 'int å;\r\n'],
])('in %s the notice is told from what stands beside it', (language, text, rest) => {
  expect(strip(text, language)).toBe(rest)
})

test.each([
  ['a comment without a notice', 'C', '/* Adds two numbers. */\nint a;\n'],
  ['a notice below code', 'C', 'int a;\n/* Copyright A */\nint b;\n'],
  ['a notice in a string', 'Python', '"""Copyright A"""\nimport a\n'],
  ['a comment without an end', 'C', '/* Copyright A\nint a;\n'],
  ['a file of nothing but a notice', 'C', '/* Copyright A */\n\n// License B\n \n'],
  ['text, which has no comments', 'Text', '# Copyright A\n\nb\n'],
  ['a language that is not in the table', 'Unheard-of', '# Copyright A\n\nb\n'],
])('%s stays', (_, language, text) => {
  expect(strip(text, language)).toBe(text)
})

test('a comment that goes on for longer than headers do stays', () => {
  const text = `// Copyright A\n${'// and more\n'.repeat(10_000)}int a;\n`
  expect(strip(text, 'C')).toBe(text)
})

test('languages with comments are those of Linguist', () => {
  const known = new Set([unknownLanguage, ...getLanguageTable().byAlias.values()])
  expect(commentedLanguages.filter((name) => !known.has(name))).toEqual([])
})

const words = fc.array(fc.constantFrom('a', 'be', '12', 'über', '(x)', '=', '.'), { minLength: 1, maxLength: 8 })
const line = words.map((all) => `w ${all.join(' ')}`)

test('in every language a notice in its comments is left out, and nothing else', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...commentedLanguages),
      fc.nat(20),
      fc.array(line, { maxLength: 3 }),
      fc.array(line, { minLength: 1, maxLength: 5 }),
      (language, choice, notices, code) => {
        const { lines, blocks } = findCommentMarks(language) ?? { lines: [], blocks: [] }
        const ways = [
          ...lines.map((mark) => (all: string[]) => all.map((each) => `${mark} ${each}\n`).join('')),
          ...blocks.map(
            ([open, close]) =>
              (all: string[]) =>
                `${open} ${all.join('\n')} ${close}\n`,
          ),
        ]
        const way = ways[choice % ways.length] as (all: string[]) => string
        const rest = `${code.join('\n')}\n`
        const body = notices.map((each) => each.replaceAll('(x)', 'x'))
        expect(strip(`${way(['Copyright A', ...body])}\n${rest}`, language)).toBe(rest)
        const plain = `${way(['About this', ...body])}\n${rest}`
        expect(strip(plain, language)).toBe(plain)
      },
    ),
    { numRuns: 500 },
  )
})

test('whatever a document holds, what is left out is in order and inside of it', () => {
  const pieces = fc.constantFrom('/*', '*/', '//', '#', '--', '\n', ' ', 'Copyright', 'a', '<!--', '-->', '\ufeff', '!', 'é')
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), fc.constantFrom(...commentedLanguages), (all, language) => {
      const bytes = Buffer.from(all.join(''))
      let end = 0
      for (const header of findLicenceHeaders(bytes, language)) {
        expect(header.start).toBeGreaterThanOrEqual(end)
        expect(header.end).toBeGreaterThan(header.start)
        expect(header.end).toBeLessThanOrEqual(bytes.length)
        expect(/copyright/i.test(bytes.toString('latin1', header.start, header.end))).toBe(true)
        end = header.end
      }
    }),
    { numRuns: 2000 },
  )
})
