/** Turns rows of numbers, one after the other, into one array for each name. */
export function takeColumns<Name extends string>(names: readonly Name[], rows: Float64Array): Record<Name, Float32Array> {
  const count = rows.length / names.length
  const columns = names.map((name, place): [Name, Float32Array] => {
    const values = new Float32Array(count)
    for (let row = 0; row < count; row++) values[row] = rows[row * names.length + place] as number
    return [name, values]
  })
  return Object.fromEntries(columns) as Record<Name, Float32Array>
}
