/** A filter of Data-Juicer that is a threshold here: its parameters for both bounds, with the defaults of data_juicer/ops/filter. */
export interface DataJuicerFilter {
  readonly operator: string
  readonly signal: string
  readonly min: string
  readonly max: string
  /** What holds below `min` where the parameter is not given. */
  readonly minDefault: number
  readonly maxDefault: number | null
  /** Whether its bounds are whole numbers there; a value of the signal may still have a fraction. */
  readonly isWhole: boolean
  /** Parameters that must have this value, or be left out, for both to mean the same. */
  readonly needs: Readonly<Record<string, unknown>>
}

const ratio = { min: 'min_ratio', max: 'max_ratio', isWhole: false }
const length = { min: 'min_len', max: 'max_len', isWhole: true }

export const dataJuicerFilters: readonly DataJuicerFilter[] = [
  {
    operator: 'alphanumeric_filter',
    signal: 'alphanumeric_fraction',
    ...ratio,
    minDefault: 0.25,
    maxDefault: null,
    needs: { tokenization: false },
  },
  { operator: 'average_line_length_filter', signal: 'mean_line_length', ...length, minDefault: 10, maxDefault: null, needs: {} },
  { operator: 'maximum_line_length_filter', signal: 'max_line_length', ...length, minDefault: 10, maxDefault: null, needs: {} },
  { operator: 'text_length_filter', signal: 'character_count', ...length, minDefault: 10, maxDefault: null, needs: {} },
  {
    operator: 'character_repetition_filter',
    signal: 'dj_character_repetition',
    ...ratio,
    minDefault: 0,
    maxDefault: 0.5,
    needs: { rep_len: 10 },
  },
  {
    operator: 'word_repetition_filter',
    signal: 'dj_word_repetition',
    ...ratio,
    minDefault: 0,
    maxDefault: 0.5,
    needs: { rep_len: 10, tokenization: false },
  },
  {
    operator: 'words_num_filter',
    signal: 'dj_word_count',
    min: 'min_num',
    max: 'max_num',
    isWhole: true,
    minDefault: 10,
    maxDefault: null,
    needs: { tokenization: false },
  },
]

/** Mappers that put something in the place of personal data. */
export const dataJuicerMasks: readonly { operator: string; type: string }[] = [
  { operator: 'clean_email_mapper', type: 'mail-address' },
  { operator: 'clean_ip_mapper', type: 'network-address' },
]
