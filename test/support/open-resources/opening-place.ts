import path from 'node:path'

const withSlashes = (text: string) => text.replaceAll('\\', '/')
const ownFolder = `${withSlashes(import.meta.dirname)}/`
const projectFolder = `${withSlashes(path.resolve(import.meta.dirname, '../../..'))}/`

/** An error for its stack, which is put into words only if it is asked for. */
export function captureStack(): Error {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 30
  const error = new Error('opened')
  Error.stackTraceLimit = limit
  return error
}

/**
 * The nearest line of the project on the stack, and the line of a test that led there. Undefined where the runner, a library or Node
 * acted by itself.
 */
export function findPlace({ stack = '' }: Error): string | undefined {
  const lines = stack
    .split('\n')
    .slice(1)
    .map(withSlashes)
    .filter((line) => line.includes(projectFolder) && !line.includes('/node_modules/') && !isOwn(line))
  const [nearest] = lines
  const ofTest = lines.find((line) => line.includes(`${projectFolder}test/`))
  if (!nearest) return undefined
  return ofTest && ofTest !== nearest ? `${toPlace(nearest)}, called at ${toPlace(ofTest)}` : toPlace(nearest)
}

const toPlace = (line: string) => line.trim().replace(/^at /, '').replace('file://', '').replace(projectFolder, '')

/** The watch itself, not the suites that leak to try it, which lie in a folder below. */
const isOwn = (line: string) => line.split(ownFolder)[1]?.includes('/') === false
