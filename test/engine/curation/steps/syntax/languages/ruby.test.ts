import { expect, test } from 'vitest'
import { measureSource } from '../measure-sources.ts'

const source = `require 'json'
require 'rails/all'
require 'no_such_library'
require_relative 'local'

# Documented.
class Stack
  TABLE = %w[a b c].freeze

  # Documented.
  def empty?(which, other: 1)
    if which && other
      1
    elsif other
      2
    end
    while other do other -= 1 end
    case which when 1 then 2 when 3 then 4 else 5 end
    @x ||= which&.size
    raise "no #{which}" unless which
  rescue ArgumentError
    nil
  end

  def badName; end
end
`

test('Ruby is measured with modifiers, ||= and &. as decisions', async () => {
  expect(await measureSource('Ruby', source)).toMatchObject({
    parse_error_fraction: 0,
    // Stack and empty? of Stack, empty? and badName.
    docstring_fraction: 0.667,
    function_count: 2,
    // empty?: if, &&, elsif, while, when, when, ||=, &., unless, rescue.
    cyclomatic_mean: 6,
    cyclomatic_max: 11,
    nesting_max: 1,
    known_import_count: 1,
    known_import_fraction: 0.5,
    // All of Stack, TABLE, empty?, which, other and badName but one.
    naming_fraction: 0.833,
  })
})
