import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const isSource = import.meta.url.endsWith('.ts')
const root = fileURLToPath(new URL('../..', import.meta.url))

/** Where the command finds the parts of the program, from source and from the bundle alike. */
export const locations = {
  rendererFolder: join(root, 'dist/renderer'),
  bundledModelsFolder: join(root, 'assets/models'),
  sampleFile: join(root, 'assets/sample/sample.jsonl.zst'),
  inferenceEntry: join(root, isSource ? 'main/inference/main.ts' : 'dist/inference/main.js'),
  electronFolder: join(root, 'node_modules/electron'),
  packageFile: join(root, 'package.json'),
} as const

/** Settings, recent projects and logs: the system's own place for them, or `CODESHELL_USER_DATA`. */
export function userDataFolder(): string {
  if (process.env.CODESHELL_USER_DATA) return process.env.CODESHELL_USER_DATA
  const name = 'CodeShell Workbench'
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support', name)
  if (process.platform === 'win32') return join(process.env.APPDATA ?? join(homedir(), 'AppData/Roaming'), name)
  return join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), name)
}
