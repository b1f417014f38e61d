import { consideredBytes } from './heuristics.ts'

/** Modelines stand in the first or last lines of a file; only its beginning is looked at here. */
const modelineLines = 5
const maxLineLength = 500

/** What a text says of its own language. */
export interface ContentMarks {
  /** The name that a modeline of Emacs or Vim gives, in small letters. */
  modeline: string | undefined
  /** The program that the first line names, without its version: `#!/usr/bin/env -S python3.12 -u` names `python`. */
  interpreter: string | undefined
}

export function readMarks(start: Uint8Array): ContentMarks {
  const lines = Buffer.from(start.subarray(0, modelineLines * maxLineLength))
    .toString('latin1')
    .split(/\r\n|\r|\n/, modelineLines)
    .map((line) => line.slice(0, maxLineLength))
  return { modeline: findModeline(lines), interpreter: findInterpreter(lines[0] ?? '') }
}

function findInterpreter(line: string): string | undefined {
  if (!line.startsWith('#!')) return undefined
  const words = line.slice(2).trim().split(/\s+/)
  const program = words.shift()?.split('/').at(-1)
  const name = program === 'env' ? words.find((word) => !word.startsWith('-') && !word.includes('=')) : program
  return name
    ?.split('/')
    .at(-1)
    ?.replace(/[\d.]+$/, '')
}

function findModeline(lines: readonly string[]): string | undefined {
  for (const line of lines) {
    const found = findEmacsMode(line) ?? findVimFileType(line)
    if (found !== undefined) return found.toLowerCase()
  }
  return undefined
}

/** `-*- mode: c++; tab-width: 4 -*-` or `-*- c++ -*-`. https://www.gnu.org/software/emacs/manual/html_node/emacs/Specifying-File-Variables.html */
function findEmacsMode(line: string): string | undefined {
  const variables = /-\*-(.*?)-\*-/.exec(line)?.[1]?.trim()
  if (!variables) return undefined
  if (!variables.includes(':')) return variables.split(';', 1)[0]?.trim()
  return /(?:^|;)\s*mode\s*:\s*([^\s;]+)/i.exec(variables)?.[1]
}

/** `vim: set ft=c:`, `vi: filetype=c`. https://vimhelp.org/options.txt.html#modeline */
function findVimFileType(line: string): string | undefined {
  const options = /(?:^|\s)(?:vim?|Vim|ex)(?:[<=>]?\d+)?:(.*)$/.exec(line)?.[1]
  return options && /(?:^|[\s:])(?:ft|filetype|syntax)=([\w+#-]+)/.exec(options)?.[1]
}

/** The language of a text whose name says nothing, by how it begins. */
export function findLanguageOfStart(start: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(start.subarray(0, consideredBytes)).trimStart()
  for (const [pattern, language] of beginnings) if (pattern.test(text)) return language
  return isJson(text, start.length < consideredBytes) ? 'JSON' : undefined
}

const beginnings: readonly (readonly [RegExp, string])[] = [
  [/^<\?php\b/i, 'PHP'],
  [/^<!doctype html\b|^<html[\s>]/i, 'HTML'],
  [/^(?:<\?xml\b[^>]{0,200}\?>\s*)?<svg[\s>]/i, 'SVG'],
  [/^<\?xml\s/, 'XML'],
  [/^%YAML\s/, 'YAML'],
  [/^\\documentclass\b/, 'TeX'],
  [/^diff --git |^--- \S[^\n]*\n\+\+\+ /, 'Diff'],
  [/^-----BEGIN [A-Z ]*PUBLIC KEY/, 'Public Key'],
]

function isJson(text: string, isWhole: boolean): boolean {
  if (!isWhole) return /^(?:\{\s*"(?:[^"\\]|\\.){0,200}"\s*:|\[\s*[[{"\d])/.test(text)
  if (!/^[[{]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    // It begins like JSON and is not.
    return false
  }
}
