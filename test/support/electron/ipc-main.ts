import { EventEmitter } from 'node:events'

/** Receives what preload scripts send. */
export const ipcMain = new EventEmitter()
