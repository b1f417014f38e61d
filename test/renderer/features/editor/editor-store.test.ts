import { beforeEach, describe, expect, it } from 'vitest'
import type { OpenTextId } from '#contracts/open-texts'
import {
  addFile,
  changeFile,
  type EditorFile,
  findFile,
  findFileAt,
  findFreeName,
  removeFile,
  useEditor,
} from '../../../../renderer/features/editor/editor-store.ts'

const idOf = (name: string) => name as OpenTextId

function file(name: string): EditorFile {
  return {
    id: idOf(name),
    name,
    path: `/links/${name}`,
    realPath: `/${name}`,
    language: 'python',
    version: 'v',
    lineEnding: '\n',
    readOnly: false,
    dirty: false,
    diskChange: null,
  }
}

const ids = () => useEditor.getState().files.map(({ id }) => id)

beforeEach(() => useEditor.setState({ files: [], activeId: null }))

describe('the open files', () => {
  it('take a new file beside the active one and show it', () => {
    addFile(file('a'))
    addFile(file('b'))
    useEditor.setState({ activeId: idOf('a') })
    addFile(file('c'))
    expect(ids()).toEqual(['a', 'c', 'b'])
    expect(useEditor.getState().activeId).toBe('c')
  })

  it('show the neighbour of a file that is closed, and nothing after the last', () => {
    for (const id of ['a', 'b', 'c']) addFile(file(id))
    useEditor.setState({ activeId: idOf('b') })
    removeFile(idOf('b'))
    expect(useEditor.getState().activeId).toBe('c')
    removeFile(idOf('c'))
    expect(useEditor.getState().activeId).toBe('a')
    removeFile(idOf('a'))
    expect(useEditor.getState().activeId).toBeNull()
  })

  it('keep the active one when another is closed', () => {
    for (const id of ['a', 'b']) addFile(file(id))
    removeFile(idOf('a'))
    expect(useEditor.getState().activeId).toBe('b')
  })

  it('change one file and leave the others as they are', () => {
    addFile(file('a'))
    addFile(file('b'))
    const before = findFile(idOf('b'))
    changeFile(idOf('a'), { dirty: true })
    expect(findFile(idOf('a'))?.dirty).toBe(true)
    expect(findFile(idOf('b'))).toBe(before)
  })

  it('are found by each of their paths, and give their names to no other', () => {
    for (const name of ['a.py', 'a-2.py']) addFile(file(name))
    expect(findFileAt('/links/a.py')).toBe(findFileAt('/a.py'))
    expect(findFileAt('/b.py')).toBeUndefined()
    expect(findFreeName('a.py')).toBe('a-3.py')
    expect(findFreeName('b.py')).toBe('b.py')
    expect(['.a', '.a-2'].map((name) => findFreeName(name))).toEqual(['.a', '.a-2'])
  })
})
