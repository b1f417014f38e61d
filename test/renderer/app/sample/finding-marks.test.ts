import { describe, expect, it } from 'vitest'
import { toFindingMarks } from '../../../../renderer/app/sample/finding-marks.ts'

const finding = { step: 'secrets', type: 'service-key', label: 'Key of a service', offset: 4, length: 20, note: null }

describe('marks of findings', () => {
  it('stand where the finding stands, and say what it is and which step found it', () => {
    expect(toFindingMarks([finding])).toEqual([
      { offset: 4, length: 20, className: 'code-view-finding', note: 'Key of a service\nFound by “secrets”' },
    ])
  })

  it('tell the note beside the kind, and show what is hidden in it', () => {
    const [mark] = toFindingMarks([{ ...finding, note: 'AWS\u202e' }])
    expect(mark?.note).toMatch(/^Key of a service: AWS/)
    expect(mark?.note).not.toContain('\u202e')
  })
})
