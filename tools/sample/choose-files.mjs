import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const licenceNames = /^(licen[cs]e|copying|notice|unlicense)([-._].*)?$/i

/** The files of a package that have its licence, shortest path first. */
export function findLicenceFiles(folder) {
  return (
    globSync('**/*', { cwd: folder })
      .filter((path) => licenceNames.test(path.split('/').at(-1)) && statSync(join(folder, path)).isFile())
      // The other choice of what can be had under a permissive licence too.
      .filter((path) => !/GNU GENERAL PUBLIC LICENSE/.test(readFileSync(join(folder, path), 'utf8').slice(0, 500)))
      .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
  )
}

/** Evenly spread over what matches, so that every part of a package is there; the same files at every run. */
export function chooseFiles({ take, limit, maxBytes }, folder) {
  const paths = [...new Set(take.flatMap((pattern) => globSync(pattern, { cwd: folder })))].sort((a, b) => (a < b ? -1 : 1))
  const fit = paths.filter((path) => isFit(join(folder, path), maxBytes))
  const step = Math.max(1, fit.length / limit)
  return Array.from({ length: Math.min(limit, fit.length) }, (_, index) => fit[Math.floor(index * step)])
}

/** Text in UTF-8, neither empty nor longer than may be. */
function isFit(file, maxBytes) {
  const stat = statSync(file)
  if (!stat.isFile() || stat.size === 0 || stat.size > maxBytes) return false
  const bytes = readFileSync(file)
  return !bytes.includes(0) && Buffer.from(bytes.toString()).equals(bytes)
}
