import { Children, Fragment, isValidElement } from 'react'
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'
import { text } from './text.ts'
import './splitter.css'

export interface SplitterPaneProps {
  id: string
  /** Sizes as `240px` or `30%`. */
  defaultSize?: string
  minSize?: string
  maxSize?: string
  children: React.ReactNode
}

/** One pane of a Splitter; rendered by it. */
export function SplitterPane({ children }: SplitterPaneProps) {
  return <div className="ui-splitter-pane">{children}</div>
}

export interface SplitterProps {
  /** Names the layout that is remembered on this machine. */
  id: string
  orientation?: 'horizontal' | 'vertical'
  /** `SplitterPane`s; falsy ones are left out. */
  children: React.ReactNode
}

/** Panes side by side (`horizontal`) or one above the other, with borders that mouse and arrow keys move. */
export function Splitter({ id, orientation = 'horizontal', children }: SplitterProps) {
  const panes = Children.toArray(children).filter((child): child is React.ReactElement<SplitterPaneProps> =>
    isValidElement(child),
  )
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({ id, panelIds: panes.map((pane) => pane.props.id) })
  return (
    <Group id={id} orientation={orientation} {...(defaultLayout ? { defaultLayout } : {})} onLayoutChanged={onLayoutChanged}>
      {panes.map((pane, index) => {
        const { id: paneId, children: _, ...sizes } = pane.props
        return (
          <Fragment key={paneId}>
            {index > 0 ? <Separator className="ui-splitter-handle" aria-label={text.resize} /> : null}
            <Panel id={paneId} {...sizes}>
              {pane}
            </Panel>
          </Fragment>
        )
      })}
    </Group>
  )
}
