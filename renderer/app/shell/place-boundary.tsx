import { CircleAlert } from 'lucide-react'
import { Component } from 'react'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { reportError } from '../notices/notify.ts'
import { text } from './text.ts'

/** A part of the interface could not be fetched. Only the page as a whole can be fetched anew. */
export class PlaceLoadError extends Error {
  override name = 'PlaceLoadError'
}

interface BoundaryState {
  failure: 'none' | 'failed' | 'not-loaded'
}

/** Keeps a bug in one place from taking the others away. React offers this to classes only. */
export class PlaceBoundary extends Component<{ children: React.ReactNode }, BoundaryState> {
  override state: BoundaryState = { failure: 'none' }

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { failure: error instanceof PlaceLoadError ? 'not-loaded' : 'failed' }
  }

  override componentDidCatch(error: unknown) {
    if (!(error instanceof PlaceLoadError)) reportError(error)
  }

  override render() {
    const { failure } = this.state
    if (failure === 'none') return this.props.children
    const words = failure === 'failed' ? text.placeFailed : text.placeNotLoaded
    const again = () => (failure === 'failed' ? this.setState({ failure: 'none' }) : location.reload())
    return (
      <EmptyState
        icon={CircleAlert}
        title={words.title}
        actions={
          <Button variant="primary" onPress={again}>
            {words.again}
          </Button>
        }
      >
        {words.message}
      </EmptyState>
    )
  }
}
