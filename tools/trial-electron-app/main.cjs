// What `electron PATH` does in an Electron that was taken out of somebody's program: that one came without the app that does it.
const { app } = require('electron')
const path = require('node:path')

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (!given) {
  console.error('electron: name the folder of an app, or the file to run.')
  process.exit(2)
}
const found = path.resolve(given)
const folder = path.extname(found) === '' ? found : path.dirname(found)
const description = readDescription(folder)
if (description?.productName ?? description?.name) app.setName(description.productName ?? description.name)
if (description?.version) app.setVersion(description.version)
app.setAppPath(folder)
try {
  require(found)
} catch (error) {
  // Electron would show it in a window and wait for a person.
  console.error(error)
  process.exit(1)
}

function readDescription(folder) {
  try {
    return require(path.join(folder, 'package.json'))
  } catch {
    // A file alone is an app too; it then goes by Electron's own name.
    return undefined
  }
}
