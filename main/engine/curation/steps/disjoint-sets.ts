/** Numbers from 0 in sets that can be united; the smallest of each set stands for it. */
export interface DisjointSets {
  /** The smallest number of the set that holds `member`. */
  find(member: number): number
  /** False when both were in one set already. */
  unite(first: number, second: number): boolean
}

/** Each number a set of its own. Four bytes for each. */
export function createDisjointSets(count: number): DisjointSets {
  const parents = new Uint32Array(count)
  for (let member = 0; member < count; member++) parents[member] = member

  function find(member: number): number {
    let place = member
    let parent = parents[place] as number
    // Path halving (Tarjan and van Leeuwen 1984): one pass, and no recursion on long chains.
    while (parent !== place) {
      const above = parents[parent] as number
      parents[place] = above
      place = above
      parent = parents[place] as number
    }
    return place
  }

  return {
    find,
    unite(first, second) {
      const one = find(first)
      const other = find(second)
      if (one === other) return false
      // The smallest wins whatever the sizes, so that a set's name does not depend on the order of unions.
      if (one < other) parents[other] = one
      else parents[one] = other
      return true
    },
  }
}
