import { type DocumentId, documentQuery, type Sample } from '#contracts/dataset'
import { describeHit } from '#contracts/describe-hit'
import { showText } from '#contracts/visible-text'
import type { WorkbenchClient } from '#contracts/workbench'
import { CommandFailure } from './command-failure.ts'
import { type CommandForm, readCommandLine } from './command-line.ts'
import { resolvePath } from './given-paths.ts'
import { openEngine } from './open-engine.ts'

export const explainForm: CommandForm = {
  usage: 'codeshell explain DOCUMENT --project DIR  print what the recipe of the project decides on a document, and every reason',
  operands: ['DOCUMENT'],
  options: { project: 'required value' },
}

/** Prints every rule that drops a document. The document is named by its number, or by its path. */
export async function explain(args: string[]): Promise<void> {
  const { operands, values } = readCommandLine(args, explainForm)
  await using engine = await openEngine()
  const { client } = engine
  await client.dataset.openProject({ folder: resolvePath(values.get('project') ?? '') })
  const documentId = await findDocument(client, operands[0] ?? '')
  const sample = await client.dataset.sample({ documentId })
  console.log(formatVerdict(sample))
}

function formatVerdict({ document, hits, findings, values, label, sourceName }: Sample): string {
  const findSignal = (name: string) => values.find(({ signal }) => signal.name === name)?.signal
  const reasons = hits.map((hit) => `  rule ${hit.rule + 1}: ${describeHit(hit, findSignal)}.`)
  const verdict =
    hits.length === 0 ? 'kept: no rule drops it' : `dropped by ${hits.length === 1 ? 'one rule' : `${hits.length} rules`}`
  const lines = [`Document ${document.id}, ${document.name} (${sourceName}), is ${verdict}.`, ...reasons]
  lines.push(
    ...findings.map(
      ({ label: what, step, offset, note }) => `  found by ${step}: ${what} at character ${offset}${note ? ` (${note})` : ''}.`,
    ),
  )
  if (label) lines.push(`  Labelled ${label.verdict ?? 'with a note'} by a person.`)
  return lines.map(showText).join('\n')
}

async function findDocument(client: WorkbenchClient, given: string): Promise<DocumentId> {
  if (/^\d+$/.test(given)) return Number(given) as DocumentId
  const query = documentQuery.parse({ text: `path:${JSON.stringify(given)}` })
  const sort = { column: 'path', direction: 'ascending' } as const
  const { rows, total } = await client.dataset.page({ query, sort, columns: [], offset: 0, limit: 10 })
  const exact = rows.filter(({ path }) => path === given)
  const [found, other] = exact.length > 0 ? exact : rows
  if (found && !other) return found.id
  if (!found) throw new CommandFailure(`The project has no document with the path ${showText(given)}.`)
  const names = rows.map(({ id, name }) => `  ${id}  ${showText(name)}`)
  throw new CommandFailure(`${total} documents have such a path. Name one by its number:\n${names.join('\n')}`)
}
