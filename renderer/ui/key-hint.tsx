import './key-hint.css'

const isMac = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac')
const macNames: Record<string, string> = { Mod: '⌘', Alt: '⌥', Shift: '⇧', Ctrl: '⌃' }

/** The names of a shortcut's keys as this system writes them: `Mod+Shift+P` becomes Ctrl, Shift, P or ⌘, ⇧, P. */
export function keyNames(shortcut: string): string[] {
  return shortcut.split('+').map((part) => (isMac ? (macNames[part] ?? part) : part === 'Mod' ? 'Ctrl' : part))
}

/** Shows a keyboard shortcut. */
export function KeyHint({ shortcut }: { shortcut: string }) {
  return (
    <span className="ui-key-hint">
      {keyNames(shortcut).map((name) => (
        <kbd key={name}>{name}</kbd>
      ))}
    </span>
  )
}
