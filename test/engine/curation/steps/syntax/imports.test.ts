import { expect, test } from 'vitest'
import { ImportedLibraries } from '../../../../../main/engine/curation/steps/syntax/imported-libraries.ts'
import { syntaxLanguages } from '../../../../../main/engine/curation/steps/syntax/languages/languages.ts'
import type { LanguageImports } from '../../../../../main/engine/curation/steps/syntax/syntax-language.ts'

function getImports(name: string): LanguageImports {
  const imports = syntaxLanguages.find(({ names }) => names.includes(name))?.imports
  if (!imports) throw new Error(name)
  return imports
}

test.each([
  ['Python', 'import a.b as c, d', ['a.b', 'd']],
  ['Python', 'from a.b import (c, d)', ['a.b']],
  ['Python', 'from .a import b', []],
  ['JavaScript', `import a, { b } from 'x/y'`, ['x']],
  ['JavaScript', `import '@scope/x/y'`, ['@scope/x']],
  ['JavaScript', `export * as a from "x"`, ['x']],
  ['JavaScript', `export const a = 'from "x"'`, []],
  ['JavaScript', `require('node:fs/promises')`, ['fs']],
  ['JavaScript', `import('./x')`, []],
  ['JavaScript', `import x from 'https://x.org/y'`, []],
  ['JavaScript', `import x from '@/components/y'`, []],
  ['TypeScript', `import fs = require('fs')`, ['fs']],
  ['Java', 'import static a.b.C.*;', ['a.b.C.']],
  ['C', '#include <a/b.h>', ['a/b.h']],
  ['C', '#include "b.h"', []],
  ['C++', '#  include "gtest/gtest.h"', ['gtest/gtest.h']],
  ['C#', 'global using static A.B;', ['A.B']],
  ['C#', 'using X = A.B.C;', ['A.B.C']],
  ['Go', 'import (\n"fmt"\nx "example.org/a/b"\n`example.org/c`\n)', ['example.org/a/b', 'example.org/c']],
  ['Rust', 'pub(crate) use ::a::{b, c};', ['a']],
  ['Rust', 'extern crate r#a;', ['a']],
  ['Rust', 'use super::a;', []],
  ['PHP', 'use function A\\b, C\\{d, e};', ['A\\b', 'C\\']],
  ['PHP', 'use Exception;', []],
  ['Ruby', `require("a/b")`, ['a/b']],
  ['Ruby', `require './a'`, []],
])('in %s, %s takes in %j', (language, statement, names) => {
  expect(getImports(language).read(statement)).toEqual(names)
})

test('a library is counted once, by the longest name that a list has, and without those of the standard and of the project', () => {
  const libraries = new ImportedLibraries(getImports('Java'))
  libraries.addOwn('package com.example.app;')
  for (const name of ['java.util.List', 'org.junit.Test', 'org.junit.Assert.fail', 'com.example.other.X', 'net.x.A', 'net.x.B']) {
    libraries.add(`import ${name};`)
  }
  expect(libraries.knownCount).toBe(1)
  expect(libraries.knownFraction).toBe(1 / 2)
})

test('in every list a name is standard or well known, and none is twice', () => {
  for (const { imports } of syntaxLanguages) {
    if (!imports) continue
    expect(imports.known.size).toBeGreaterThan(100)
    expect([...imports.known].filter((name) => imports.standard.has(name))).toEqual([])
  }
})
