import { formatBytes } from '#contracts/format-quantity'

/** The words of the models place. */
export const text = {
  title: 'Models',
  intro:
    'Models run on this machine, in a process of their own. One is loaded at a time; the last one is loaded again at the next start.',
  refresh: 'Look for models again',
  loadingList: 'Looking for models',
  listLabel: 'Models found',
  listFailed: 'Models could not be listed',
  again: 'Try again',
  bundled: 'Bundled',
  loaded: 'Loaded',
  infill: 'Fills in code',
  noInfill: 'Cannot fill in',
  unreadable: 'Cannot be used',
  kinds: {
    adapter: 'LoRA adapter',
    projector: 'Projector',
    encoder: 'Embedding model',
    vocabulary: 'Vocabulary',
    'importance-matrix': 'Importance matrix',
  },
  load: 'Load',
  unload: 'Unload',
  remove: 'Forget this file',
  cancelled: 'Not loaded',
  loading: (percent: number) => `Loading ${percent} %`,
  warmingUp: 'Warming up',
  cancel: 'Cancel',
  restarting: (attempt: number) => `The model process stopped and is being restarted (attempt ${attempt}).`,
  facts: {
    architecture: 'Architecture',
    parameters: 'Parameters',
    size: 'Size',
    quantisation: 'Quantisation',
    context: 'Context',
    licence: 'Licence',
    file: 'File',
    unknown: 'unknown',
    tokens: (count: string) => `${count} tokens`,
  },
  fit: {
    checking: 'Checking whether it fits…',
    fits: (required: number, available: number, device: string) =>
      `Fits: needs ${formatBytes(required)} of ${formatBytes(available)} free on ${device}`,
    tooLarge: (required: number, available: number, device: string) =>
      `Does not fit: needs ${formatBytes(required)}, ${formatBytes(available)} free on ${device}. Choose a smaller quantisation or close other programs.`,
    layers: (onGpu: number, total: number) => `${onGpu} of ${total} layers on the GPU`,
    context: (tokens: string) => `context of ${tokens} tokens`,
    failed: 'It could not be checked whether the model fits.',
  },
  running: {
    title: 'Running now',
    device: 'Runs on',
    layers: 'Layers on the GPU',
    context: 'Context',
    memory: 'Memory',
    threads: 'Threads',
    loadTime: 'Loaded in',
    threadsOf: (generating: number, reading: number) =>
      generating === reading ? String(generating) : `${generating} to write, ${reading} to read`,
    generating: 'Time per token while writing, by number of threads, measured when it was loaded',
    reading: 'Time per token while reading a prompt',
    perToken: (ms: string) => `${ms} ms`,
    threadCount: (count: number) => (count === 1 ? '1 thread' : `${count} threads`),
    chosen: 'chosen',
  },
  backends: {
    title: 'Hardware',
    available: 'Available',
    unavailable: 'Not available',
    nameOf: (name: string) => ({ metal: 'Metal', cuda: 'CUDA', vulkan: 'Vulkan', cpu: 'CPU' })[name] ?? name,
  },
  add: {
    title: 'Add a model',
    message:
      'Point to a GGUF file or a folder of them; files stay where they are. CodeShell-7B as Q4 takes about 5 GB, and memory is checked before loading.',
    file: 'Add a file…',
    folder: 'Add a folder…',
  },
}
