import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert, X } from 'lucide-react'
import { showText } from '#contracts/visible-text'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { dismissNotice, type Notice, useNotices } from './notify.ts'
import { text } from './text.ts'
import './notices-region.css'

const icons: Record<Notice['tone'], LucideIcon> = {
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  error: CircleAlert,
}

/** Where the interface speaks up, beside whatever is on the screen. */
export function NoticesRegion() {
  const notices = useNotices((state) => state.notices)
  return (
    <section className="notices" aria-label={text.label} data-react-aria-top-layer="true">
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
  )
}

function NoticeCard({ notice }: { notice: Notice }) {
  const { id, tone, title, message, details, action } = notice
  const Icon = icons[tone]
  return (
    <div className="notice" data-tone={tone} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon size={16} strokeWidth={2} aria-hidden />
      <div className="notice-body">
        <p className="notice-title">{showText(title)}</p>
        {message ? <p className="notice-message">{showText(message)}</p> : null}
        {details ? (
          <details className="notice-details">
            <summary>{text.details}</summary>
            <pre className="mono">{details.split('\n').map(showText).join('\n')}</pre>
          </details>
        ) : null}
        {action ? (
          <div>
            <Button
              size="small"
              onPress={() => {
                dismissNotice(id)
                action.run()
              }}
            >
              {action.label}
            </Button>
          </div>
        ) : null}
      </div>
      <IconButton icon={X} size="small" label={text.dismiss} onPress={() => dismissNotice(id)} />
    </div>
  )
}
