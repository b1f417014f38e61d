import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spellPath, systemPath } from '#engine/platform/byte-path'

const toBytes = (path: string) => Buffer.from(systemPath(path))

test.skipIf(process.platform === 'win32').each([
  [Buffer.from('src/größe.c'), 'src/größe.c'],
  [Buffer.from('gr\xfc\xdfe.c', 'latin1'), 'gr\\xfc\\xdfe.c'],
  [Buffer.from('\x83\x65\x83\x58/main.c', 'latin1'), '\\x83e\\x83X/main.c'],
  [Buffer.from('old\ufffdname'), 'old\ufffdname'],
  [Buffer.from('C:\\x64\\xff'), 'C:\\x64\\x5cxff'],
  [Buffer.from('\\x5c'), '\\x5cx5c'],
  [Buffer.from('\\xFF \\x41 \\'), '\\xFF \\x41 \\'],
  // Halves of surrogate pairs and overlong forms are no UTF-8.
  [Buffer.from('eda080c080', 'hex'), '\\xed\\xa0\\x80\\xc0\\x80'],
  [Buffer.from('f09f98', 'hex'), '\\xf0\\x9f\\x98'],
  [Buffer.from('efbbbf61', 'hex'), '\ufeffa'],
])('the bytes of %j are spelled %s', (bytes, spelled) => {
  expect(spellPath(bytes)).toBe(spelled)
  expect(toBytes(spelled)).toEqual(bytes)
})

const name = fc
  .array(
    fc.oneof(
      fc.integer({ min: 1, max: 255 }).map((byte) => Buffer.of(byte)),
      fc.constantFrom('\\x5c', '\\xff', '\\x', '\\', 'x', 'é', '\ufffd', '😀', '\u202e', '\n').map((text) => Buffer.from(text)),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => Buffer.concat(parts))

test.skipIf(process.platform === 'win32')('every path is spelled in a way of its own that leads back to it', () => {
  fc.assert(
    fc.property(name, name, (left, right) => {
      expect(spellPath(left).isWellFormed()).toBe(true)
      expect(toBytes(spellPath(left))).toEqual(left)
      expect(spellPath(left) === spellPath(right)).toBe(left.equals(right))
    }),
    { numRuns: 2000 },
  )
})

test.skipIf(process.platform === 'win32')('an ordinary path is given to the system as it is', () => {
  expect(systemPath('/home/a/größe \\n.c')).toBe('/home/a/größe \\n.c')
})

test.skipIf(process.platform !== 'linux')('files of any name are written and read by their spelling', () => {
  const folder = mkdtempSync(join(tmpdir(), 'codeshell-names-'))
  try {
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 6, selector: (each) => each.toString('latin1') }), (names) => {
        const inside = join(folder, 'run')
        mkdirSync(inside)
        const usable = names.filter((each) => !each.includes(0x2f) && !['.', '..'].includes(each.toString()))
        for (const each of usable) writeFileSync(systemPath(join(inside, spellPath(each))), each)
        const listed = readdirSync(inside, { encoding: 'buffer' })
        expect(listed.map((each) => each.toString('latin1')).sort()).toEqual(usable.map((each) => each.toString('latin1')).sort())
        for (const each of listed) expect(readFileSync(systemPath(join(inside, spellPath(each))))).toEqual(each)
        rmSync(inside, { recursive: true })
      }),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
