import { Activity, lazy, Suspense, useRef, useState } from 'react'
import { Spinner } from '../../ui/spinner.tsx'
import { Palette } from '../commands/palette.tsx'
import { useGlobalCommands } from '../commands/use-global-commands.ts'
import { ConnectionBanner } from '../connection/connection-banner.tsx'
import { ExportDialog } from '../export/export-dialog.tsx'
import { NoticesRegion } from '../notices/notices-region.tsx'
import { PathPickerDialog } from '../path-picker/path-picker-dialog.tsx'
import { ReplaceDialog } from '../questions/replace-dialog.tsx'
import { type Place, useNavigation } from './navigation.ts'
import { PlaceBoundary, PlaceLoadError } from './place-boundary.tsx'
import { useFocusAfterDialogs, usePlaceFocus } from './place-focus.ts'
import { Rail } from './rail.tsx'
import { StatusBar } from './status-bar.tsx'
import { text } from './text.ts'
import './shell.css'

// Each place is a file of its own, so that the editor need not wait for charts and tables.
const places: Record<Place, React.ComponentType> = {
  editor: loadLater(() => import('../../features/editor/editor-place.tsx').then((module) => module.EditorPlace)),
  data: loadLater(() => import('../../features/data/data-place.tsx').then((module) => module.DataPlace)),
  tune: loadLater(() => import('../../features/tune/tune-place.tsx').then((module) => module.TunePlace)),
  models: loadLater(() => import('../../features/models/models-place.tsx').then((module) => module.ModelsPlace)),
}

function loadLater(load: () => Promise<React.ComponentType>): React.ComponentType {
  return lazy(() =>
    load().then(
      (component) => ({ default: component }),
      (cause: unknown) => {
        throw new PlaceLoadError('A part of the interface could not be fetched.', { cause })
      },
    ),
  )
}

/** The frame around all places. A place that was visited keeps its state while another one is on the screen. */
export function Shell() {
  useGlobalCommands()
  useFocusAfterDialogs()
  const place = useNavigation((state) => state.place)
  const [visited, setVisited] = useState<Place[]>([place])
  if (!visited.includes(place)) setVisited([...visited, place])
  return (
    <div className="shell">
      <ConnectionBanner />
      <div className="shell-middle">
        <Rail />
        {visited.map((id) => (
          <Activity key={id} mode={id === place ? 'visible' : 'hidden'}>
            <PlaceView place={id} />
          </Activity>
        ))}
      </div>
      <StatusBar />
      <NoticesRegion />
      <Palette />
      <ExportDialog />
      <PathPickerDialog />
      <ReplaceDialog />
    </div>
  )
}

function PlaceView({ place }: { place: Place }) {
  const Content = places[place]
  const element = useRef<HTMLElement>(null)
  const visit = useNavigation((state) => state.visit)
  usePlaceFocus(element, visit)
  return (
    <main className="shell-place" ref={element} tabIndex={-1} aria-label={text.places[place]}>
      <PlaceBoundary>
        <Suspense fallback={<Spinner label={text.connecting} />}>
          <Content />
        </Suspense>
      </PlaceBoundary>
    </main>
  )
}
