import { expect, test } from 'vitest'
import { measureSource } from '../measure-sources.ts'

const source = `<?php
namespace Example\\App;
use Exception;
use Symfony\\Component\\Console\\Command;
use NoSuch\\Library;
use Example\\Other;

/** Documented. */
class Stack {
  const MAX = 3;
  /** Documented. */
  public function find($which, $b = array(1, 2)) {
    if ($which && $b) { return 1; } elseif ($b) { return 2; } else if ($which or $b) { return "a $b c"; }
    foreach ($b as $x) { switch ($x) { case 1: break; default: break; } }
    return match($which) { 1 => 2, default => $b ? 3 : 4 };
  }
  abstract function declared();
  function bad_name() { try { } catch (Exception $e) { } }
}
`

test('PHP is measured with elseif, or, and the arms of a match as decisions', async () => {
  expect(await measureSource('PHP', source)).toMatchObject({
    parse_error_fraction: 0,
    // Stack and find of Stack, find and bad_name.
    docstring_fraction: 0.667,
    function_count: 2,
    // find: if, &&, elseif, if, or, foreach, case, one arm, ?; bad_name: catch.
    cyclomatic_mean: 6,
    cyclomatic_max: 10,
    nesting_max: 2,
    known_import_count: 1,
    known_import_fraction: 0.5,
    // All of Stack, MAX, find, declared and bad_name but one.
    naming_fraction: 0.8,
  })
})

test('attributes in PHP are no data', async () => {
  expect(await measureSource('PHP', '<?php\n#[Table("users", sizes: [1, 2])]\nclass A {}\n')).toMatchObject({ logic_fraction: 1 })
})
