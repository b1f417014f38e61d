import { isUtf8 } from 'node:buffer'
import type { Sample } from '#contracts/dataset'
import { AppError } from '#contracts/errors'
import type { OpenProject } from './project.ts'

/** A document as a person looks at it, with every signal. Fails with `document.not-found`. */
export async function readSample(project: OpenProject, documentId: number): Promise<Omit<Sample, 'hits'>> {
  const snapshot = project.snapshot()
  const signals = snapshot.listSignals()
  const names = signals.map(({ name }) => name)
  const [document] = await snapshot.rows([documentId], names)
  if (!document) throw new AppError('document.not-found', `The project has no document ${documentId}.`, { documentId })
  const bytes = project.readText(documentId)
  return {
    document,
    sourceName: project.listSources().find(({ id }) => id === document.sourceId)?.name ?? '',
    text: bytes.toString('utf8'),
    lossy: !isUtf8(bytes),
    values: signals.map((signal, index) => ({ signal, value: document.signals[index] ?? null })),
  }
}
