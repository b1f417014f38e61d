import { expect, test } from 'vitest'
import { measureSource } from '../measure-sources.ts'

const source = `using System.Linq;
using Newtonsoft.Json;
using NoSuchLibrary.Parts;
using Example.Other;

namespace Example.App {
  /// <summary>Documented.</summary>
  [Serializable]
  public class Stack {
    private readonly int[] _table = { 1, 2, 3 };
    public int Size { get { return _table == null ? 0 : 1; } set; }

    /// <summary>Documented.</summary>
    public int Find(int which) {
      if (which > 1 && which < 3) { return 1; } else if (which == 5) { return which ?? 2; }
      switch (which) { case 1: case 2: break; default: break; }
      foreach (var x in _table) { while (x > 0) { break; } }
      return which switch { 1 => 2, _ => 3 };
    }

    int badName(int Which) => 1;
  }
}
`

test('C# is measured with accessors as functions without a name', async () => {
  expect(await measureSource('C#', source)).toMatchObject({
    parse_error_fraction: 0,
    // Stack and Find of Stack, Find and badName.
    docstring_fraction: 0.667,
    // get, Find and badName.
    function_count: 3,
    // get: ?; Find: if, &&, if, ??, case, case, foreach, while, two arms; badName: nothing.
    cyclomatic_mean: 4.667,
    cyclomatic_max: 11,
    nesting_max: 2,
    known_import_count: 1,
    known_import_fraction: 0.5,
    // All of Stack, _table, Size, Find, which, badName and Which but two.
    naming_fraction: 0.714,
  })
})

test('arguments of attributes in C# are no data', async () => {
  expect(await measureSource('C#', '[Table("users", Size = 3)]\nclass A {}\n')).toMatchObject({ logic_fraction: 1 })
})
