import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { createPortionPreparer } from '#engine/dataset/importers/portion-preparer'

test('each request gets its own rows, long and short ones at once', async () => {
  await using preparer = createPortionPreparer((message) => expect.unreachable(message))
  const answered: string[] = []
  const ask = async (path: string, text: string) => {
    const bytes = new Uint8Array(Buffer.from(JSON.stringify({ text, path })))
    const { documents } = await preparer.prepare(
      {
        ...{ kind: 'jsonl', location: { path: '/data.jsonl' }, maxTextBytes: 10_000_000, source: { repo: null, licence: null } },
        mapping: { text: 'text', path: 'path' },
        data: { bytes, firstLine: 7 },
      },
      [bytes.buffer],
    )
    answered.push(path)
    return documents.words.map((words) => [words.path, words.ordinal])
  }
  // Every thread has a long request first.
  const long = Array.from({ length: availableParallelism() }, () => ask('long.c', 'int a = 1;\n'.repeat(400_000)))
  const short = Array.from({ length: availableParallelism() }, () => ask('short.c', ''))
  expect(await Promise.all(long)).toEqual(long.map(() => [['long.c', 7]]))
  expect(await Promise.all(short)).toEqual(short.map(() => [['short.c', 7]]))
  expect(answered.toSorted()).toEqual([...long.map(() => 'long.c'), ...short.map(() => 'short.c')])
})
