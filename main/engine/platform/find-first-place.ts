/**
 * The first place from which on a condition holds, of the places from 0 up to, not including, `length`; `length` where it holds nowhere. It has
 * to hold for every place behind one for which it holds.
 */
export function findFirstPlace(length: number, holds: (place: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** The place of a number in an ascending list; null when it is not in it. */
export function findNumber(ascending: ArrayLike<number>, wanted: number): number | null {
  const place = findFirstPlace(ascending.length, (each) => (ascending[each] as number) >= wanted)
  return ascending[place] === wanted ? place : null
}
