import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components'
import './tabs.css'

export interface TabItem {
  id: string
  title: React.ReactNode
  content: React.ReactNode
}

/** Tabs with their panels. Uncontrolled unless `selected` is given. */
export function Tabs(props: { label: string; items: readonly TabItem[]; selected?: string; onSelect?: (id: string) => void }) {
  const { label, items, selected, onSelect } = props
  return (
    <AriaTabs
      className="ui-tabs"
      {...(selected === undefined ? {} : { selectedKey: selected })}
      onSelectionChange={(key) => onSelect?.(String(key))}
    >
      <TabList aria-label={label} className="ui-tab-list">
        {items.map((item) => (
          <Tab key={item.id} id={item.id} className="ui-tab">
            {item.title}
          </Tab>
        ))}
      </TabList>
      {items.map((item) => (
        <TabPanel key={item.id} id={item.id} className="ui-tab-panel">
          {item.content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
