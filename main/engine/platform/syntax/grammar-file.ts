import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Where a grammar lies, or with `parser` the parser that grammars are loaded into.
 *
 * @throws Error when it is in none of the places where a build puts it: the installation is damaged.
 */
export function findGrammarFile(name: string): string {
  const here = path.dirname(fileURLToPath(import.meta.url))
  // Bundles lie in dist/<x>/, in a packaged program too; the sources have dist/ beside main/.
  const folders = [path.resolve(here, '../grammars'), path.resolve(here, '../../../../dist/grammars')]
  const candidates = folders.map((folder) => path.join(folder, `${name}.wasm`))
  const file = candidates.find((candidate) => existsSync(candidate))
  if (file === undefined) {
    throw new Error(
      `The grammar "${name}" is missing. Looked for:\n${candidates.map((each) => `  ${each}`).join('\n')}\nInstall the program again, or run \`npm run setup\` in its sources.`,
    )
  }
  return file
}
