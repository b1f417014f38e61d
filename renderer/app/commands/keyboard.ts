import { type CommandId, commands } from '#contracts/commands'

/** The part of a keyboard event that decides which command it means. */
export interface KeyPress {
  key: string
  code: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

/** The command whose key was pressed, or undefined. */
export function findCommandFor(press: KeyPress, isMac: boolean): CommandId | undefined {
  return (Object.keys(commands) as CommandId[]).find((id) => {
    const { key } = commands[id]
    return key !== null && isPressed(key, press, isMac)
  })
}

function isPressed(shortcut: string, press: KeyPress, isMac: boolean): boolean {
  const parts = shortcut.split('+')
  const wanted = parts.at(-1) ?? ''
  const mod = parts.includes('Mod')
  return (
    press.ctrlKey === (mod && !isMac) &&
    press.metaKey === (mod && isMac) &&
    press.altKey === parts.includes('Alt') &&
    press.shiftKey === parts.includes('Shift') &&
    pressedKeys(press).includes(wanted)
  )
}

/**
 * What the pressed key may be called. With Alt a Mac types another character (Alt+N gives a tilde), so then the place on the
 * keyboard decides; otherwise the printed letter does, so that other layouts keep their habits.
 */
function pressedKeys({ key, code }: KeyPress): string[] {
  const byPlace = code === 'Backslash' ? '\\' : code.replace(/^(Key|Digit)(?=.$)/, '')
  const isLatin = /^[a-z]$/i.test(key)
  return isLatin ? [key.toUpperCase()] : [key, byPlace]
}
