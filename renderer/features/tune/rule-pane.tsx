import type { Signal } from '#contracts/dataset'
import type { Rule } from '#contracts/rule'
import { LanguageList } from './language-list.tsx'
import { RuleList } from './rule-list.tsx'

/** What each rule does, and below it what all of them leave of each language. */
export function RulePane({ signals, rules }: { signals: Signal[]; rules: Rule[] }) {
  return (
    <div className="tune-rule-pane">
      <RuleList signals={signals} rules={rules} />
      <LanguageList />
    </div>
  )
}
