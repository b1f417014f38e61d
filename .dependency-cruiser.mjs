// Who may import whom, as docs/architecture.md tells it. Each comment says what to do instead.

/** Domains that a domain may use beside itself and platform. Only engine.ts knows all. */
const siblings = {
  dataset: ['languages'],
  jobs: [],
  curation: ['dataset', 'jobs', 'models'],
  tuning: ['dataset', 'curation'],
  models: [],
  completion: ['models', 'settings', 'open-texts'],
  'open-texts': [],
  settings: [],
  sample: ['settings'],
  languages: [],
  workspace: ['languages'],
}
/** Packages with native code or a world of their own, and the one place that may import them. */
const doors = {
  'better-sqlite3': '^main/engine/platform/(sqlite|foreign-database)',
  'node-llama-cpp': '^main/inference/',
  'monaco-editor': '^renderer/monaco/',
  electron: '^main/electron/',
  yaml: '^main/engine/curation/recipe/',
  hyparquet: '^main/engine/platform/parquet',
  'hyparquet-compressors': '^main/engine/platform/parquet',
  'csv-parse': '^main/engine/dataset/importers/(csv-dialect|parse-csv)',
  'spdx-expression-parse': '^main/engine/dataset/licences/licence-expression',
  'd3-scale': '^renderer/charts/',
  'd3-array': '^renderer/charts/',
  'd3-shape': '^renderer/charts/',
  '@codemirror/state': '^main/engine/open-texts/edited-text',
  'hyparquet-writer': '^main/engine/platform/parquet-writer',
  'web-tree-sitter': '^main/engine/platform/syntax/',
  ws: '^main/web/',
}

/**
 * What a layer (`from`, less `butFrom`) must not import: what matches `never` and not `except`; or, with `only`, everything else.
 * `neverCore` are modules of Node. `instead` says what to do.
 */
const layers = [
  {
    name: 'contracts-stand-alone',
    from: '^contracts/',
    only: '^contracts/|^node_modules/(zod|@orpc)/',
    instead: 'contracts is the language of all sides: it may use zod and oRPC, nothing of ours and no runtime API.',
  },
  {
    name: 'native-stands-alone',
    from: '^native/',
    only: '^native/',
    mayUseCore: true,
    instead: 'native/index.ts loads the addon and types it; what uses it lives in main/engine.',
  },
  {
    name: 'engine-knows-no-host',
    from: '^main/engine/',
    never: '^main/(electron|web|cli|inference)/|^renderer/|^node_modules/electron/',
    instead: 'The engine runs in any host. Take what you need from the host as an option of createEngine.',
  },
  {
    name: 'engine-speaks-no-http',
    from: '^main/engine/',
    neverCore: '^(node:)?(http|https|http2|net)$',
    instead: 'HTTP belongs to main/web. The engine is reached through contracts.',
  },
  ...Object.entries(siblings).map(([domain, others]) => ({
    name: `engine-${domain}-siblings`,
    from: `^main/engine/${domain}/`,
    never: '^main/engine/',
    except: `^main/engine/(platform|${[domain, ...others].join('|')})/`,
    instead: `main/engine/${domain} may use platform and ${others.join(', ') || 'no other domain'}. Take the rest as an option; engine.ts wires it.`,
  })),
  {
    name: 'steps-see-documents-only',
    from: '^main/engine/curation/steps/',
    never: '^main/engine/',
    except: '^main/engine/(curation/steps|platform)/',
    instead:
      'A step measures batches and knows no project, job or store, so that it also runs elsewhere. The runner has the rest.',
  },
  {
    name: 'platform-knows-no-domain',
    from: '^main/engine/platform/',
    never: '^main/engine/',
    except: '^main/engine/platform/',
    instead: 'platform is the door to the outside; it must not know what the product does with it.',
  },
  {
    name: 'inference-is-small',
    from: '^main/inference/',
    never: '^(main|native|renderer)/',
    except: '^main/(inference/|engine/platform/(byte-path|file-error|regular-file)[.]ts$)',
    instead:
      'The inference process holds llama.cpp and nothing else, so that a crash costs a model load and no more. How paths are spelled and told of is shared.',
  },
  {
    name: 'preload-only-hands-over',
    from: '^main/electron/preload/',
    only: '^(main/electron/preload/|node_modules/electron/|electron$)',
    instead: 'The preload script may use electron and nothing else.',
  },
  {
    name: 'electron-reaches-engine-in-one-place',
    from: '^main/electron/',
    butFrom: '^main/electron/engine-process',
    never: '^main/(engine|web|cli|inference)/',
    instead: 'Only the entry of the engine process may import the engine; the main process brokers ports.',
  },
  {
    name: 'static-is-shared',
    from: '^main/static/',
    never: '^(main|renderer|native|contracts)/',
    except: '^main/static/',
    instead: 'main/static serves files for every host and knows none of them.',
  },
  {
    name: 'supervision-is-shared',
    from: '^main/supervision/',
    never: '^(main|renderer|native|contracts)/',
    except: '^main/supervision/',
    instead: 'main/supervision says when a process is started again; what process that is, its host and the engine know.',
  },
  {
    name: 'hosts-use-the-composition-root',
    from: '^main/(web|cli)/',
    never: '^main/(engine/(?!engine\\.ts|platform/)|electron/|inference/)|^renderer/',
    instead: 'main/web and main/cli reach the engine through engine.ts and platform only.',
  },
  {
    name: 'renderer-sees-contracts-only',
    from: '^renderer/',
    never: '^main/|^native/|^node_modules/electron/|^contracts/wire/serve|^contracts/inference',
    instead: 'The view talks to the engine through contracts; it cannot tell which host it has.',
  },
  {
    name: 'renderer-has-no-node',
    from: '^renderer/',
    neverCore: '.',
    instead: 'The page is sandboxed. Ask the engine.',
  },
  {
    name: 'features-are-strangers',
    from: '^renderer/features/([^/]+)/',
    never: '^renderer/features/',
    except: '^renderer/features/$1/',
    instead:
      'A feature must not import another. Share through renderer/app or renderer/ui, navigate through renderer/app/shell/navigation.',
  },
  {
    name: 'ui-knows-no-service',
    from: '^renderer/ui/',
    never: '^renderer/(app|features)/|^contracts/(?!visible-text\\.ts$)',
    instead:
      'Components of renderer/ui take properties; data access is in hooks of app and features. How a name is shown is no service.',
  },
  {
    name: 'charts-draw-only',
    from: '^renderer/charts/',
    never: '^renderer/(app|features)/',
    instead: 'Charts draw what they are given; data access is in hooks of features.',
  },
  {
    name: 'nothing-imports-tests',
    from: '.',
    butFrom: '^test/',
    never: '^test/',
    instead: 'Move what the product needs out of test/.',
  },
  ...Object.entries(doors).map(([name, door]) => ({
    name: `door-to-${name}`,
    from: '^(contracts|main|native|renderer)/',
    butFrom: door,
    never: `^node_modules/(@types/)?${name}/`,
    instead: `${name} has one door: ${door.replace('^', '')}. Add what you need there.`,
  })),
]

function toRule({ name, instead, from, butFrom, never, except, only, mayUseCore, neverCore }) {
  return {
    name,
    comment: instead,
    severity: 'error',
    from: { path: from, ...(butFrom && { pathNot: butFrom }) },
    to: {
      ...(never && { path: never }),
      ...(except && { pathNot: except }),
      ...(only && { pathNot: only }),
      ...(mayUseCore && { dependencyTypesNot: ['core'] }),
      ...(neverCore !== undefined && { dependencyTypes: ['core'], path: neverCore }),
    },
  }
}

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules that need each other are one module, or share a third: move the shared part to a file of its own.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      comment: 'The import leads nowhere: mind the path, the extension, and package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    ...layers.map(toRule),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|build|test/.*/fixtures)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
