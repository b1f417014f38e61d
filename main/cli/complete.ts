import { showText } from '#contracts/visible-text'
import type { Engine } from '#engine/engine'
import { CommandFailure } from './command-failure.ts'
import { type CommandForm, readCommandLine, wrong } from './command-line.ts'
import { resolvePath } from './given-paths.ts'
import { openEngine } from './open-engine.ts'

export const completeForm: CommandForm = {
  usage: 'codeshell complete FILE:LINE:COL           print the suggestion at a cursor; lines and columns start at 1',
  operands: ['FILE:LINE:COL'],
  options: {},
}

/** Prints the suggestion and nothing else on standard output, so that it can be piped. */
export async function complete(args: string[]): Promise<void> {
  const [cursor = ''] = readCommandLine(args, completeForm).operands
  const match = /^(.+):(\d+):(\d+)$/s.exec(cursor)
  if (!match) throw wrong(completeForm, `"${showText(cursor)}" does not end in a line and a column`)
  const [, path = '', line = '', column = ''] = match

  await using engine = await openEngine()
  engine.loadInitialModel()
  const file = await engine.client.workspace.read({ file: resolvePath(path) })
  const offset = findOffset(file.text, { line: Number(line), column: Number(column), path })
  const stream = await engine.client.completion.complete({
    path,
    language: file.language,
    prefix: file.text.slice(0, offset),
    suffix: file.text.slice(offset),
    trigger: 'manual',
    lines: 'auto',
  })
  for await (const event of stream) {
    if (event.type !== 'end') continue
    if (event.outcome !== 'shown') {
      const reason = event.outcome === 'no-model' ? await describeMissingModel(engine) : null
      throw new CommandFailure(
        [`No suggestion at ${showText(cursor)}: ${event.outcome}.`, ...(reason ? [reason] : [])].join('\n'),
      )
    }
    console.log(event.text)
    console.error(
      `${event.timings.promptTokens} prompt tokens in ${Math.round(event.timings.promptMs)} ms, ` +
        `${event.timings.generatedTokens} new in ${Math.round(event.timings.generateMs)} ms`,
    )
  }
}

/** Why no model is loaded, in words; null when none was to be had at all. */
async function describeMissingModel(engine: Engine): Promise<string | null> {
  for await (const state of await engine.client.models.watch()) return state.status === 'failed' ? state.message : null
  return null
}

function findOffset(text: string, cursor: { line: number; column: number; path: string }): number {
  const lines = text.split('\n')
  const line = lines[cursor.line - 1]
  if (line === undefined)
    throw new CommandFailure(`${showText(cursor.path)} has ${lines.length} lines, so there is no line ${cursor.line}.`)
  if (cursor.column < 1 || cursor.column > line.length + 1) {
    throw new CommandFailure(
      `Line ${cursor.line} of ${showText(cursor.path)} has columns 1 to ${line.length + 1}, so there is no column ${cursor.column}.`,
    )
  }
  return lines.slice(0, cursor.line - 1).reduce((sum, each) => sum + each.length + 1, 0) + cursor.column - 1
}
