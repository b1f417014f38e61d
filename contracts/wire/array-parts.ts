import { type NumberArray, type NumberArrayName, numberArrayTypes } from '../number-array.ts'

/** A number array and the place in a body that it belongs to, as the keys that lead there. */
export interface ArrayPart {
  readonly path: readonly (string | number)[]
  readonly array: NumberArray
}

type Holder = Record<string | number, unknown>

/** What marks a place in JSON whose array travels beside it. */
const placeholder = null

/**
 * Takes every number array out of a body that is about to become JSON, and leaves a mark in its place. The library made the body's objects and
 * lists for this one message, so nobody else sees the marks.
 */
export function takeArrays(body: unknown): ArrayPart[] {
  const parts: ArrayPart[] = []
  // One for the whole walk: most messages have no array, and rows by the hundred.
  const path: (string | number)[] = []
  const visit = (holder: unknown) => {
    if (!isHolder(holder)) return
    for (const key of Array.isArray(holder) ? holder.keys() : Object.keys(holder)) {
      const value = holder[key]
      // Most of what a body holds, and nothing to look into.
      if (typeof value !== 'object' || value === null) continue
      path.push(key)
      if (isNumberArray(value)) {
        parts.push({ path: [...path], array: value })
        holder[key] = placeholder
      } else if (ArrayBuffer.isView(value)) {
        throw new TypeError(
          `A ${getTypeName(value)} at ${path.join('.')} has no place in a contract; convert it to one that has.`,
        )
      } else visit(value)
      path.pop()
    }
  }
  visit(body)
  return parts
}

/** Puts arrays back in the places that are marked for them. One that names no such place is left out: nobody here asked for it. */
export function putArrays(body: unknown, parts: readonly ArrayPart[]): void {
  for (const { path, array } of parts) {
    let holder = body
    for (const key of path.slice(0, -1)) holder = hasOwn(holder, key) ? holder[key] : undefined
    const last = path.at(-1) ?? ''
    if (hasOwn(holder, last) && holder[last] === placeholder) holder[last] = array
  }
}

/** By the name of its type, which a subclass of Node's shares. */
export function getTypeName(array: NumberArray): NumberArrayName
export function getTypeName(array: object): string
export function getTypeName(array: object): string {
  return (array as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] ?? 'DataView'
}

function isNumberArray(value: unknown): value is NumberArray {
  return ArrayBuffer.isView(value) && getTypeName(value) in numberArrayTypes
}

function isHolder(value: unknown): value is Holder {
  return (
    Array.isArray(value) || (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
  )
}

function hasOwn(value: unknown, key: string | number): value is Holder {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
}
