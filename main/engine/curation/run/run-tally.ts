import type { CurationReport, RuleReport, StepReport, TokenBasis } from '#contracts/curation-report'
import { formatCount, formatPlural } from '#contracts/format-quantity'
import type { TokenCounts } from '../tokens/read-token-counts.ts'
import type { PlannedStep } from './plan-steps.ts'
import type { StoredCount } from './step-run.ts'

/** Counts what the steps of a run do, over all the times that it was stopped and went on. */
export interface RunTally {
  /** Documents that the steps so far were done with, and the most that all of them can come to. */
  readonly done: number
  readonly total: number
  begin(plan: PlannedStep, isWanted: Uint8Array, seen: Uint8Array): StepTally
  /** Called at the end, with what the rules do now. */
  finish(rules: readonly RuleReport[]): void
  report(): CurationReport
}

export interface StepTally {
  add(stored: StoredCount): void
  setPairs(count: number): void
  end(): void
  report(): StepReport
  /** What lies before the step, as a sentence without its end. */
  describe(): string
}

export function createRunTally(options: {
  plans: readonly PlannedStep[]
  sizesBytes: Float64Array
  tokenCounts: TokenCounts
  /** What the run had come to when it was stopped. */
  before: CurationReport | null
  scoreAll: boolean
}): RunTally {
  const { plans, sizesBytes, tokenCounts, before, scoreAll } = options
  const steps: StepReport[] = []
  let rules: RuleReport[] = []
  let kept: CurationReport['kept'] = null
  let done = 0
  let ahead = plans.length * sizesBytes.length
  const documents = sizesBytes.length
  const sizeBytes = sizesBytes.reduce((sum, size) => sum + size, 0)
  const { basis: tokenBasis } = tokenCounts
  const tokens = tokenCounts.tokens.reduce((sum, count) => sum + count, 0)

  return {
    get done() {
      return done
    },
    get total() {
      return done + ahead
    },
    begin(plan, isWanted, seen) {
      const known = before?.steps.find(({ step }) => step === plan.step.kind)
      let [wanted, measured, wantedTokens] = [0, 0, 0]
      for (let id = 0; id < isWanted.length; id++) {
        wanted += isWanted[id] as number
        wantedTokens += (isWanted[id] as number) * (tokenCounts.tokens[id] as number)
        measured += (isWanted[id] as number) & (seen[id] as number)
      }
      // Steps after this one see no more documents than it does.
      const later = plans.length - steps.length - 1
      done += measured
      ahead = wanted - measured + later * wanted
      const report: StepReport = {
        step: plan.step.kind,
        title: plan.step.title,
        parameters: { ...plan.parameters },
        documents: wanted,
        tokens: wantedTokens,
        knownDocuments: Math.max(0, measured - (known?.measuredDocuments ?? 0)),
        measuredDocuments: known?.measuredDocuments ?? 0,
        measuredBytes: known?.measuredBytes ?? 0,
        measuredTokens: known?.measuredTokens ?? 0,
        problems: known?.problems ?? 0,
        findings: known?.findings ?? 0,
        pairs: plan.products.pairs ? 0 : null,
        seconds: 0,
      }
      steps.push(report)
      const beganMs = performance.now()
      const measureTime = () => {
        report.seconds = (known?.seconds ?? 0) + (performance.now() - beganMs) / 1000
      }
      return {
        add({ ids, problems, findings }) {
          report.measuredDocuments += ids.length
          report.measuredBytes += sumOf(sizesBytes, ids)
          report.measuredTokens = (report.measuredTokens ?? 0) + sumOf(tokenCounts.tokens, ids)
          report.problems += problems
          report.findings += findings
          done += ids.length
          ahead -= ids.length
          measureTime()
        },
        setPairs(count) {
          report.pairs = count
        },
        end: measureTime,
        report: () => ({ ...report }),
        describe: () =>
          measured === 0 ? `${wanted} of ${documents} documents` : `${wanted - measured} of ${wanted} documents are left`,
      }
    },
    finish(counted) {
      rules = [...counted]
      kept = {
        documents: rules.reduce((left, rule) => left - rule.droppedDocuments, documents),
        sizeBytes: rules.reduce((left, rule) => left - rule.droppedBytes, sizeBytes),
        tokens: rules.reduce((left, rule) => left - (rule.droppedTokens ?? 0), tokens),
      }
    },
    report() {
      const seconds = steps.reduce((sum, step) => sum + step.seconds, 0)
      const notes = [
        ...(scoreAll ? [] : explainOrder(steps, documents)),
        ...rules.flatMap(explainLack),
        ...explainTokens(tokenBasis, documents),
      ]
      return {
        documents,
        sizeBytes,
        tokens,
        tokenBasis,
        scoreAll,
        steps: steps.map((step) => ({ ...step })),
        rules,
        kept,
        notes,
        seconds,
      }
    },
  }
}

function sumOf(values: Float64Array, ids: Uint32Array): number {
  return ids.reduce((sum, id) => sum + (values[id] as number), 0)
}

/** What follows from steps that saw only some documents. */
function explainOrder(steps: readonly StepReport[], documents: number): string[] {
  const seen = steps
    .filter((step) => step.documents < documents)
    .map((step) => `${step.title} saw ${formatCount(step.documents)}`)
  if (seen.length === 0) return []
  return [
    `Of ${formatPlural(documents, 'document')} ${seen.join(', ')}: those that the rules before a step keep. The others have no values of the step, so no rule on it drops them, percentiles are of the documents that it saw, and duplicates are looked for among them.`,
  ]
}

function explainLack({ rule, lacks }: RuleReport): string[] {
  return lacks === null ? [] : [`Rule ${rule + 1} reads ${lacks}, which no step gives, so it keeps everything.`]
}

/** Where tokens are estimated, that they are. */
function explainTokens({ tokenizer, countedDocuments }: TokenBasis, documents: number): string[] {
  if (countedDocuments >= documents) return []
  const kinds = 'from their letters, digits and other characters and the language'
  return [
    tokenizer === null
      ? `Tokens of ${countedDocuments} of ${documents} documents were counted by the model that scored them. Those of the others are estimated ${kinds}, by what the counts say of such estimates.`
      : `Tokens are estimated ${kinds}, as the tokenizer of ${tokenizer} cuts code, and not counted. They are off by 10 % for a document in the middle, for a language by up to a fifth, for data such as JSON by more.`,
  ]
}
