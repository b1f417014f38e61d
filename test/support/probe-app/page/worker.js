import { name } from './part.js'

postMessage(name)
