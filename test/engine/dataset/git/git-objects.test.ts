import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { GitObjectError } from '#engine/dataset/git/objects/git-object'
import { openGitObjects } from '#engine/dataset/git/objects/git-objects'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-git-objects-'))
  mkdirSync(join(folder, 'objects/pack'), { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

const id = Buffer.alloc(20, 0xab)

/** A pack of one object, and its index. */
function writePack(entry: Buffer): void {
  const file = join(folder, 'objects/pack/pack-ab')
  writeFileSync(`${file}.pack`, Buffer.concat([Buffer.from('PACK'), Buffer.alloc(8), entry, Buffer.alloc(100)]))
  const index = Buffer.alloc(8 + 256 * 4 + 20 + 4 + 4 + 40)
  index.writeUInt32BE(0xff744f63, 0)
  index.writeUInt32BE(2, 4)
  for (let first = 0xab; first < 256; first++) index.writeUInt32BE(1, 8 + first * 4)
  id.copy(index, 8 + 256 * 4)
  index.writeUInt32BE(12, 8 + 256 * 4 + 24)
  writeFileSync(`${file}.idx`, index)
}

/** An object that is made of another one by a delta. */
function writeDelta(base: Buffer, delta: Buffer): Buffer {
  return Buffer.concat([Buffer.of((7 << 4) | delta.length), base, deflateSync(delta)])
}

test('an object that is its own base is damaged', () => {
  writePack(writeDelta(id, Buffer.of(5, 5, 0x90, 5)))
  using objects = openGitObjects(folder, 20)
  expect(() => objects.read(id.toString('hex'), 1000)).toThrow(new GitObjectError('The deltas of a pack lead in a circle.'))
})

test('an object that claims terabytes is not unpacked, and its size is told', () => {
  const claim = Buffer.of(0xff, 0xff, 0xff, 0xff, 0xff, 0x7f)
  writePack(writeDelta(Buffer.alloc(20), Buffer.concat([Buffer.of(0), claim])))
  const blob = deflateSync(Buffer.from('blob 0\0'))
  mkdirSync(join(folder, 'objects/00'))
  writeFileSync(join(folder, 'objects/00', '0'.repeat(38)), blob)
  using objects = openGitObjects(folder, 20)
  expect(objects.read(id.toString('hex'), 1000)).toEqual({ type: 'blob', sizeBytes: 2 ** 42 - 1, bytes: null })
  expect(() => objects.read(id.toString('hex'), Number.POSITIVE_INFINITY)).toThrow('An object is too large to be unpacked.')
})
