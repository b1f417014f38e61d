import type { LocatedInput } from './locate-inputs.ts'

/** How large the inputs of an import are, as far as it is known yet. */
export interface MeasuredInputs {
  /** Units of all inputs together; null while one is not known, or where they count different things. */
  total(): number | null
  /** Of one input, by its index. */
  sizeOf(input: number): number | null
  /** When nothing is measured any more. Never rejects. */
  ended: Promise<void>
}

/** Measures inputs beside the import that reads them, which tells what is wrong with them. */
export function measureInputs(options: {
  inputCount: number
  /** Whether all inputs count the same. */
  isComparable: boolean
  locate(index: number): Promise<LocatedInput>
  signal: AbortSignal
  projectFolder: string
}): MeasuredInputs {
  const { inputCount, isComparable, locate, signal, projectFolder } = options
  const sizes: (number | null)[] = Array.from({ length: inputCount }, () => null)
  const measureAll = async () => {
    for (const index of sizes.keys()) {
      try {
        const { importer, source } = await locate(index)
        sizes[index] = await importer.measure(source.location, { signal, projectFolder })
      } catch {
        // It counts for nothing; the import meets the same and says so.
        sizes[index] = signal.aborted ? null : 0
      }
      if (signal.aborted) return
    }
  }
  return {
    total: () => (isComparable && !sizes.includes(null) ? sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) : null),
    sizeOf: (input) => sizes[input] ?? null,
    ended: measureAll(),
  }
}
