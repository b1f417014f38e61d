// The grammars that the step `syntax` parses with: WebAssembly that packages bring prebuilt, copied beside the bundles.
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'

const prebuilt = '@vscode/tree-sitter-wasm'
const folder = 'dist/grammars'

/** By name: the package and the file in it. `parser` is the parser itself, which every grammar is loaded into. */
export const grammars = {
  parser: { package: 'web-tree-sitter', file: 'web-tree-sitter.wasm' },
  c: { package: 'tree-sitter-c', file: 'tree-sitter-c.wasm' },
  ...Object.fromEntries(
    ['bash', 'c-sharp', 'cpp', 'go', 'java', 'javascript', 'php', 'python', 'ruby', 'rust', 'tsx', 'typescript'].map((name) => [
      name,
      { package: prebuilt, file: `wasm/tree-sitter-${name}.wasm` },
    ]),
  ),
}

/** @param {string} root the repository */
export async function copyGrammars(root) {
  await mkdir(join(root, folder), { recursive: true })
  for (const [name, { package: from, file }] of Object.entries(grammars)) {
    await copyFile(join(root, 'node_modules', from, file), join(root, folder, `${name}.wasm`))
  }
}
