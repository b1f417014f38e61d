import { expect, test } from 'vitest'
import { findLanguage, unknownLanguage } from '#engine/dataset/importers/language'

const nothing = new Uint8Array()

test.each([
  ['src/main.c', 'C'],
  ['include/list.h', 'C'],
  ['a/b.ts', 'TypeScript'],
  ['a/view.tsx', 'TSX'],
  ['README.md', 'Markdown'],
  ['x.py', 'Python'],
  ['lib.rs', 'Rust'],
  ['Program.cs', 'C#'],
  ['index.php', 'PHP'],
  ['query.sql', 'SQL'],
  ['script.pl', 'Perl'],
  ['ci.yml', 'YAML'],
  ['ci.yaml', 'YAML'],
  ['View.m', 'Objective-C'],
  ['module.F90', 'Fortran Free Form'],
  ['index.html', 'HTML'],
  ['data.json', 'JSON'],
  ['notes.txt', 'Text'],
  ['UPPER.PY', 'Python'],
])('%s is %s', (path, language) => {
  expect(findLanguage(path, nothing)).toBe(language)
})

test('a whole name decides before an extension', () => {
  expect(findLanguage('sub/Makefile', nothing)).toBe('Makefile')
  expect(findLanguage('CMakeLists.txt', nothing)).toBe('CMake')
})

test('of several extensions the longest known one decides', () => {
  expect(findLanguage('page.blade.php', nothing)).toBe('Blade')
  expect(findLanguage('my.component.ts', nothing)).toBe('TypeScript')
})

test.each([
  ['#!/bin/sh\necho', 'Shell'],
  ['#!/usr/bin/env python3.12\n', 'Python'],
  ['#!/usr/bin/env -S FLAG=1 node --test\r\n', 'JavaScript'],
  ['#! /usr/bin/perl -w', 'Perl'],
])('a file without an extension takes the language of its interpreter: %j', (text, language) => {
  expect(findLanguage('bin/run', Buffer.from(text))).toBe(language)
})

test('anything else is unknown', () => {
  expect(findLanguage('LICENCE-of-something', nothing)).toBe(unknownLanguage)
  expect(findLanguage('a.nosuchextension', Buffer.from('#!/opt/nosuch'))).toBe(unknownLanguage)
})
