import { readFile } from 'node:fs/promises'
import { isAppError } from '#contracts/errors'
import { type ConvertedRecipe, recipeProgram } from '#contracts/recipe'
import { showText } from '#contracts/visible-text'
import { writeFileAtomic } from '#engine/platform/atomic-file'
import { systemPath } from '#engine/platform/byte-path'
import { toFileError } from '#engine/platform/file-error'
import { CommandFailure } from './command-failure.ts'
import { type CommandForm, readCommandLine, wrong } from './command-line.ts'
import { resolvePath } from './given-paths.ts'
import { openEngine } from './open-engine.ts'

export const recipeForm: CommandForm = {
  usage: `codeshell recipe FILE --to PROGRAM               print a recipe as a configuration of data-juicer or dolma (its mixer); further options:
    --output FILE                               write it to a file
  What the program cannot say is left out, and named in the first lines and on the standard error stream.`,
  operands: ['FILE'],
  options: { to: 'required value', output: 'value' },
}

/** Converts a recipe for another program. */
export async function convertRecipe(args: string[]): Promise<void> {
  const { values, operands } = readCommandLine(args, recipeForm)
  const program = recipeProgram.safeParse(values.get('to'))
  if (!program.success) throw wrong(recipeForm, `--to is none of ${recipeProgram.options.join(', ')}`)
  const file = resolvePath(operands[0] ?? '')
  const text = await readFile(systemPath(file), 'utf8').catch((error: unknown) => {
    throw toFileError(error, file, 'Reading the recipe')
  })
  await using engine = await openEngine()
  const converted = await engine.client.recipe.convert({ text, program: program.data }).catch((error: unknown) => {
    if (!isAppError(error, 'recipe.invalid')) throw error
    throw new CommandFailure(showText(`${file} was not converted. ${error.message}`), { cause: error })
  })
  for (const { what, reason } of converted.leftOut) console.error(showText(`Left out: ${what}. ${reason}`))
  if (converted.ruleCount === 0) throw new CommandFailure(`${program.data} can say none of the rules, so nothing was written.`)
  const output = values.get('output')
  if (output === undefined) process.stdout.write(converted.text)
  else await writeOutput(resolvePath(output), converted)
}

async function writeOutput(file: string, { text }: ConvertedRecipe): Promise<void> {
  try {
    await writeFileAtomic(file, text)
  } catch (error) {
    throw toFileError(error, file, 'Writing the recipe')
  }
}
