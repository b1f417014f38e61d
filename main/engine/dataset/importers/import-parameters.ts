import { z } from 'zod'
import { columnMapping, inputLocation } from '#contracts/imports'

const defaultMaxTextBytes = 1_048_576
const defaultMaxRejectedShare = 0.05

/** As `SourceDescription`. */
const source = z.object({
  location: z.unknown(),
  name: z.string(),
  repo: z.string().nullable(),
  commit: z.string().nullable(),
  licence: z.string().nullable(),
})

const current = z.object({
  inputs: z.array(
    z.object({
      location: inputLocation,
      mapping: columnMapping,
      /** What it stands for, where that was found before the job began. */
      source: source.optional(),
    }),
  ),
  maxTextBytes: z.number().default(defaultMaxTextBytes),
  maxRejectedShare: z.number().default(defaultMaxRejectedShare),
})
export type ImportParameters = z.infer<typeof current>

/** As jobs of earlier versions stored them, which imported one folder each. */
const ofFolder = z.object({ folder: z.string(), maxFileBytes: z.number() }).transform(
  ({ folder, maxFileBytes }): ImportParameters => ({
    inputs: [{ location: { kind: 'folder', path: folder, table: null }, mapping: {} }],
    maxTextBytes: maxFileBytes,
    maxRejectedShare: 1,
  }),
)

/** What an import was started with. */
export const importParameters = z.union([current, ofFolder])
