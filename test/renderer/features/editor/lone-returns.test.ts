import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findLoneReturns } from '../../../../renderer/features/editor/lone-returns.ts'

const content = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\r\n', '\u240d', '\ue00d') })

it('hides every carriage return that ends no line, and brings each back', () => {
  fc.assert(
    fc.property(content, (text) => {
      const returns = findLoneReturns(text)
      expect(returns.hide(text)).not.toMatch(/\r(?!\n)/)
      expect(returns.putBack(returns.hide(text))).toBe(text)
    }),
  )
})

it('leaves a text alone that has none, also what is typed into it later', () => {
  expect(findLoneReturns('a\r\nb').putBack('\u240d')).toBe('\u240d')
})

it('goes on with the sign of before where the text does not hold it', () => {
  const before = findLoneReturns('a\rb')
  expect(findLoneReturns('plain', before)).toBe(before)
  expect(findLoneReturns('\u240d', before).sign).toBeNull()
})
