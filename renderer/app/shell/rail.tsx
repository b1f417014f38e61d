import { Box, Code, Command, Database, type LucideIcon, SlidersHorizontal, SunMoon } from 'lucide-react'
import { Button, TooltipTrigger } from 'react-aria-components'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { commandKey, runCommand } from '../commands/commands.ts'
import { type Place, useNavigation } from './navigation.ts'
import { text } from './text.ts'
import './rail.css'

const entries: { place: Place; icon: LucideIcon }[] = [
  { place: 'editor', icon: Code },
  { place: 'data', icon: Database },
  { place: 'tune', icon: SlidersHorizontal },
  { place: 'models', icon: Box },
]

/** The way from place to place. */
export function Rail() {
  const current = useNavigation((state) => state.place)
  return (
    <nav className="rail" aria-label={text.placesLabel}>
      {entries.map(({ place, icon: Icon }) => (
        <TooltipTrigger key={place} delay={600} closeDelay={0}>
          <Button
            className="rail-entry"
            aria-current={place === current ? 'page' : false}
            onPress={() => runCommand(`place.${place}`)}
          >
            <Icon size={18} strokeWidth={1.75} aria-hidden />
            {text.places[place]}
          </Button>
          <Tooltip shortcut={commandKey(`place.${place}`)}>{text.places[place]}</Tooltip>
        </TooltipTrigger>
      ))}
      <div className="rail-end">
        <IconButton
          icon={Command}
          label={text.commands}
          shortcut={commandKey('palette.show')}
          onPress={() => runCommand('palette.show')}
        />
        <Menu
          label={text.appearance.label}
          actions={(['system', 'light', 'dark'] as const).map((id) => ({
            id,
            label: text.appearance[id],
            onAction: () => runCommand(`theme.${id}`),
          }))}
        >
          <IconButton icon={SunMoon} label={text.appearance.label} />
        </Menu>
      </div>
    </nav>
  )
}
