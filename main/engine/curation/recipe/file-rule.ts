import { type Rule, ruleKeys } from '#contracts/rule'
import type { FileRule } from './recipe-schema.ts'

/** The rule that a file's entry means: what it leaves out has its default. */
export function readFileRule(entry: FileRule): Rule {
  const named = Object.entries(entry).map(([key, value]) => [toCamelCase(key), value ?? undefined])
  const given = Object.fromEntries(named.filter(([, value]) => value !== undefined))
  return ruleKeys.parse(given)
}

/** A rule as it is written: what has its default is left out. */
export function writeFileRule(value: Rule): Record<string, unknown> {
  const defaults: Record<string, unknown> = readFileRule(shortest(value))
  const entries = Object.entries(value).filter(([key, part]) => key === 'rule' || !isSame(part, defaults[key]) || isNamed(key))
  return Object.fromEntries(entries.map(([key, part]) => [toSnakeCase(key), dropNulls(part)]))
}

/** What tells a rule from others of its kind is written even where it is the default. */
function isNamed(key: string): boolean {
  return key === 'signal' || key === 'step' || key === 'property'
}

/** The rule of this kind with everything else left out. */
function shortest(value: Rule): FileRule {
  switch (value.rule) {
    case 'threshold':
      return { rule: value.rule, signal: value.signal }
    case 'category':
      return { rule: value.rule, property: value.property }
    case 'duplicate':
    case 'finding':
      return { rule: value.rule, step: value.step }
    case 'score':
      return { rule: value.rule }
  }
}

/** Bounds of single languages and scopes: an empty list or no bound is left out. */
function dropNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).filter(([, part]) => part !== null && !(Array.isArray(part) && part.length === 0))
  return Object.fromEntries(entries.map(([key, part]) => [key, dropNulls(part)]))
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function toCamelCase(key: string): string {
  return key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

export function toSnakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
