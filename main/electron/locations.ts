import path from 'node:path'
import { app } from 'electron'

/** The folder `dist`, in the working tree or inside the package. Every bundle lies one folder below it. */
const distFolder = path.resolve(import.meta.dirname, '..')

/** Where the parts of the program lie. Large and native files lie beside the package, because nothing can be mapped out of an archive. */
export function getLocations() {
  const assetsFolder = app.isPackaged ? process.resourcesPath : path.resolve(distFolder, '..', 'assets')
  const userDataFolder = app.getPath('userData')
  return {
    rendererFolder: path.join(distFolder, 'renderer'),
    preloadFile: path.join(distFolder, 'electron', 'preload.cjs'),
    engineFile: path.join(distFolder, 'engine', 'main.js'),
    inferenceFile: path.join(distFolder, 'inference', 'main.js'),
    bundledModelsFolder: path.join(assetsFolder, 'models'),
    userDataFolder,
    logFile: path.join(userDataFolder, 'workbench.log'),
    windowStateFile: path.join(userDataFolder, 'window-state.json'),
  }
}
