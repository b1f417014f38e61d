import { CircleAlert } from 'lucide-react'
import { Component } from 'react'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { reportError } from './notify.ts'
import { text } from './text.ts'

/** Keeps a bug in one place from taking the others away. React offers this to classes only. */
export class PlaceBoundary extends Component<{ children: React.ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override componentDidCatch(error: unknown) {
    reportError(error)
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <EmptyState
        icon={CircleAlert}
        title={text.placeFailed.title}
        actions={
          <Button variant="primary" onPress={() => this.setState({ failed: false })}>
            {text.placeFailed.again}
          </Button>
        }
      >
        {text.placeFailed.message}
      </EmptyState>
    )
  }
}
