import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutModelMarkup } from '#engine/completion/model-markup'

const cut = (text: string, complete = true, surroundings: string[] = []) => cutModelMarkup(text, { surroundings, complete })

test.each(['|<end>|', '<fim_prefix>', '<|endoftext|>', '<|im_end|>', '<｜fim▁hole｜>', '▁<MID>', '<file_sep>', '[INST]'])(
  'cuts before %s',
  (mark) => {
    expect(cut(`return total${mark}\n\n## user`)).toEqual({ text: 'return total', isCut: true })
  },
)

test('holds back what may become a mark, until it cannot', () => {
  expect(cut('return total|<en', false)).toEqual({ text: 'return total', isCut: false })
  expect(cut('return total|<en', true).text).toBe('return total|<en')
  expect(cut('return total|<entry', false).text).toBe('return total|<entry')
  expect(cut('if (a <', false).text).toBe('if (a ')
})

test('keeps a mark that the file itself has near the cursor', () => {
  expect(cut("END = '<|endoftext|>'", true, ["START = '<|endoftext|>'\n"]).text).toBe("END = '<|endoftext|>'")
})

test('is the same however the text comes in, once it is whole', () => {
  const pieces = fc.array(fc.constantFrom('a', ' b', '|', '<', '>', '<|', 'end', '|>', '|<end>|', '<fim_', 'prefix>', '\n'), {
    maxLength: 12,
  })
  fc.assert(
    fc.property(pieces, (parts) => {
      const whole = cut(parts.join(''))
      let text = ''
      for (const part of parts) {
        text += part
        const shown = cut(text, false)
        expect(whole.text.startsWith(shown.text)).toBe(true)
        if (shown.isCut) expect(shown.text).toBe(whole.text)
      }
    }),
  )
})
