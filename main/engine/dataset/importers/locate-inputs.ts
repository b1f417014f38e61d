import type { ImportParameters } from './import-parameters.ts'
import type { Importer, SourceDescription } from './importer.ts'
import { getImporter } from './importers.ts'

/** What one input of an import stands for. */
export interface LocatedInput {
  importer: Importer
  source: SourceDescription<unknown>
}

/**
 * Finds what inputs stand for, each once: whoever asked for the import has mostly found it already, and a job that is resumed goes on with the
 * same, e.g. the same commit. Fails as `Importer.locate` does.
 */
export function createInputLocator(inputs: ImportParameters['inputs']): (index: number) => Promise<LocatedInput> {
  const located = new Map<number, Promise<LocatedInput>>()
  const locate = async (index: number): Promise<LocatedInput> => {
    const input = inputs[index]
    if (!input) throw new Error(`The import has no input ${index}.`)
    const importer = getImporter(input.location.kind)
    if (!input.source) return { importer, source: await importer.locate(input.location) }
    return { importer, source: { ...input.source, location: importer.location.parse(input.source.location) } }
  }
  return (index) => {
    const known = located.get(index)
    if (known) return known
    const found = locate(index)
    located.set(index, found)
    return found
  }
}
