import { existsSync } from 'node:fs'
import path from 'node:path'
import { measureText } from '#native'

export { getMeasureTextKernel, textMeasureColumns } from '#native'

/** The statistics of several texts, measured on one thread of Node's pool: a row of `textMeasureColumns` for each. */
export function measureTexts(texts: readonly Uint8Array[]): Promise<Float64Array> {
  const offsets = new Float64Array(texts.length + 1)
  for (const [index, text] of texts.entries()) offsets[index + 1] = (offsets[index] as number) + text.length
  return measureText({ bytes: Buffer.concat(texts), offsets })
}

/** What a process that is started as plain Node needs in its environment to find the addon: of a package, Electron alone knows the place. */
export function getAddonEnvironment(): Record<string, string> {
  const resourcesPath: unknown = Reflect.get(process, 'resourcesPath')
  const file = typeof resourcesPath === 'string' ? path.join(resourcesPath, 'native/codeshell_native.node') : ''
  return process.env.CODESHELL_NATIVE_ADDON || !existsSync(file) ? {} : { CODESHELL_NATIVE_ADDON: file }
}
