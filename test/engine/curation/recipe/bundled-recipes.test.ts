import { describe, expect, it } from 'vitest'
import { listBundledRecipes, readBundledRecipe } from '#engine/curation/recipe/bundled-recipes'
import { parseRecipe } from '#engine/curation/recipe/recipe-yaml'

describe('the recipes that come with the program', () => {
  it('are listed by name, each with what it is', async () => {
    const recipes = await listBundledRecipes()
    expect(recipes.map(({ name }) => name)).toContain('CodeShell report')
    expect(recipes.map(({ name }) => name.toLowerCase())).toEqual(recipes.map(({ name }) => name.toLowerCase()).sort())
    for (const { description } of recipes) expect(description).toMatch(/^[A-Z].*\.$/)
    expect(recipes.find(({ id }) => id === 'codeshell-report')?.description).toMatch(/^The data pipeline of the CodeShell report/)
  })

  it('are read without the line that names a schema beside them', async () => {
    const text = await readBundledRecipe('codeshell-report')
    expect(text).not.toContain('yaml-language-server')
    expect(parseRecipe(text).name).toBe('CodeShell report')
  })

  it.each(['', 'nothing', '../recipes/starcoder2', 'recipe.schema'])('are none of the name %j', async (id) => {
    await expect(readBundledRecipe(id)).rejects.toMatchObject({ code: 'input.invalid', data: { field: 'id' } })
  })
})
