import type { Siblings, YamlLevel } from './yaml-place.ts'

/** As much of JSON Schema as the schema of recipes uses. */
export interface JsonSchema {
  readonly type?: string
  readonly description?: string
  readonly default?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: JsonSchema | boolean
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly oneOf?: readonly JsonSchema[]
  readonly anyOf?: readonly JsonSchema[]
}

/** What a place of a recipe can be, each with its description. Several where what tells them apart is not written yet. */
export function findSchemas(root: JsonSchema, levels: readonly YamlLevel[], siblings: Siblings = new Map()): JsonSchema[] {
  let found = listAlternatives(root)
  for (const level of levels) found = level.kind === 'key' ? findProperties(found, level) : found.flatMap(findItems)
  return narrow(found, siblings)
}

function findItems({ items }: JsonSchema): JsonSchema[] {
  return items ? listAlternatives(items) : []
}

function findProperties(schemas: readonly JsonSchema[], { name, siblings }: YamlLevel & { kind: 'key' }): JsonSchema[] {
  // What is written of the value itself decides nothing: it is what may change.
  const others = new Map([...siblings].filter(([key]) => key !== name))
  return narrow(schemas, others).flatMap(({ properties, additionalProperties }) => {
    const own = properties?.[name]
    if (own) return listAlternatives(own)
    return typeof additionalProperties === 'object' ? listAlternatives(additionalProperties) : []
  })
}

/** Those that fit what is written; all where nothing does. */
function narrow(schemas: readonly JsonSchema[], siblings: Siblings): JsonSchema[] {
  const possible = schemas.filter((schema) => isPossible(schema, siblings))
  return possible.length > 0 ? possible : [...schemas]
}

function isPossible({ properties = {} }: JsonSchema, siblings: Siblings): boolean {
  return Object.entries(properties).every(([name, property]) => {
    const value = siblings.get(name)
    return value === undefined || value === '' || property.const === undefined || String(property.const) === value
  })
}

function listAlternatives(schema: JsonSchema): JsonSchema[] {
  const options = schema.oneOf ?? schema.anyOf
  if (!options) return [schema]
  const { description } = schema
  return options.flatMap(listAlternatives).map((each) => ({ ...(description !== undefined && { description }), ...each }))
}

/** The key by whose value several kinds of map are told apart, `rule` or `step`; null where there is one kind. */
export function findKindKey(schemas: readonly JsonSchema[]): string | null {
  if (schemas.length < 2) return null
  const [first] = schemas
  const isKind = (name: string) => schemas.every(({ properties }) => properties?.[name]?.const !== undefined)
  return Object.keys(first?.properties ?? {}).find(isKind) ?? null
}
