import { expect, test } from 'vitest'
import { nameOfRemote } from '#engine/dataset/git/remote-name'

test.each([
  ['https://github.com/ada/engine.git', 'ada/engine'],
  ['https://ada:secret@github.com/ada/engine', 'ada/engine'],
  ['git@github.com:ada/engine.git', 'ada/engine'],
  ['ssh://git@example.org:22/group/sub/engine.git/', 'sub/engine'],
  ['../engine', 'engine'],
  ['C:\\code\\engine', 'code/engine'],
  ['https://example.org/', null],
])('a repository cloned from %s is called %s', (url, name) => {
  expect(nameOfRemote(url)).toBe(name)
})
