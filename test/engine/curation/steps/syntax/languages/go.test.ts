import { expect, test } from 'vitest'
import { measureSource } from '../measure-sources.ts'

const source = `package main

import (
	"fmt"
	"github.com/gin-gonic/gin/binding"
	"github.com/no/such"
)

// Stack is documented.
type Stack struct { items []int }

var table = []int{1, 2, 3}

// Find is documented.
func (s *Stack) Find(which int) int {
	if which > 0 && which < 3 {
		return 1
	} else if which == 5 {
		for range s.items { go func() { if which > 1 { return } }() }
	}
	switch which { case 1, 2: return 2; default: return 3 }
}

func bad_name() {}

func Test_name() {}
`

test('Go is measured with what function literals decide in the function around them', async () => {
  expect(await measureSource('Go', source)).toMatchObject({
    parse_error_fraction: 0,
    // Stack and Find of four definitions.
    docstring_fraction: 0.5,
    function_count: 3,
    function_mean_lines: 3.333,
    // Find: if, &&, if, for, if, case.
    cyclomatic_mean: 3,
    cyclomatic_max: 7,
    nesting_max: 3,
    known_import_count: 1,
    known_import_fraction: 0.5,
    // All of Stack, items, table, s, Find, which, bad_name and Test_name but one.
    naming_fraction: 0.875,
  })
})

test('tags of fields in Go are no data, and other literals are', async () => {
  const tagged = 'package a\n\ntype A struct {\n\tB [2]string `json:"b" yaml:"b"`\n}\n'
  expect(await measureSource('Go', tagged)).toMatchObject({ logic_fraction: 1 })
  // `packagea` and `varb=` against the string.
  expect(await measureSource('Go', 'package a\n\nvar b = "1234567890"\n')).toMatchObject({ logic_fraction: 0.52 })
})
