import { beforeEach, expect, test } from 'vitest'
import { AppError } from '#contracts/errors'
import { dismissProjectNotices, notify, reportError, useNotices } from '../../../../renderer/app/notices/notify.ts'

beforeEach(() => useNotices.setState({ notices: [] }))

const readTitles = () => useNotices.getState().notices.map(({ title }) => title)

test('at most three notices stand at once, and the oldest goes first', () => {
  for (const title of ['first', 'second', 'third', 'fourth']) notify({ tone: 'error', title })
  expect(readTitles()).toEqual(['second', 'third', 'fourth'])
})

test('the same words again take the place of what is there', () => {
  for (const title of ['first', 'second', 'first']) notify({ tone: 'error', title })
  expect(readTitles()).toEqual(['first', 'second'])
})

test('a project that was opened takes away what was said about one that was not, and nothing else', () => {
  notify({ tone: 'error', title: 'Small was not opened again', untilProject: true })
  reportError(new AppError('project.not-found', 'There is none in /data.', { folder: '/data' }))
  reportError(new AppError('file.not-found', '/data/a does not exist.', { file: '/data/a' }))
  expect(readTitles()).toHaveLength(3)
  dismissProjectNotices()
  expect(readTitles()).toEqual(['File not found'])
})
