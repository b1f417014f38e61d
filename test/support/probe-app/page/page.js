// What the renderer does at its start: asks for a port and takes every one that comes.
import { name } from './part.js'

const state = { module: name, got: [], ends: 0, ports: 0, port: null }
window.probe = state
window.addEventListener('message', (event) => {
  if (event.source !== window || event.data !== 'codeshell:port') return
  const [port] = event.ports
  state.port = port
  state.ports++
  port.addEventListener('message', ({ data }) => state.got.push(data))
  port.addEventListener('close', () => state.ends++)
  port.start()
})
window.postMessage('codeshell:ready', window.location.origin)
