import { Search, X } from 'lucide-react'
import {
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaSearchFieldProps,
  Button,
  Input,
} from 'react-aria-components'
import './button.css'
import './field.css'

export interface SearchFieldProps extends Omit<AriaSearchFieldProps, 'className' | 'style' | 'children'> {
  'aria-label': string
  placeholder?: string
}

/** A search box with a clear button; Escape clears it. */
export function SearchField({ placeholder = '', ...props }: SearchFieldProps) {
  return (
    <AriaSearchField {...props} className="ui-search">
      <Search size={14} strokeWidth={1.75} aria-hidden />
      <Input className="ui-input" placeholder={placeholder} />
      <Button className="ui-button ui-icon-button" data-variant="quiet" data-size="small">
        <X size={14} aria-hidden />
      </Button>
    </AriaSearchField>
  )
}
