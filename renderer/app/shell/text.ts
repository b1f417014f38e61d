import type { CompletionOutcome } from '#contracts/completion'

/** The words of the frame: rail, places and status bar. */
export const text = {
  productName: 'CodeShell Workbench',
  places: { editor: 'Editor', data: 'Data', tune: 'Tune', models: 'Models' },
  placesLabel: 'Places',
  commands: 'Commands',
  connecting: 'Starting the engine…',
  placeFailed: {
    title: 'This place stopped working',
    message: 'Something in the interface failed. Your files and projects are not affected.',
    again: 'Show it again',
  },
  placeNotLoaded: {
    title: 'This place could not be loaded',
    message: 'The workbench was updated, or its server is away. Load the page again; text that is not saved is kept.',
    again: 'Load the page again',
  },
  appearance: {
    label: 'Appearance',
    system: 'Follow the system',
    light: 'Light',
    dark: 'Dark',
  },
  status: {
    label: 'Status',
    noProject: 'No project',
    noModel: 'No model loaded',
    modelUnknown: 'Model…',
    choosing: 'Choosing a model',
    loading: (name: string, percent: number) => `Loading ${name} ${percent} %`,
    warmingUp: (name: string) => `Warming up ${name}`,
    failed: (name: string) => `${name} could not be loaded`,
    restarting: 'Model process restarting',
    layers: (onGpu: number, total: number) => `${onGpu}/${total} layers`,
    tokensPerSecond: (rate: number) => `${rate} tokens/s`,
    cached: 'from cache',
    suggestionFailed: 'Suggestion failed',
  },
  /** Why there is no ghost text, as the status bar says it. */
  outcomes: {
    shown: 'Suggestion shown',
    'no-model': 'No suggestion: no model loaded',
    'model-loading': 'No suggestion: model loading',
    'model-restarting': 'No suggestion: model restarting',
    'no-infill': 'No suggestion: model cannot fill in',
    paused: 'Suggestions paused',
    empty: 'No suggestion: nothing to add here',
    'low-confidence': 'No suggestion: low confidence',
    'cut-by-filter': 'No suggestion: cut by filter',
  } satisfies Record<CompletionOutcome, string>,
}
