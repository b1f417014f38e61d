import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './procedure.ts'

const theme = z.enum(['system', 'light', 'dark'])
const completion = z.object({
  enabled: z.boolean().default(true),
  lines: z.enum(['auto', 'single', 'multiple']).default('auto'),
  /** Pause in typing before the model is asked, in milliseconds. */
  debounceMs: z.number().int().min(0).max(5000).default(120),
  /** Monaco language ids in which no suggestion comes by itself. */
  disabledLanguages: z.array(z.string()).default([]),
})
const editor = z.object({
  folder: z.string().nullable().default(null),
  openFiles: z.array(z.string()).default([]),
  activeFile: z.string().nullable().default(null),
})
/** The folder of the project that was open last and is opened again; null after it was closed. */
const project = z.object({ folder: z.string().nullable().default(null) })
/** Whether there was a first start, at which the sample project is made. */
const sample = z.object({ offered: z.boolean().default(false) })
/** Columns of the table of documents that are no signals. Every table has the path beside them. */
export const tableProperty = z.enum(['label', 'language', 'licence', 'repo', 'size'])
export type TableProperty = z.infer<typeof tableProperty>
const data = z.object({
  /** Names of the signals that the table shows; null shows the usual ones. */
  columns: z.array(z.string()).nullable().default(null),
  /** As `columns`. */
  properties: z.array(tableProperty).nullable().default(null),
})

/** What a person chose; kept in the user's data folder. */
export const settings = z.object({
  theme: theme.default('system'),
  completion: completion.prefault({}),
  editor: editor.prefault({}),
  project: project.prefault({}),
  data: data.prefault({}),
  sample: sample.prefault({}),
})
export type Settings = z.infer<typeof settings>

/** Sections to replace. Not `settings.partial()`: that would fill the sections that are left out with their defaults. */
export const settingsUpdate = z.object({ theme, completion, editor, project, data, sample }).partial()
export type SettingsUpdate = z.infer<typeof settingsUpdate>

export const settingsContract = {
  watch: procedure.output(eventIterator(settings)),
  /** Replaces whole top-level sections. */
  update: procedure.input(settingsUpdate).output(settings),
}
