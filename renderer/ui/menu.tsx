import type { LucideIcon } from 'lucide-react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components'
import { KeyHint } from './key-hint.tsx'
import './popover.css'

export interface MenuAction {
  id: string
  label: string
  icon?: LucideIcon
  shortcut?: string | null
  isDisabled?: boolean
  danger?: boolean
  onAction: () => void
}

/** A button (the only child) that opens a menu. `null` in `actions` is a separator. */
export function Menu({
  label,
  actions,
  children,
}: {
  label: string
  actions: readonly (MenuAction | null)[]
  children: React.ReactElement
}) {
  return (
    <MenuTrigger>
      {children}
      <Popover className="ui-popover" offset={4}>
        <AriaMenu aria-label={label}>
          {actions.map((action, index) =>
            action ? (
              <MenuItem
                key={action.id}
                id={action.id}
                textValue={action.label}
                className="ui-option"
                isDisabled={action.isDisabled ?? false}
                onAction={action.onAction}
                data-danger={action.danger || undefined}
              >
                {action.icon ? <action.icon size={14} strokeWidth={1.75} aria-hidden /> : null}
                <span className="ui-option-label truncate">{action.label}</span>
                {action.shortcut ? <KeyHint shortcut={action.shortcut} /> : null}
              </MenuItem>
            ) : (
              <Separator key={`separator-${actions[index - 1]?.id}`} className="ui-separator" />
            ),
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
