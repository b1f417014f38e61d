import { expect, test } from 'vitest'
import { measureSource } from '../measure-sources.ts'

const source = `#include <stdio.h>
#include <curl/curl.h>
#include "local.h"
#include <nosuchlibrary.h>
#define MAX_SIZE 3

/* Documented. */
struct point { int x; int y; };
struct point origin;

static const int table[] = { 1, 2, 3 };
int declared(int a);

/* A paragraph above says nothing of it. */

static char *find_point(struct point *p, int Count)
{
	for (int i = 0; i < Count; i++) {
		if (p->x == i || p->y == i)
			return "x";
		else if (!i)
			do { i++; } while (i);
	}
	switch (Count) { case 1: case 2: break; default: break; }
	return Count ? 0 : 1;
}
`

test('C is measured without what is only declared', async () => {
  expect(await measureSource('C', source)).toMatchObject({
    parse_error_fraction: 0,
    // point of point and find_point.
    docstring_fraction: 0.5,
    function_count: 1,
    function_mean_lines: 11,
    // for, if, ||, if, do, case, case, ?.
    cyclomatic_max: 9,
    // do in if in for.
    nesting_max: 3,
    known_import_count: 1,
    known_import_fraction: 0.5,
    // All of MAX_SIZE, x, y, origin, table, declared, a, find_point, p, Count and i but one.
    naming_fraction: 0.909,
  })
})

test('whole functions within a construct that never ends are no errors', async () => {
  const broken = `if (x) {\n${'int add(int a, int b) { return a + b; }\n'.repeat(20)}`
  const { parse_error_fraction, function_count } = await measureSource('C', broken)
  expect(parse_error_fraction).toBeGreaterThan(0)
  expect(parse_error_fraction).toBeLessThan(0.05)
  expect(function_count).toBe(20)
})
