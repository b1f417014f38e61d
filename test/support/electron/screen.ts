/** One ordinary display with a task bar at its lower edge. */
const display = {
  id: 1,
  scaleFactor: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1040 },
} satisfies Partial<Electron.Display>

export const screen = {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
}
