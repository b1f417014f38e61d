import { expect, test } from 'vitest'
import { listModelFiles } from '#engine/models/model-parts'

const loading = (file: string) => listModelFiles({ status: 'loading', file, name: 'x', stage: 'reading', progress: 0 })

test('a model in parts has all of them in use, any other its one file', () => {
  expect(loading('/m/a-00001-of-00003.gguf')).toEqual([1, 2, 3].map((part) => `/m/a-0000${part}-of-00003.gguf`))
  expect(loading('/m/a.gguf')).toEqual(['/m/a.gguf'])
  expect(listModelFiles({ status: 'none' })).toEqual([])
})
