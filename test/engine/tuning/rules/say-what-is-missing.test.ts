import { expect, test } from 'vitest'
import { sayWhatIsMissing } from '#engine/tuning/rules/say-what-is-missing'

test('a rule on a signal waits for the step that gives it', () => {
  expect(sayWhatIsMissing('ngram_perplexity')).toBe('The step “perplexity” has not run yet.')
  expect(sayWhatIsMissing('parse_error_fraction')).toBe('The step “syntax” has not run yet.')
})

test('a rule on a signal that no step gives waits for an import', () => {
  expect(sayWhatIsMissing('stars')).toBe('The project has no signal “stars” yet.')
})
