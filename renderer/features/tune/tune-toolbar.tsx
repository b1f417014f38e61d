import { Ellipsis, Redo2, Undo2 } from 'lucide-react'
import type { RecipeState } from '#contracts/recipe'
import { showText } from '#contracts/visible-text'
import { commandKey, runCommand } from '../../app/commands/commands.ts'
import { openExport } from '../../app/export/export-request.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { text } from './text.ts'
import { useTuneStore } from './tune-store.ts'
import './tune-toolbar.css'

/** The recipe as a whole: its name, its history, its file, and what comes out of it. */
export function TuneToolbar({ recipe }: { recipe: RecipeState | null }) {
  // What comes next is the run while rules wait for one, and the export after it.
  const isWaiting = useTuneStore((state) => state.answer?.preview.effects.some(({ waitsFor }) => waitsFor !== null) ?? false)
  const isSomething = recipe !== null && recipe.recipe.rules.length + recipe.recipe.steps.length > 0
  return (
    <div className="tune-toolbar" role="toolbar" aria-label={text.recipe}>
      <strong className="tune-recipe-name truncate" title={recipe?.file ? showText(recipe.file) : undefined}>
        {showText(recipe?.recipe.name ?? text.recipe)}
      </strong>
      {recipe?.changed && recipe.file !== null ? <Badge>{text.recipeChanged}</Badge> : null}
      <IconButton
        icon={Undo2}
        label={text.undo}
        shortcut={commandKey('recipe.undo')}
        isDisabled={!recipe?.canUndo}
        onPress={() => runCommand('recipe.undo')}
      />
      <IconButton
        icon={Redo2}
        label={text.redo}
        shortcut={commandKey('recipe.redo')}
        isDisabled={!recipe?.canRedo}
        onPress={() => runCommand('recipe.redo')}
      />
      <span className="tune-recipe-file">
        {fileCommands.map(([command, label]) => (
          <Button key={command} variant="quiet" onPress={() => runCommand(command)}>
            {label}
          </Button>
        ))}
      </span>
      <span className="tune-recipe-menu">
        <Menu
          label={text.recipeFile}
          actions={fileCommands.map(([id, label]) => ({
            id,
            label,
            shortcut: commandKey(id),
            onAction: () => runCommand(id),
          }))}
        >
          <Button variant="quiet" aria-label={text.recipeFile}>
            <Ellipsis size={15} strokeWidth={1.75} aria-hidden />
          </Button>
        </Menu>
      </span>
      <span className="tune-toolbar-space" />
      <Button variant={isWaiting ? 'primary' : 'default'} isDisabled={!isSomething} onPress={() => runCommand('recipe.run')}>
        {text.run.start}
      </Button>
      <Button onPress={() => openExport({ which: 'dropped', shown: null })}>
        <Shortened words={text.exportDropped} />
      </Button>
      <Button variant={isWaiting ? 'default' : 'primary'} onPress={() => openExport({ which: 'kept', shown: null })}>
        <Shortened words={text.exportKept} />
      </Button>
    </div>
  )
}

/** Words of which those in the middle go where the toolbar is narrow. */
function Shortened({ words: [before, middle, after] }: { words: readonly [string, string, string] }) {
  return (
    <span>
      {before}
      <span className="tune-toolbar-wide">{middle}</span>
      {after}
    </span>
  )
}

const fileCommands = [
  ['recipe.bundled', text.bundledRecipes],
  ['recipe.load', text.load],
  ['recipe.save', text.save],
  ['recipe.export', text.exportRecipe.open],
  ['recipe.runs', text.runs.open],
] as const
