#!/usr/bin/env node
import { isAppError } from '#contracts/errors'
import { showText } from '#contracts/visible-text'
import { stayInForeground } from '#engine/platform/threads/background-thread'
import { CommandFailure, UsageFailure } from './command-failure.ts'
import { complete, completeForm } from './complete.ts'
import { curate, curateForm } from './curate.ts'
import { doctor, doctorForm } from './doctor.ts'
import { explain, explainForm } from './explain.ts'
import { exportDocuments, exportForm } from './export.ts'
import { readArguments } from './given-paths.ts'
import { importForm, importPaths } from './import.ts'
import { rate, rateForm } from './rate.ts'
import { convertRecipe, recipeForm } from './recipe.ts'
import { serve, serveForm } from './serve.ts'
import { trainLanguageModel, trainLanguageModelForm } from './train-language-model.ts'
import { trainQuality, trainQualityForm } from './train-quality.ts'

const commands = new Map(
  Object.entries({
    serve,
    import: importPaths,
    curate,
    explain,
    recipe: convertRecipe,
    rate,
    'train-quality': trainQuality,
    'train-lm': trainLanguageModel,
    export: exportDocuments,
    complete,
    doctor,
  }),
)
const forms = [
  serveForm,
  importForm,
  curateForm,
  explainForm,
  recipeForm,
  rateForm,
  trainQualityForm,
  trainLanguageModelForm,
  exportForm,
  completeForm,
  doctorForm,
]
const help = ['usage:', ...forms.map(({ usage }) => usage)].join('\n  ')

const [name, ...args] = readArguments()
const command = commands.get(name ?? '')
const options = args.includes('--') ? args.slice(0, args.indexOf('--')) : args
const asksForHelp = (arg: string | undefined) => arg === '--help' || arg === '-h'
if (asksForHelp(name) || (command && options.some(asksForHelp))) console.log(help)
else if (!command) {
  console.error(name === undefined ? help : `There is no command "${showText(name)}".\n${help}`)
  process.exitCode = 2
} else {
  // All others do one thing, which a person or a script waits for.
  if (command !== serve) stayInForeground()
  try {
    await command(args)
  } catch (error) {
    if (!isExpected(error)) throw error
    // The lines of a failure of ours are meant; what stands in a name is not.
    console.error(isAppError(error) ? showText(error.message) : error.message)
    process.exitCode = error instanceof UsageFailure ? 2 : 1
  }
}

/** A failure that its message explains: ours or the engine's. */
function isExpected(error: unknown): error is Error {
  return error instanceof CommandFailure || error instanceof UsageFailure || isAppError(error)
}
