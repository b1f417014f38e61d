import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { type DocumentId, documentId } from './document-id.ts'
import { finding, hit } from './hit.ts'
import { sourceKind } from './imports.ts'
import { label, labelChoice, labelVerdict } from './label.ts'
import { licenceClass } from './licence.ts'
import { meantProject } from './meant-project.ts'
import { path } from './path.ts'
import { procedure } from './procedure.ts'
import { maxQueryLength } from './query/query.ts'

/** A folder that holds `project.sqlite` and files derived from it. */
export const project = z.object({
  folder: z.string(),
  name: z.string(),
  documentCount: z.number().int(),
  /** Sum of the documents' sizes in bytes (UTF-8, uncompressed). */
  sizeBytes: z.number(),
  /** Grows with every change of documents or of values of signals; whoever holds something derived from them compares it. */
  dataRevision: z.number().int(),
  /** Grows with every change of what the recipe decides: verdicts and hits may be others, all else is as it was. */
  recipeRevision: z.number().int(),
})
export type Project = z.infer<typeof project>

export const recentProject = z.object({ folder: z.string(), name: z.string(), openedAt: z.number(), exists: z.boolean() })
export type RecentProject = z.infer<typeof recentProject>

/** What documents came from, by one import or several. */
export const source = z.object({
  id: z.number().int(),
  kind: sourceKind,
  name: z.string(),
  /** The path of the folder or file. */
  location: z.string(),
  documentCount: z.number().int(),
})
export type Source = z.infer<typeof source>

/** One number per document: a signal's identity, unit and origin. */
export const signal = z.object({
  name: z.string(),
  label: z.string(),
  /** Unit as shown: `bytes`, `lines`, `characters`, `fraction`, `perplexity`, `bits per byte`. */
  unit: z.string(),
  /** One sentence that says what is measured. */
  description: z.string(),
  /** What computed it, e.g. `statistics` or the model's name. */
  producer: z.string(),
  /** True when the producer's configuration changed since the values were stored. */
  stale: z.boolean(),
  /** Documents that have no value. */
  missingCount: z.number().int(),
})
export type Signal = z.infer<typeof signal>

export { type DocumentId, documentId }

/** A row of the table. `signals` holds the columns that were asked for, in that order; null where missing. */
export const documentRow = z.object({
  id: documentId,
  /** What it is called: its path, or else its source and its place there. */
  name: z.string(),
  path: z.string().nullable(),
  language: z.string(),
  /** An SPDX expression, or the words of the source where they are none. */
  licence: z.string().nullable(),
  repo: z.string().nullable(),
  sourceId: z.number().int(),
  /** Its place in its source: 0, 1, 2 … */
  ordinal: z.number().int(),
  sizeBytes: z.number(),
  signals: z.array(z.number().nullable()),
})
export type DocumentRow = z.infer<typeof documentRow>

/** A row of the Data place's table: with the verdict of its label, null where there is none. */
export const tableRow = documentRow.extend({ label: labelVerdict.nullable() })
export type TableRow = z.infer<typeof tableRow>

/** Which documents: all conditions hold together; an empty list means no restriction. */
export const documentQuery = z.object({
  /** What stands in the query bar; `query/parse-query.ts` has the grammar. Empty means no restriction. */
  text: z.string().max(maxQueryLength).default(''),
  languages: z.array(z.string()).default([]),
  sourceIds: z.array(z.number().int()).default([]),
  /** Decision of the current recipe. */
  verdict: z.enum(['any', 'kept', 'dropped']).default('any'),
  /** What a person said of them; `none` are documents that nobody has labelled. */
  labels: z.array(labelChoice).default([]),
  /** What their licences ask for. */
  licences: z.array(licenceClass).default([]),
  /** Names of repositories; the empty one stands for documents without a repository. */
  repos: z.array(z.string()).default([]),
})
export type DocumentQuery = z.infer<typeof documentQuery>

/** How far a search has come that looks into documents. */
export const searchProgress = z.object({
  /**
   * `running`: ask again for more. `done`: everything that may match was looked at. `cut`: the time was up, so counts and rows are of
   * what was looked at.
   */
  state: z.enum(['running', 'done', 'cut']),
  lookedAt: z.number().int(),
  /** Of how many that may match. */
  toLookAt: z.number().int(),
  /** Documents, counted in `lookedAt`, on which an expression took so long that it was given up; they count as no match. */
  givenUp: z.number().int(),
  /** False when there is no index yet that knows in which documents to look. */
  isIndexed: z.boolean(),
})
export type SearchProgress = z.infer<typeof searchProgress>

/** Where a text has what a query looks for: characters (UTF-16 units) of the text as `sample` gives it. */
export const textMatch = z.object({ offset: z.number().int(), length: z.number().int() })
export type TextMatch = z.infer<typeof textMatch>

/** More matches in one document are not told. */
export const maxTextMatches = 1000

/** `column` is `path`, `language`, `licence`, `repo`, `label` (keep, drop, unsure), the name of a signal, or an order of `review.queues`, e.g.
 * `review:random:7`, where any seed will do. Missing values come last in both directions. */
export const documentSort = z.object({ column: z.string(), direction: z.enum(['ascending', 'descending']) })
export type DocumentSort = z.infer<typeof documentSort>

export const facetValue = z.object({ value: z.string(), label: z.string(), count: z.number().int() })
export type FacetValue = z.infer<typeof facetValue>

export const sample = z.object({
  document: documentRow,
  sourceName: z.string(),
  /** What other columns of the source held, by their names. */
  metadata: z.record(z.string(), z.unknown()).nullable(),
  text: z.string(),
  /** True when the bytes are not valid UTF-8 and the text shows replacement characters. */
  lossy: z.boolean(),
  /** Every signal of the project; null where missing. */
  values: z.array(z.object({ signal, value: z.number().nullable() })),
  /** Why the current recipe drops it: a hit for each rule that does, in their order. */
  hits: z.array(hit),
  /** What steps found in it, by place. At most `maxShownFindings`. */
  findings: z.array(finding),
  /** What a person said of it. */
  label: label.nullable(),
})
export type Sample = z.infer<typeof sample>

const folder = z.object({ folder: path })
/** Shown as one line, so blanks around it are no part of it. */
const projectName = z.string().trim().min(1).max(255)

export const datasetContract = {
  recentProjects: procedure.output(z.array(recentProject)),
  /** Makes an empty project in a folder that is new or empty, and opens it in place of the open one. */
  createProject: procedure.input(folder.extend({ name: projectName })).output(project),
  /** Opens a project in place of the open one. Fails with `project.locked`, `.corrupt`, `.too-new` or `.not-found` and then leaves things as they are. */
  openProject: procedure.input(folder).output(project),
  closeProject: procedure.input(meantProject.prefault({})).output(z.void()),
  /** The open project, or null, now and after every change of a revision. */
  watchProject: procedure.output(eventIterator(project.nullable())),
  sources: procedure.output(z.array(source)),
  signals: procedure.output(z.array(signal)),
  /**
   * Rows `offset` to `offset + limit` of the sorted set, and the exact size of the set. While `search` is running the rows are the final ones
   * and `total` is what was found so far. Fails with `query.invalid`.
   */
  page: procedure
    .input(
      z.object({
        query: documentQuery,
        sort: documentSort,
        /** Signals to return with each row. */
        columns: z.array(z.string()),
        offset: z.number().int().min(0),
        limit: z.number().int().min(1).max(1000),
      }),
    )
    .output(z.object({ total: z.number().int(), rows: z.array(tableRow), search: searchProgress })),
  /**
   * Where a document stands in the sorted set: null when it is not in it, and as long as `search` is running. Fails with
   * `query.invalid`.
   */
  locate: procedure
    .input(z.object({ query: documentQuery, sort: documentSort, documentId }))
    .output(z.object({ index: z.number().int().nullable(), search: searchProgress })),
  /** Exact counts over the whole project, or over what `search` found so far; a facet's own restriction does not apply to itself. */
  facets: procedure.input(z.object({ query: documentQuery })).output(
    z.object({
      /** Of languages, sources and repositories the hundred with the most documents, and those that the query names. */
      languages: z.array(facetValue),
      /** How many languages have documents. */
      languageCount: z.number().int(),
      sources: z.array(facetValue),
      sourceCount: z.number().int(),
      verdicts: z.array(facetValue),
      labels: z.array(facetValue),
      /** By what licences ask for; empty when no document has a licence. */
      licences: z.array(facetValue),
      /** Empty when no document has a repository. */
      repos: z.array(facetValue),
      /** How many repositories have documents. */
      repoCount: z.number().int(),
      search: searchProgress,
    }),
  ),
  /** The first twenty repositories whose names have these characters, in upper or lower case; those that begin with them first. */
  completeRepos: procedure.input(z.object({ part: z.string().max(1000) })).output(z.array(z.string())),
  sample: procedure.input(z.object({ documentId })).output(sample),
  /**
   * The first `maxTextMatches` places of a document where it has what a query looks for in texts, in their order. None where an expression
   * takes too long. Fails with `query.invalid`.
   */
  findMatches: procedure
    .input(z.object({ documentId, text: documentQuery.shape.text }))
    .output(z.object({ matches: z.array(textMatch) })),
}
