import { expect, test } from 'vitest'
import { AppError } from '#contracts/errors'
import { findQueryProblem } from '../../../../../renderer/features/data/query/find-query-problem.ts'

const refusal = new AppError('query.invalid', 'no', { offset: 5, length: 2, reason: 'lang has no value "xx" here.' })

test('what can be seen in the text is told before it is asked for', () => {
  const problem = findQueryProblem({ draft: 'lines>x', asked: '', error: null, signals: ['lines'] })
  expect(problem).toMatchObject({ offset: 6, length: 1 })
  expect(findQueryProblem({ draft: 'lines>x', asked: '', error: null, signals: null })).toBeNull()
})

test('what the engine refused is told as long as it stands there', () => {
  const options = { asked: 'lang:xx', error: refusal, signals: ['lines'] }
  expect(findQueryProblem({ ...options, draft: 'lang:xx' })).toEqual({
    offset: 5,
    length: 2,
    message: 'lang has no value "xx" here.',
  })
  expect(findQueryProblem({ ...options, draft: 'lang:x' })).toBeNull()
  expect(findQueryProblem({ ...options, draft: 'lang:xx', error: new Error('other') })).toBeNull()
})
