import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countVisible } from '../../../../../main/engine/curation/steps/html-text/count-visible.ts'
import { htmlText } from '../../../../../main/engine/curation/steps/html-text/html-text.ts'
import { runDocumentStep } from '../run-document-step.ts'

test.each([
  ['<p>Hello</p>', 5],
  ['<!DOCTYPE html><html lang="de"><b>a</b> b', 3],
  ['<!-- hidden <b> --> x', 2],
  ['<script>let x = "<p>"</script>text', 4],
  ['<SCRIPT src="a"></SCRIPT >text<style>p {}', 4],
  ['<a title="1 > 2">x</a>', 1],
  ['1 < 2 &amp; 3 &#x1F600;', 11],
  ['😀', 1],
  ['<p unfinished', 0],
  ['', 0],
])('of %s a reader sees so many characters: %i', (html, visible) => {
  expect(countVisible(html).visible).toBe(visible)
})

test('pages have a count and a share, other files none', async () => {
  const { signals } = await runDocumentStep(htmlText, [
    { text: '<i>ab</i>', language: 'HTML' },
    { text: '<i>ab</i>', language: 'Java' },
    { text: '', language: 'HTML' },
  ])
  expect([...(signals.html_text_characters ?? [])]).toEqual([2, Number.NaN, 0])
  expect(signals.html_text_fraction?.[0]).toBeCloseTo(2 / 9)
})

test('no more characters are seen than there are, whatever the marks', () => {
  const piece = fc.constantFrom('<', '>', '"', "'", '<!--', '-->', '<script>', '</script', '&amp;', 'a', '😀', '/', '<p ', '<?')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const { visible, all } = countVisible(pieces.join(''))
      expect(visible).toBeGreaterThanOrEqual(0)
      expect(visible).toBeLessThanOrEqual(all)
      expect(all).toBe([...pieces.join('')].length)
    }),
  )
})
