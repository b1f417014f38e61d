import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Rectangle } from 'electron'

/** Where the window was when it was last closed. `bounds` are those of the window when it is not maximised. */
export interface WindowState {
  bounds: Rectangle
  maximised: boolean
}

export const minimumWindowSize = { width: 800, height: 560 }
const usualSize = { width: 1440, height: 900 }
/** A title bar of which less than this can be seen, in device-independent pixels, cannot be grabbed with the mouse. */
const reachable = { width: 120, height: 40 }

/** Reads the state kept in a file; null when there is none or it is not one of ours. */
export function readWindowState(file: string): WindowState | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isWindowState(value) ? value : null
  } catch {
    // The first start, or a damaged file: the window then opens as on the first start, and closing it writes a good one.
    return null
  }
}

/** Keeps the state through a temporary file. Synchronous, because the window is closing; for the same reason it never throws. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, JSON.stringify(state))
    renameSync(`${file}.new`, file)
  } catch (error) {
    // A full disk, say. The next window opens where an earlier one was closed.
    console.error(`The place of the window was not kept in ${file}: ${String(error)}`)
  }
}

/**
 * The state to open the window with: the kept one if its title bar can be reached on a display that is there now, made to fit that display;
 * otherwise a window of the usual size in the middle of the first display. `workAreas` are the displays without their task bars,
 * the primary one first.
 */
export function placeWindow(kept: WindowState | null, workAreas: readonly Rectangle[]): WindowState {
  const [primary] = workAreas
  if (kept) {
    const area = workAreas.find((candidate) => isReachable(kept.bounds, candidate))
    if (area) return { bounds: fitInto(kept.bounds, area), maximised: kept.maximised }
  }
  if (!primary) return { bounds: { x: 0, y: 0, ...usualSize }, maximised: false }
  const width = Math.min(usualSize.width, primary.width)
  const height = Math.min(usualSize.height, primary.height)
  const x = primary.x + Math.round((primary.width - width) / 2)
  const y = primary.y + Math.round((primary.height - height) / 2)
  return { bounds: { x, y, width, height }, maximised: kept?.maximised ?? false }
}

function isReachable(bounds: Rectangle, area: Rectangle): boolean {
  const visibleWidth = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
  const titleBarIsInside = bounds.y >= area.y && bounds.y + reachable.height <= area.y + area.height
  return visibleWidth >= reachable.width && titleBarIsInside
}

function fitInto(bounds: Rectangle, area: Rectangle): Rectangle {
  const width = Math.min(Math.max(bounds.width, minimumWindowSize.width), area.width)
  const height = Math.min(Math.max(bounds.height, minimumWindowSize.height), area.height)
  return { x: bounds.x, y: bounds.y, width, height }
}

function isWindowState(value: unknown): value is WindowState {
  if (typeof value !== 'object' || value === null || !('bounds' in value) || !('maximised' in value)) return false
  const { bounds, maximised } = value
  if (typeof maximised !== 'boolean' || typeof bounds !== 'object' || bounds === null) return false
  return ['x', 'y', 'width', 'height'].every((side) => side in bounds && Number.isInteger(bounds[side as keyof typeof bounds]))
}
