import { expect, test } from 'vitest'
import { measureSource } from '../measure-sources.ts'

const source = `#!/bin/bash
MAX=3
badName=1

# Documented.
find_it() {
  if [ "$1" = a ] && [ "$2" = b ]; then
    for x in 1 2 3; do echo "$x"; done
  elif [ "$1" = c ]; then
    echo no
  fi
  case "$1" in
    a) echo a ;;
    *) echo b ;;
  esac
}
`

test('shell scripts are measured without imports', async () => {
  expect(await measureSource('Shell', source)).toMatchObject({
    parse_error_fraction: 0,
    docstring_fraction: 1,
    function_count: 1,
    function_mean_lines: 11,
    // if, &&, for, elif, two patterns.
    cyclomatic_max: 7,
    nesting_max: 2,
    known_import_count: null,
    known_import_fraction: null,
    // All of MAX, badName, find_it and x but one.
    naming_fraction: 0.75,
  })
})
