#!/usr/bin/env node
import { isAppError } from '#contracts/errors'
import { showText } from '#contracts/visible-text'
import { CommandFailure } from './command-failure.ts'
import { complete, usage as completeUsage } from './complete.ts'
import { doctor, usage as doctorUsage } from './doctor.ts'
import { readArguments } from './given-paths.ts'
import { importFolder, usage as importUsage } from './import.ts'
import { serve, usage as serveUsage } from './serve.ts'

const commands: Record<string, (args: string[]) => Promise<void>> = { serve, import: importFolder, complete, doctor }
const help = ['usage:', serveUsage, importUsage, completeUsage, doctorUsage].join('\n  ')

const [name, ...args] = readArguments()
const command = commands[name ?? '']
const asksForHelp = (arg: string | undefined) => arg === '--help' || arg === '-h'
if (asksForHelp(name) || (command && args.length === 1 && asksForHelp(args[0]))) console.log(help)
else if (!command) {
  console.error(name === undefined ? help : `There is no command "${name}".\n${help}`)
  process.exitCode = 2
} else {
  try {
    await command(args)
  } catch (error) {
    if (!isExpected(error)) throw error
    // The lines of a failure of ours are meant; what stands in a name is not.
    console.error(isAppError(error) ? showText(error.message) : error.message)
    process.exitCode = 1
  }
}

/** A failure that its message explains: ours, the engine's, or a wrong option. */
function isExpected(error: unknown): error is Error {
  if (error instanceof CommandFailure || isAppError(error)) return true
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
