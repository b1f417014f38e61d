import path from 'node:path'
import { app } from 'electron'

/** The folder `dist`, in the working tree or inside the package. Every bundle lies one folder below it. */
const distFolder = path.resolve(import.meta.dirname, '..')
/** The same folder outside of the archive, for code that starts threads or loads libraries by their path. */
const unpackedDistFolder = distFolder.replace(`app.asar${path.sep}`, `app.asar.unpacked${path.sep}`)

/** Where the parts of the program lie. Large and native files lie beside the package, because nothing can be mapped out of an archive. */
export function getLocations() {
  const assetsFolder = app.isPackaged ? process.resourcesPath : path.resolve(distFolder, '..', 'assets')
  const userDataFolder = app.getPath('userData')
  return {
    rendererFolder: path.join(distFolder, 'renderer'),
    preloadFile: path.join(distFolder, 'electron', 'preload.cjs'),
    engineFile: path.join(unpackedDistFolder, 'engine', 'main.js'),
    inferenceFile: path.join(unpackedDistFolder, 'inference', 'main.js'),
    bundledModelsFolder: path.join(assetsFolder, 'models'),
    sampleFile: path.join(assetsFolder, 'sample', 'sample.jsonl.zst'),
    userDataFolder,
    logFile: path.join(userDataFolder, 'workbench.log'),
    windowStateFile: path.join(userDataFolder, 'window-state.json'),
  }
}
