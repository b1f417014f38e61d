import { z } from 'zod'

/**
 * The folder of the project that a call is meant for. Several windows share one engine and its open project, so by the time a call arrives
 * another one may be open, or none: then the call does nothing and fails with `project.not-open`. Null takes whichever is open.
 */
export const meantProject = z.object({ project: z.string().nullable().default(null) })
