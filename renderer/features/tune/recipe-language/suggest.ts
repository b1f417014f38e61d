import { listNames, type RecipeName, type RecipeNames } from './recipe-names.ts'
import { findKindKey, findSchemas, type JsonSchema } from './recipe-schema.ts'
import { findYamlPlace, type YamlPlace } from './yaml-place.ts'

/** What can be written at a place. */
export interface Suggestion {
  readonly label: string
  /** What is written; `$0` stands where the cursor goes. */
  readonly insert: string
  readonly kind: 'key' | 'value' | 'name'
  readonly detail: string
  readonly description: string
  /** Whether something has to be chosen behind it. */
  readonly goesOn: boolean
}

export interface Suggestions {
  /** The word that they replace: columns from 0 on. */
  readonly start: number
  readonly end: number
  readonly suggestions: readonly Suggestion[]
}

export interface RecipeKnowledge {
  readonly schema: JsonSchema
  readonly names: RecipeNames
}

/** What a recipe can have at a position. Line and column from 0 on. */
export function suggest(
  { schema, names }: RecipeKnowledge,
  text: string,
  { line, column }: { line: number; column: number },
): Suggestions {
  const place = findYamlPlace(text, line, column)
  if (!place) return { start: column, end: column, suggestions: [] }
  const { start, end, at, levels, siblings } = place
  const schemas = findSchemas(schema, levels, at === 'value' ? undefined : siblings)
  const named = listNames(names, levels)
  const keys = at === 'value' ? [] : listKeys(schemas, place, named)
  const values = at === 'key' || keys.length > 0 ? [] : listValues(schemas, named, place)
  // What is written already is no suggestion: taking it with Enter would stand in the way of a new line.
  const isNew = ({ insert }: Suggestion) => insert !== text.split('\n')[line]?.slice(start, end)
  return { start, end, suggestions: [...keys, ...values].filter(isNew) }
}

function listKeys(
  schemas: readonly JsonSchema[],
  { siblings, isInBrackets }: YamlPlace,
  named: readonly RecipeName[],
): Suggestion[] {
  const lists = schemas.filter((schema) => schema.items?.oneOf)
  if (lists.length > 0)
    return lists.flatMap((list) =>
      listKinds(list.items?.oneOf ?? []).map((each) => ({ ...each, label: `- ${each.label}`, insert: `- ${each.insert}` })),
    )
  const kindKey = findKindKey(schemas)
  if (kindKey !== null && !siblings.has(kindKey)) return listKinds(schemas)
  const found = new Map<string, Suggestion>()
  for (const { properties = {}, required = [], additionalProperties } of schemas) {
    for (const [name, schema] of Object.entries(properties)) {
      if (siblings.has(name)) continue
      const detail = required.includes(name) ? 'needed' : describeDefault(schema)
      const { insert, goesOn } = writeKey(name, schema, isInBrackets)
      found.set(name, { label: name, insert, kind: 'key', detail, description: schema.description ?? '', goesOn })
    }
    if (typeof additionalProperties !== 'object') continue
    for (const { name, detail, description } of named) {
      if (!siblings.has(name))
        found.set(name, { label: name, insert: `${quote(name)}: { $0 }`, kind: 'name', detail, description, goesOn: true })
    }
  }
  return [...found.values()]
}

/** The kinds of rules or steps, as the line that says which it is. */
function listKinds(schemas: readonly JsonSchema[]): Suggestion[] {
  const key = findKindKey(schemas)
  if (key === null) return []
  return schemas.map(({ properties, description = '' }) => {
    const written = `${key}: ${String(properties?.[key]?.const)}`
    return { label: written, insert: written, kind: 'key', detail: '', description, goesOn: false }
  })
}

/** With what the value of the key begins. */
function writeKey(name: string, schema: JsonSchema, isInBrackets: boolean): { insert: string; goesOn: boolean } {
  const options = [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  const list = options.find(({ type }) => type === 'array')
  if (list) return { insert: list.items?.oneOf && !isInBrackets ? `${name}:\n  - $0` : `${name}: [$0]`, goesOn: true }
  const isMapOnly = options.some(({ type }) => type === 'object') && !options.some(({ type }) => type === 'number')
  return { insert: isMapOnly ? `${name}: { $0 }` : `${name}: $0`, goesOn: true }
}

function listValues(
  schemas: readonly JsonSchema[],
  named: readonly RecipeName[],
  { isInBrackets, levels }: YamlPlace,
): Suggestion[] {
  const values = schemas
    .flatMap(listConstants)
    .map((value): Suggestion => ({ label: value, insert: value, kind: 'value', detail: '', description: '', goesOn: false }))
  const maps = schemas
    .filter(({ properties }) => properties?.percentile)
    .map(
      ({ description = '' }): Suggestion => ({
        label: '{ percentile: … }',
        insert: '{ percentile: $0 }',
        kind: 'value',
        detail: '',
        description,
        goesOn: false,
      }),
    )
  const isList = schemas.some(({ type }) => type === 'array') && !isInBrackets && levels.at(-1)?.kind === 'key'
  const write = (value: string) => (isList ? `[${value}$0]` : value)
  const items = isList ? schemas.flatMap(({ items }) => (items ? listConstants(items) : [])) : []
  return [
    ...values,
    ...items.map(
      (value): Suggestion => ({ label: value, insert: write(value), kind: 'value', detail: '', description: '', goesOn: false }),
    ),
    ...maps,
    ...named.map(
      ({ name, detail, description }): Suggestion => ({
        label: name,
        insert: write(quote(name)),
        kind: 'name',
        detail,
        description,
        goesOn: false,
      }),
    ),
  ]
}

function listConstants({ const: only, enum: options, type, default: usual }: JsonSchema): string[] {
  if (only !== undefined) return [String(only)]
  if (options) return options.map(String)
  if (type === 'boolean') return ['true', 'false']
  return typeof usual === 'number' || typeof usual === 'string' ? [String(usual)] : []
}

export function describeDefault({ default: usual }: JsonSchema): string {
  return usual === undefined || usual === null ? '' : `${JSON.stringify(usual)} when left out`
}

/** A name as it is written in YAML, within brackets or not. */
function quote(name: string): string {
  return /^[\p{L}_.][\p{L}\p{N}_.+#/ -]*$/u.test(name) && !/ #|\s$|^(true|false|null|yes|no|on|off)$/i.test(name)
    ? name
    : JSON.stringify(name)
}
