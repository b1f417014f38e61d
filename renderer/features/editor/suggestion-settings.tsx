import { Sparkles } from 'lucide-react'
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import type { Settings } from '#contracts/settings'
import { updateSettings, useSettings } from '../../app/settings/settings-store.ts'
import { languageName } from '../../monaco/load-monaco.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { NumberField } from '../../ui/number-field.tsx'
import { Select } from '../../ui/select.tsx'
import { text } from './text.ts'
import '../../ui/button.css'
import '../../ui/popover.css'

const words = text.suggestions
const lengths = (['auto', 'single', 'multiple'] as const).map((id) => ({ id, label: words.linesOptions[id] }))

/** When and how the model makes suggestions, and the keys that work on them. */
export function SuggestionSettings({ language }: { language: string | null }) {
  const completion = useSettings()?.completion
  if (!completion) return null
  const change = (part: Partial<Settings['completion']>) => void updateSettings({ completion: { ...completion, ...part } })
  const { disabledLanguages } = completion
  return (
    <DialogTrigger>
      <AriaButton className="ui-button" data-variant="quiet" data-size="small">
        <Sparkles size={14} strokeWidth={1.75} aria-hidden />
        {words.button}
      </AriaButton>
      <Popover className="ui-popover suggestion-popover" placement="bottom end" offset={4}>
        <Dialog className="suggestion-settings" aria-label={words.title}>
          <Checkbox isSelected={completion.enabled} onChange={(enabled) => change({ enabled })}>
            {words.enabled}
          </Checkbox>
          {language === null ? null : (
            <Checkbox
              isSelected={!disabledLanguages.includes(language)}
              isDisabled={!completion.enabled}
              onChange={(on) =>
                change({
                  disabledLanguages: on
                    ? disabledLanguages.filter((other) => other !== language)
                    : [...disabledLanguages, language],
                })
              }
            >
              {words.language(languageName(language))}
            </Checkbox>
          )}
          <Select label={words.lines} options={lengths} value={completion.lines} onChange={(lines) => change({ lines })} />
          <NumberField
            label={words.debounce}
            value={completion.debounceMs}
            minValue={0}
            maxValue={5000}
            step={10}
            onChange={(debounceMs) => (Number.isNaN(debounceMs) ? undefined : change({ debounceMs }))}
          />
          <dl className="suggestion-keys">
            {Object.entries(words.keys).map(([shortcut, meaning]) => (
              <div key={shortcut}>
                <dt>{meaning}</dt>
                <dd>
                  <KeyHint shortcut={shortcut} />
                </dd>
              </div>
            ))}
          </dl>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
