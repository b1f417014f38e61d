import { formatBytes, formatCount } from '#contracts/format-quantity'
import type { LanguageShare } from '#contracts/tuning'
import { showText } from '#contracts/visible-text'
import { ShareBar } from '../../charts/share-bar.tsx'
import { formatShare } from '../../ui/format-value.ts'
import { text } from './text.ts'
import { useTuneStore } from './tune-store.ts'
import './language-list.css'

/** What the rules keep of each language, and its share of all that is kept. Follows the handle. */
export function LanguageList() {
  const preview = useTuneStore((state) => state.answer?.preview)
  if (!preview) return null
  const { languages, kept } = preview
  return (
    <section className="tune-languages number" aria-label={text.languages}>
      <header className="tune-language-head">
        <h3>{text.languages}</h3>
        <span className="muted">{text.shareOfKept}</span>
      </header>
      <ul>
        {languages.map((share) => (
          <LanguageItem key={share.language} share={share} keptBytes={kept.bytes} />
        ))}
      </ul>
    </section>
  )
}

function LanguageItem({ share: { language, whole, kept }, keptBytes }: { share: LanguageShare; keptBytes: number }) {
  return (
    <li>
      <div className="tune-language-head">
        <span className="truncate">{language === 'none' ? text.noLanguage : showText(language)}</span>
        <span>
          {formatBytes(kept.bytes)} <span className="muted">{formatShare(kept.bytes, keptBytes)}</span>
        </span>
      </div>
      <ShareBar kept={kept.bytes} whole={whole.bytes} />
      <p className="muted">{text.keptOf(formatCount(kept.documents), whole.documents)}</p>
    </li>
  )
}
