import { ORPCError, ValidationError } from '@orpc/contract'
import { AppError } from '../errors.ts'

/**
 * What a person is told of an input that the contract refuses: which field, and what is allowed. Undefined for any other error.
 *
 * Names of procedures and the words of the schema's own library are for programs, so neither comes up.
 */
export function toInvalidInput(error: unknown): AppError<'input.invalid'> | undefined {
  if (!(error instanceof ORPCError && error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError)) return undefined
  const issue = error.cause.issues[0] as Issue | undefined
  const path = (issue?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part))
  const reason = issue ? describeAllowed(issue) : 'it has another form than what is expected'
  const message = `${describeField(path)} was not accepted: ${reason}.`
  return new AppError('input.invalid', message, { field: path.join('.'), reason }, { cause: error.cause })
}

/** An issue of Zod, as far as it is looked into here. */
interface Issue {
  readonly code?: string
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
  readonly expected?: string
  readonly origin?: string
  readonly minimum?: number | bigint
  readonly maximum?: number | bigint
  readonly inclusive?: boolean
  readonly values?: readonly unknown[]
  readonly keys?: readonly string[]
}

/** `cuts.3.min` is "min" of entry 4 of "cuts". */
function describeField(path: readonly string[]): string {
  if (path.length === 0) return 'What was asked for'
  const parts = path.map((part, at) => (at > 0 && /^\d+$/.test(part) ? `entry ${Number(part) + 1}` : `"${toWords(part)}"`))
  return `The value of ${parts.reverse().join(' of ')}`
}

function toWords(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text is expected',
  number: 'a number is expected',
  int: 'a whole number is expected',
  boolean: 'true or false is expected',
  array: 'a list is expected',
  object: 'a group of named values is expected',
  null: 'nothing (null) is expected',
}

function describeAllowed(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeWords[issue.expected ?? ''] ?? `${issue.expected} is expected`
    case 'too_small':
      return describeBound(issue, 'least', issue.minimum)
    case 'too_big':
      return describeBound(issue, 'most', issue.maximum)
    case 'invalid_value':
      return `${joinChoices(issue.values ?? [])} is expected`
    case 'unrecognized_keys':
      return `${(issue.keys ?? []).map((key) => `"${key}"`).join(', ')} is not known here`
    case 'custom':
      // Written in the contract, for people.
      return issue.message
    default:
      return 'it has another form than what is expected'
  }
}

function describeBound({ origin, inclusive }: Issue, side: 'least' | 'most', bound: number | bigint | undefined): string {
  if (origin === 'string') return bound === 1 ? 'it must not be empty' : `at ${side} ${bound} characters are expected`
  if (origin === 'array') return `at ${side} ${bound} ${bound === 1 ? 'entry is' : 'entries are'} expected`
  if (inclusive !== false) return `a number of at ${side} ${bound} is expected`
  return `a number ${side === 'least' ? 'above' : 'below'} ${bound} is expected`
}

function joinChoices(values: readonly unknown[]): string {
  const choices = values.map((value) => `"${String(value)}"`)
  return choices.length < 2 ? choices.join('') : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`
}
