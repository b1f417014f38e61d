import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createNameSet } from '#engine/dataset/export/name-set'
import { numberPath, toSafePath } from '#engine/dataset/export/safe-path'

describe('a path that comes from anywhere', () => {
  it.each([
    ['src/a.py', 'src/a.py'],
    ['.github/workflows/ci.yml', '.github/workflows/ci.yml'],
    ['.git/hooks/pre-commit', '_.git/hooks/pre-commit'],
    ['bare.git/HEAD', 'bare.git/_HEAD'],
    ['bare.git/he\u200cad', 'bare.git/_he\u200cad'],
    ['bare.git/config', 'bare.git/config'],
    ['sub/.GIT/config', 'sub/_.GIT/config'],
    ['.g\u200cit/config', '_.g\u200cit/config'],
    ['.gitignore', '.gitignore'],
    ['名/ファイル.c', '名/ファイル.c'],
    ['../../etc/passwd', '__/__/etc/passwd'],
    ['/etc/passwd', 'etc/passwd'],
    ['C:\\Windows\\system.ini', 'C__Windows_system.ini'],
    ['a//./b.c', 'a/b.c'],
    ['aux.c', '_aux.c'],
    ['src/COM1/nul', 'src/_COM1/_nul'],
    ['console.c', 'console.c'],
    ['what?.c', 'what_.c'],
    ['ends. /with. ', 'ends_/with_'],
    ['gr\\xfcn.c', 'gr_xfcn.c'],
    ['a\0b\u202e.c', 'a_b\u202e.c'],
    ['', 'unnamed'],
    ['folder/', 'folder/unnamed'],
    ['..', '__'],
  ])('%j becomes %j', (path, safe) => {
    expect(toSafePath(path)).toEqual({ path: safe, reason: path === safe ? null : expect.any(String) })
  })

  it('keeps the extension where a name is cut', () => {
    expect(toSafePath(`${'ü'.repeat(300)}.py`).path).toMatch(/^ü{90,100}\.py$/)
    expect(toSafePath(`${'deep/'.repeat(300)}a.py`)).toEqual({ path: 'a.py', reason: 'it is too long' })
  })

  it('stays below its folder, whatever it is, and is made safe once', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('..', '.', '', 'NUL', 'com1.txt', 'a.', ' ', '\ud800', 'x'.repeat(260)),
    )
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 6 }).map((parts) => parts.join('/')),
        (path) => {
          const safe = toSafePath(path)
          for (const name of safe.path.split('/')) {
            expect(['', '.', '..']).not.toContain(name)
            expect(name).not.toMatch(/[\p{Cc}<>:"|?*\\]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu)
            expect(name.isWellFormed()).toBe(true)
            expect(Buffer.byteLength(name)).toBeLessThanOrEqual(202)
          }
          expect(safe.reason === null).toBe(safe.path === path)
          expect(toSafePath(safe.path).path).toBe(safe.path)
        },
      ),
      { numRuns: 300 },
    )
  })
})

it('a number goes in front of the extension, and not into a folder with a dot', () => {
  expect(numberPath('a.b/c.d.py', '2')).toBe('a.b/c.d~2.py')
  expect(numberPath('a.b/Makefile', '2')).toBe('a.b/Makefile~2')
  expect(numberPath('.gitignore', '2')).toBe('.gitignore~2')
})

it('a set of names knows them in every spelling of case and accents, however many there are', () => {
  const names = createNameSet()
  expect(names.add('src/É.c')).toBe(true)
  expect(names.add('SRC/e\u0301.C')).toBe(false)
  for (let number = 0; number < 5000; number++) expect(names.add(`${number}`)).toBe(true)
  for (let number = 0; number < 5000; number++) expect(names.has(`${number}`)).toBe(true)
  expect(names.has('5000')).toBe(false)
})
