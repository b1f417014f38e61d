import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './procedure.ts'

/** What a person chose; kept in the user's data folder. */
export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  completion: z
    .object({
      enabled: z.boolean().default(true),
      lines: z.enum(['auto', 'single', 'multiple']).default('auto'),
      /** Pause in typing before the model is asked, in milliseconds. */
      debounceMs: z.number().int().min(0).max(5000).default(120),
      /** Monaco language ids in which no suggestion comes by itself. */
      disabledLanguages: z.array(z.string()).default([]),
    })
    .prefault({}),
  editor: z
    .object({
      folder: z.string().nullable().default(null),
      openFiles: z.array(z.string()).default([]),
      activeFile: z.string().nullable().default(null),
    })
    .prefault({}),
  data: z.object({ columns: z.array(z.string()).nullable().default(null) }).prefault({}),
})
export type Settings = z.infer<typeof settings>

export const settingsContract = {
  watch: procedure.output(eventIterator(settings)),
  /** Replaces whole top-level sections. */
  update: procedure.input(settings.partial()).output(settings),
}
