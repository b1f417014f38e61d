import { z } from 'zod'
import { columnMapping, inputLocation } from '#contracts/imports'

const defaultMaxTextBytes = 1_048_576
const defaultMaxRejectedShare = 0.05

const current = z.object({
  inputs: z.array(z.object({ location: inputLocation, mapping: columnMapping })),
  maxTextBytes: z.number().default(defaultMaxTextBytes),
  maxRejectedShare: z.number().default(defaultMaxRejectedShare),
})

/** As jobs of earlier versions stored them, which imported one folder each. */
const ofFolder = z.object({ folder: z.string(), maxFileBytes: z.number() }).transform(({ folder, maxFileBytes }) => ({
  inputs: [{ location: { kind: 'folder' as const, path: folder, table: null }, mapping: {} }],
  maxTextBytes: maxFileBytes,
  maxRejectedShare: 1,
}))

/** What an import was started with. */
export const importParameters = z.union([current, ofFolder])
export type ImportParameters = z.infer<typeof importParameters>
