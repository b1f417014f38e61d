import { call, implement } from '@orpc/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { path } from '#contracts/path'
import { procedure } from '#contracts/procedure'
import { maxRules, rules } from '#contracts/rule'
import { toInvalidInput } from '#contracts/wire/invalid-input'

const { whatever } = implement({
  whatever: procedure.input(
    z.object({
      file: path,
      name: z.string().min(1).max(5),
      maxFileBytes: z.number().int().min(1).max(9),
      share: z.number().gt(0),
      which: z.enum(['kept', 'dropped', 'all']),
      rules,
    }),
  ),
})
const echo = whatever.handler(() => undefined)
const accepted = { file: '/a', name: 'n', maxFileBytes: 2, share: 1, which: 'all', rules: [] as unknown[] }
const cut = { rule: 'threshold', signal: 'size', min: null, max: 1 }

test.each([
  [null, 'What was asked for was not accepted: a group of named values is expected.'],
  [{ file: 'a' }, 'The value of "file" was not accepted: a full path is expected, from the root of the disk and without "~".'],
  [{ name: undefined }, 'The value of "name" was not accepted: a text is expected.'],
  [{ name: '' }, 'The value of "name" was not accepted: it must not be empty.'],
  [{ name: 'longer' }, 'The value of "name" was not accepted: at most 5 characters are expected.'],
  [{ maxFileBytes: 1.5 }, 'The value of "max file bytes" was not accepted: a whole number is expected.'],
  [{ maxFileBytes: 0 }, 'The value of "max file bytes" was not accepted: a number of at least 1 is expected.'],
  [{ maxFileBytes: 10 }, 'The value of "max file bytes" was not accepted: a number of at most 9 is expected.'],
  [{ share: 0 }, 'The value of "share" was not accepted: a number above 0 is expected.'],
  [{ which: 'some' }, 'The value of "which" was not accepted: "kept", "dropped" or "all" is expected.'],
  [{ rules: {} }, 'The value of "rules" was not accepted: a list is expected.'],
  [
    { rules: [cut, { ...cut, min: 2 }] },
    'The value of "min" of entry 2 of "rules" was not accepted: min 2 is above max 1, so no document would be kept.',
  ],
  [
    { rules: Array.from({ length: maxRules + 1 }, () => cut) },
    `The value of "rules" was not accepted: at most ${maxRules} entries are expected.`,
  ],
])('an input that is refused is named by its field, with what is allowed: %j', async (change, message) => {
  const error = await call(echo, (change && { ...accepted, ...change }) as never).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(toInvalidInput(error)).toMatchObject({ code: 'input.invalid', message })
})

test('no other error is taken for one', () => {
  expect(toInvalidInput(new Error('x'))).toBeUndefined()
})
