import { beforeEach, describe, expect, it } from 'vitest'
import {
  addFile,
  changeFile,
  type EditorFile,
  fileNameOf,
  findFile,
  removeFile,
  useEditor,
} from '../../../../renderer/features/editor/editor-store.ts'

function file(id: string): EditorFile {
  return {
    id,
    name: id,
    path: id,
    language: 'python',
    version: 'v',
    lineEnding: '\n',
    readOnly: false,
    dirty: false,
    changedOnDisk: false,
  }
}

const ids = () => useEditor.getState().files.map(({ id }) => id)

beforeEach(() => useEditor.setState({ files: [], activeId: null }))

describe('the open files', () => {
  it('take a new file beside the active one and show it', () => {
    addFile(file('a'))
    addFile(file('b'))
    useEditor.setState({ activeId: 'a' })
    addFile(file('c'))
    expect(ids()).toEqual(['a', 'c', 'b'])
    expect(useEditor.getState().activeId).toBe('c')
  })

  it('show the neighbour of a file that is closed, and nothing after the last', () => {
    for (const id of ['a', 'b', 'c']) addFile(file(id))
    useEditor.setState({ activeId: 'b' })
    removeFile('b')
    expect(useEditor.getState().activeId).toBe('c')
    removeFile('c')
    expect(useEditor.getState().activeId).toBe('a')
    removeFile('a')
    expect(useEditor.getState().activeId).toBeNull()
  })

  it('keep the active one when another is closed', () => {
    for (const id of ['a', 'b']) addFile(file(id))
    removeFile('a')
    expect(useEditor.getState().activeId).toBe('b')
  })

  it('change one file and leave the others as they are', () => {
    addFile(file('a'))
    addFile(file('b'))
    const before = findFile('b')
    changeFile('a', { dirty: true })
    expect(findFile('a')?.dirty).toBe(true)
    expect(findFile('b')).toBe(before)
  })
})

describe('a file name', () => {
  it('is the last part of a path of either system', () => {
    expect([fileNameOf('/a/b.py'), fileNameOf('C:\\a\\b.py'), fileNameOf('/a/b/'), fileNameOf('/')]).toEqual([
      'b.py',
      'b.py',
      'b',
      '/',
    ])
  })
})
