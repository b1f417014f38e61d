import { readFile } from 'node:fs/promises'
import { type QualityReport, qualityReport } from '#contracts/quality'
import type { OpenProject } from '../dataset/project/project.ts'
import { getStepFolder } from './run/step-folder.ts'
import { createStepStore } from './run/step-store.ts'
import { quality } from './steps/quality/quality.ts'

/** The quality model that the project's documents are scored with; null when none was trained, or its files were deleted. */
export async function readQualityModel({
  database,
  folder,
}: Pick<OpenProject, 'database' | 'folder'>): Promise<{ parameters: Record<string, unknown>; report: QualityReport } | null> {
  const stored = createStepStore(database)
    .list()
    .find(({ kind }) => kind === quality.kind)
  const report = stored?.prepared?.report
  if (!stored || report === undefined) return null
  const text = await readFile(getStepFolder(folder, stored).fromStored(report), 'utf8').catch(toMissing)
  return text === null ? null : { parameters: { ...stored.config.parameters }, report: qualityReport.parse(JSON.parse(text)) }
}

function toMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
