import { parseArgs } from 'node:util'
import { showText } from '#contracts/visible-text'
import { UsageFailure } from './command-failure.ts'

/** What may follow the name of a command. */
export interface CommandForm {
  /** The line of the help. */
  usage: string
  /** Names of what must be given beside the options, in this order. */
  operands: readonly string[]
  /** Whether there may be more of the last of them. */
  takesMore?: boolean
  /** An empty value is a mistake, unless the option says that it may be one. */
  options: Readonly<Record<string, 'switch' | 'value' | 'required value' | 'required or empty value'>>
}

export interface CommandLine {
  operands: string[]
  /** By the name of the option. */
  values: Map<string, string>
  switches: Set<string>
}

/** Reads what follows the name of a command. Fails with `UsageFailure`, which says what is wrong. */
export function readCommandLine(args: readonly string[], form: CommandForm): CommandLine {
  const line: CommandLine = { operands: [], values: new Map(), switches: new Set() }
  for (const token of readTokens(args, form)) {
    if (token.kind === 'positional') line.operands.push(token.value)
    if (token.kind !== 'option') continue
    // Of two values one would win without a word, and perhaps the wrong one.
    if (line.switches.has(token.name) || line.values.has(token.name)) throw wrong(form, `--${token.name} is given more than once`)
    if (token.value === undefined) line.switches.add(token.name)
    else line.values.set(token.name, token.value)
  }
  for (const [name, kind] of Object.entries(form.options)) {
    if (kind !== 'required or empty value' && line.values.get(name) === '') throw wrong(form, `--${name} has an empty value`)
    if (kind.startsWith('required') && !line.values.has(name)) throw wrong(form, `--${name} is missing`)
  }
  checkOperands(line.operands, form)
  return line
}

/** `reason` is what is wrong, without a full stop. */
export function wrong({ usage }: Pick<CommandForm, 'usage'>, reason: string, cause?: unknown): UsageFailure {
  return new UsageFailure(`${reason}.\nusage: ${usage}`, { cause })
}

function readTokens(args: readonly string[], form: CommandForm) {
  const options = Object.entries(form.options).map(
    ([name, kind]) => [name, { type: kind === 'switch' ? 'boolean' : 'string' }] as const,
  )
  try {
    return parseArgs({ args: [...args], allowPositionals: true, tokens: true, options: Object.fromEntries(options) }).tokens
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))) throw error
    throw wrong(form, showText(error.message.replace(/\.$/, '')), error)
  }
}

function checkOperands(given: readonly string[], form: CommandForm): void {
  const extra = given[form.operands.length]
  if (extra !== undefined && !form.takesMore) throw wrong(form, `"${showText(extra)}" is one argument too many`)
  const missing = form.operands.find((_, index) => !given[index])
  if (missing !== undefined) throw wrong(form, `${missing} is missing`)
}
