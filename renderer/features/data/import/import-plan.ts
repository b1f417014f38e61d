import type { ColumnMapping, ColumnRole, Inspection } from '#contracts/imports'

/** An input with what a person wants of it. */
export interface PlannedInput {
  /** Tells it apart from the others. */
  id: string
  inspection: Inspection
  isChosen: boolean
  mapping: ColumnMapping
}

/** Any number of columns may have these; of the others there is one each. */
const sharedRoles: ReadonlySet<ColumnRole> = new Set(['metadata', 'ignored'])

/** Inputs as they are proposed: chosen but for those that are another way to import the same, and those without a text. */
export function planInputs(inspections: readonly Inspection[]): PlannedInput[] {
  return inspections.map((inspection) => {
    const { kind, path, table, revision } = inspection.location
    const mapping = Object.fromEntries(inspection.columns.map(({ name, proposedRole }) => [name, proposedRole]))
    const isChosen = !inspection.isAlternative && !needsText({ inspection, mapping })
    return { id: [kind, path, table, revision].join('\0'), inspection, isChosen, mapping }
  })
}

/** Adds inputs to those there are; one that is there already stays as it is. */
export function addInputs(inputs: readonly PlannedInput[], added: readonly PlannedInput[]): PlannedInput[] {
  const known = new Set(inputs.map(({ id }) => id))
  return [...inputs, ...added.filter(({ id }) => !known.has(id))]
}

/** Gives a column a role. A column that had it becomes metadata. */
export function assignRole(mapping: ColumnMapping, column: string, role: ColumnRole): ColumnMapping {
  const others = Object.entries(mapping).map(([name, held]): [string, ColumnRole] => {
    return [name, held === role && !sharedRoles.has(role) ? 'metadata' : held]
  })
  return { ...Object.fromEntries(others), [column]: role }
}

/** Whether rows cannot become documents yet. */
export function needsText({ inspection, mapping }: Pick<PlannedInput, 'inspection' | 'mapping'>): boolean {
  return inspection.columns.length > 0 && !Object.values(mapping).includes('text')
}

/** What can be started: all that is chosen, unless something of it is not complete. */
export function listReady(inputs: readonly PlannedInput[]): PlannedInput[] {
  const chosen = inputs.filter(({ isChosen }) => isChosen)
  return chosen.some(needsText) ? [] : chosen
}
