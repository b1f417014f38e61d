import { expect, test } from 'vitest'
import { measureSource } from '../measure-sources.ts'

const source = `use std::fmt;
use serde::{Deserialize, Serialize};
use no_such_library::Thing;
use crate::other;
mod local;
use local::part;

/// Documented.
#[derive(Debug)]
pub struct Stack { items: Vec<u8> }

//// Four strokes document nothing.
const BIG: [i32; 3] = [1, 2, -3];

impl Stack {
    /// Documented.
    pub fn find(&self, which: u8) -> Result<u8, E> {
        if which > 0 && which < 3 {
            return Ok(1);
        } else if which == 5 {
            loop { break; }
        }
        match which { 1 | 2 => self.other()?, _ => 3 }
    }
    fn BadName() {}
}

trait Shape { fn declared(&self); }
`

test('Rust is measured with each arm of a match and each question mark as a decision', async () => {
  expect(await measureSource('Rust', source)).toMatchObject({
    parse_error_fraction: 0,
    // Stack and find of Stack, find, BadName and Shape.
    docstring_fraction: 0.5,
    function_count: 2,
    // find: if, &&, if, loop, two arms, ?.
    cyclomatic_mean: 4.5,
    cyclomatic_max: 8,
    nesting_max: 2,
    known_import_count: 1,
    known_import_fraction: 0.5,
    // All of local, Stack, items, BIG, find, which, BadName, Shape and declared but one.
    naming_fraction: 0.889,
  })
})

test('attributes in Rust are no data', async () => {
  const text = '#![doc = "1234567890"]\n#[serde(rename(serialize = "1234567890"))]\nstruct A { b: i32 }\n'
  expect(await measureSource('Rust', text)).toMatchObject({ logic_fraction: 1 })
})
