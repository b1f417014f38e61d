import { describe, expect, it } from 'vitest'
import { AppError, type AppErrorCode, type AppErrorDetails, appErrorDetails } from '#contracts/errors'
import { describeError } from '../../../../renderer/app/notices/errors.ts'

describe('the words for errors', () => {
  it('exist for every code, and keep the message and the facts', () => {
    for (const code of Object.keys(appErrorDetails) as AppErrorCode[]) {
      if (code === 'model.load-cancelled') continue
      const details = { file: '/f' } as unknown as AppErrorDetails<AppErrorCode>
      const words = describeError(new AppError(code, 'What happened and what to do.', details))
      expect(words?.title.length, code).toBeGreaterThan(5)
      expect(words?.title.toLowerCase(), code).not.toBe('error')
      expect(words?.message).toBe('What happened and what to do.')
      expect(words?.details).toBe(`code: ${code}\nfile: /f`)
    }
  })

  it('are none for what was called off', () => {
    expect(describeError(new DOMException('aborted', 'AbortError'))).toBeNull()
    expect(describeError(new AppError('model.load-cancelled', 'm', { file: '/f' }))).toBeNull()
    expect(describeError(Object.assign(new Error('Canceled'), { name: 'Canceled' }))).toBeNull()
  })

  it('offer a retry only where the same thing may work later', () => {
    expect(describeError(new AppError('connection.lost', 'm', {}))?.canRetry).toBe(true)
    expect(describeError(new AppError('project.too-new', 'm', { file: 'f', version: 2, supported: 1 }))?.canRetry).toBe(false)
  })

  it('call a bug a mistake of the workbench and keep its stack for the details', () => {
    const words = describeError(new TypeError('x is not a function'))
    expect(words?.title).toBe('The workbench made a mistake')
    expect(words?.details).toContain('TypeError: x is not a function')
  })
})
