import type { z } from 'zod'
import { AppError } from '#contracts/errors'
import type { Step, StepNeeds, StepProducts } from '../steps/step.ts'

/** A step as a recipe lists it. */
export interface ListedStep {
  readonly kind: string
  /** As it stands in the recipe; what is left out has its default. */
  readonly parameters: Readonly<Record<string, unknown>>
}

/** A step with everything that follows from its parameters. */
export interface PlannedStep {
  readonly step: Step
  readonly parameters: object
  readonly products: StepProducts
  readonly needs: StepNeeds
}

/** What rules read. */
export interface WantedResults {
  readonly signals: readonly string[]
  /** Kinds of steps whose findings or pairs are read. */
  readonly steps: readonly string[]
}

/**
 * The steps to run, in their order: those that are listed, those that give what is wanted, and those that give what these need. A step comes
 * after the ones that it needs; beyond that the cheap ones come first. A wanted signal that no step gives is left to whoever reads it.
 * Fails with `input.invalid` that names the step and the parameter.
 */
export function planSteps(available: readonly Step[], listed: readonly ListedStep[], wanted: WantedResults): PlannedStep[] {
  const planned = new Map<string, PlannedStep>()
  const defaults = new Map<string, PlannedStep>()

  const readDefault = (step: Step): PlannedStep => {
    const known = defaults.get(step.kind) ?? planStep(step, {})
    defaults.set(step.kind, known)
    return known
  }
  const add = (plan: PlannedStep): void => {
    if (planned.has(plan.step.kind)) return
    planned.set(plan.step.kind, plan)
    for (const signal of plan.needs.signals ?? []) addProducer(signal)
  }
  const addProducer = (signal: string): void => {
    const gives = ({ products }: PlannedStep) => products.signals.some(({ name }) => name === signal)
    if ([...planned.values()].some(gives)) return
    const step = available.find((each) => gives(readDefault(each)))
    if (step) add(readDefault(step))
  }

  const given = listed.map(({ kind, parameters }) => planStep(getStep(available, kind), parameters))
  // Before their needs, so that a step that another one needs keeps the parameters that the recipe gives it.
  for (const plan of given) planned.set(plan.step.kind, plan)
  for (const { needs } of given) for (const signal of needs.signals ?? []) addProducer(signal)
  for (const kind of wanted.steps) if (!planned.has(kind)) add(readDefault(getStep(available, kind)))
  for (const signal of wanted.signals) addProducer(signal)
  return order([...planned.values()])
}

/** A step with its parameters as they stand in a recipe. */
export function planStep(step: Step, given: Readonly<Record<string, unknown>>): PlannedStep {
  const read = step.parameters.safeParse(given)
  if (read.success) {
    const parameters = read.data
    return { step, parameters, products: step.describe(parameters), needs: step.needs(parameters) }
  }
  const [issue] = read.error.issues
  const field = issue?.path.join('.') ?? ''
  const reason = issue ? describeIssue(issue, field) : 'its parameters cannot be read'
  throw new AppError('input.invalid', `The step “${step.kind}” cannot run: ${reason}.`, { field, reason })
}

function describeIssue(issue: z.core.$ZodIssue, field: string): string {
  if (issue.code === 'unrecognized_keys') return `it has no parameter ${issue.keys.map((key) => `“${key}”`).join(', ')}`
  return `${field}: ${issue.message.toLowerCase()}`
}

export function getStep(available: readonly Step[], kind: string): Step {
  const step = available.find((each) => each.kind === kind)
  if (step) return step
  const known = available.map((each) => each.kind).join(', ')
  const reason = `there is no such step; the steps are ${known || 'none'}`
  throw new AppError('input.invalid', `The step “${kind}” cannot run: ${reason}.`, { field: 'steps', reason })
}

/** What a step gives, and what the steps give that need it: a rule that reads any of this reads what the step measured. */
export function listReadable(plans: readonly PlannedStep[], plan: PlannedStep): WantedResults {
  const found = [plan]
  for (let added = -1; added !== 0; ) {
    const given = new Set(found.flatMap(({ products }) => products.signals.map(({ name }) => name)))
    const more = plans.filter((each) => !found.includes(each) && each.needs.signals?.some((signal) => given.has(signal)))
    added = more.length
    found.push(...more)
  }
  return listProducts(found)
}

/** All that rules can read of steps. */
export function listProducts(plans: readonly PlannedStep[]): WantedResults {
  return {
    signals: plans.flatMap(({ products }) => products.signals.map(({ name }) => name)),
    steps: plans.map(({ step }) => step.kind),
  }
}

/** Of those that need nothing of others that are left, the cheapest is next. */
function order(plans: readonly PlannedStep[]): PlannedStep[] {
  const left = plans.toSorted((one, other) => one.step.costMsPerMb - other.step.costMsPerMb || compareKinds(one, other))
  const ordered: PlannedStep[] = []
  while (left.length > 0) {
    const missing = new Set(left.flatMap(({ products }) => products.signals.map(({ name }) => name)))
    const isReady = ({ needs }: PlannedStep) => !needs.signals?.some((signal) => missing.has(signal))
    // Steps that need each other in a circle run in some order, and what is missing then stays missing.
    const [next] = left.splice(Math.max(0, left.findIndex(isReady)), 1)
    if (next) ordered.push(next)
  }
  return ordered
}

function compareKinds(one: PlannedStep, other: PlannedStep): number {
  return one.step.kind < other.step.kind ? -1 : 1
}
