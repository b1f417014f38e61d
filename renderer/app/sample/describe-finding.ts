import type { Finding } from '#contracts/hit'
import { showText } from '#contracts/visible-text'

/** `Service key: AWS access key` */
export function describeFinding({ label, note }: Pick<Finding, 'label' | 'note'>): string {
  return showText(note === null || note === '' ? label : `${label}: ${note}`)
}
