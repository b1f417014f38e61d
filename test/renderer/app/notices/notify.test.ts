import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AppError } from '#contracts/errors'
import { dismissProjectNotices, notify, reportError, useNotices } from '../../../../renderer/app/notices/notify.ts'

beforeEach(() => {
  vi.useFakeTimers()
  useNotices.setState({ notices: [] })
})
afterEach(() => {
  vi.useRealTimers()
})

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

test('an error stays until it is closed, unless it was said how long it lasts', () => {
  notify({ tone: 'error', title: 'stays' })
  notify({ tone: 'error', title: 'goes', lastsMs: 1000 })
  notify({ title: 'quiet' })
  vi.advanceTimersByTime(1000)
  expect(readTitles()).toEqual(['stays', 'quiet'])
  vi.advanceTimersByTime(60_000)
  expect(readTitles()).toEqual(['stays'])
})

test('what is said again lasts from then on', () => {
  notify({ tone: 'error', title: 'failed', lastsMs: 1000 })
  vi.advanceTimersByTime(900)
  notify({ tone: 'error', title: 'failed', lastsMs: 1000 })
  vi.advanceTimersByTime(900)
  expect(readTitles()).toEqual(['failed'])
  vi.advanceTimersByTime(100)
  expect(readTitles()).toEqual([])
})
