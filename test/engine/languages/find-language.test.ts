import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findLanguage, unknownLanguage } from '#engine/languages/find-language'
import { getLanguageTable } from '#engine/languages/language-table'
import { formatLanguages } from '../../../tools/linguist-languages.mjs'

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
  expect(findLanguage(null, nothing)).toBe(unknownLanguage)
  expect(findLanguage(null, Buffer.from('{ this only looks like JSON'))).toBe(unknownLanguage)
})

test.each([
  ['rules.pl', ':- dynamic edge/2.\nedge(a, b).\n', 'Prolog'],
  ['rules.pl', 'use strict;\nmy @list = sort @ARGV;\n', 'Perl'],
  ['window.h', '#import <AppKit/AppKit.h>\n@interface Window : NSObject\n@end\n', 'Objective-C'],
  ['queue.h', '#include <queue>\nclass Queue {\npublic:\n};\n', 'C++'],
  ['queue.h', 'struct queue { struct queue *next; };\n', 'C'],
  ['smooth.m', '% moving average\nfunction y = smooth(x)\n', 'MATLAB'],
  ['Window.m', '#import "Window.h"\n@implementation Window\n@end\n', 'Objective-C'],
  ['counter.v', 'module counter (input clk);\nendmodule\n', 'Verilog'],
  ['Plus.v', 'Lemma plus_0 : forall n, n + 0 = n.\nProof. auto. Qed.\n', 'Rocq Prover'],
  ['app_fr.ts', '<?xml version="1.0"?>\n<TS version="2.1" language="fr"></TS>\n', 'XML'],
  ['app.ts', 'export const list: Array<string> = []\n', 'TypeScript'],
  ['cli.ts', '#!/usr/bin/env node\nexport {}\n', 'TypeScript'],
  ['shader.fs', '#version 450\nvoid main() {}\n', 'GLSL'],
  ['Parser.fs', 'module Parser\nlet parse text = text\n', 'F#'],
  ['model.mod', 'param n;\nvar x {1..n} >= 0;\n', 'AMPL'],
  ['driver.mod', '/src/drivers/usb/core.o\n', 'Linux Kernel Module'],
  ['hosts.txt', '127.0.0.1 localhost\n', 'Hosts File'],
  ['api.yaml', "openapi: '3.0.1'\ninfo: {}\n", 'OASv3-yaml'],
  ['unit.PP', 'unit Unit2;\ninterface\nimplementation\nend.\n', 'Pascal'],
  ['blank.h', '\r\n'.repeat(30_000), 'C'],
])('%s with its content is %s', (path, text, language) => {
  expect(findLanguage(path, Buffer.from(text))).toBe(language)
})

test.each([
  ['/* -*- mode: c++; tab-width: 4 -*- */\nint a;\n', 'C++'],
  ['# -*- ruby -*-\n', 'Ruby'],
  ['# vim: set ts=2 ft=make :\n', 'Makefile'],
  ['#!/bin/sh\nexit\n', 'Shell'],
  ['<?xml version="1.0"?>\n<project/>\n', 'XML'],
  ['<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>\n', 'SVG'],
  ['<!DOCTYPE html>\n<title>x</title>\n', 'HTML'],
  ['<?php echo 1;\n', 'PHP'],
  ['{"name": "x", "list": [1, 2]}\n', 'JSON'],
  ['[[1, 2], [3, 4]]', 'JSON'],
  ['diff --git a/x b/x\n', 'Diff'],
])('a text without a path is known by itself: %j is %s', (text, language) => {
  expect(findLanguage(null, Buffer.from(text))).toBe(language)
  expect(findLanguage('no-extension', Buffer.from(text))).toBe(language)
})

test('JSON that is nested deeper than any stack is JSON', () => {
  expect(findLanguage(null, Buffer.from('['.repeat(200_000) + ']'.repeat(200_000)))).toBe('JSON')
})

test('what a modeline says counts more than an extension', () => {
  expect(findLanguage('a.h', Buffer.from('// -*- C++ -*-\n'))).toBe('C++')
  expect(findLanguage('a.h', Buffer.from('// -*- no-such-mode -*-\n'))).toBe('C')
})

test('whatever a file holds, its language is one of the known, and an end is found', () => {
  const names = new Set(getLanguageTable().byAlias.values())
  const texts = ['a\n', 'ex: ', '\r', '\t', 'import ', '(a) ', ': '].map((part) => Buffer.from(part.repeat(60_000)))
  for (const extension of ['.h', '.d', '.pro', '.ini', '.txt', '.pl', '.al', '.f', '.q', '.properties', '.nosuch']) {
    for (const text of texts) {
      const language = findLanguage(`a${extension}`, text)
      expect(names.has(language) || language === unknownLanguage).toBe(true)
    }
  }
})

test('the languages are those of the package they are made from', () => {
  const file = new URL('../../../main/engine/languages/linguist-languages.json', import.meta.url)
  expect(readFileSync(file, 'utf8')).toBe(formatLanguages())
})
