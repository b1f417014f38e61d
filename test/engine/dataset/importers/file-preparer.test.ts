import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFilePreparer } from '#engine/dataset/importers/file-preparer'

test('each request gets its own files, although a thread answers a short one before a long one that came first', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'codeshell-preparer-'))
  try {
    await writeFile(join(folder, 'long.txt'), 'int a = 1;\n'.repeat(400_000))
    await writeFile(join(folder, 'short.txt'), '')
    await using preparer = createFilePreparer()
    const answered: string[] = []
    const ask = async (path: string) => {
      const file = { path, file: join(folder, path) }
      const { files } = await preparer.prepare({ files: [file], maxFileBytes: 10_000_000 })
      answered.push(path)
      return files.map((prepared) => prepared.path)
    }
    // Every thread has a long request first.
    const long = Array.from({ length: availableParallelism() }, () => ask('long.txt'))
    const short = Array.from({ length: availableParallelism() }, () => ask('short.txt'))
    expect(await Promise.all(long)).toEqual(long.map(() => ['long.txt']))
    expect(await Promise.all(short)).toEqual(short.map(() => ['short.txt']))
    expect(answered.toSorted()).toEqual([...long.map(() => 'long.txt'), ...short.map(() => 'short.txt')])
  } finally {
    await rm(folder, { recursive: true })
  }
})
