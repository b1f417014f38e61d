import { afterEach, describe, expect, it } from 'vitest'
import { registerCommand, runCommand } from '../../../../renderer/app/commands/commands.ts'
import { navigate, useNavigation } from '../../../../renderer/app/shell/navigation.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
  navigate('editor')
})

describe('commands', () => {
  it('run the newest handler, and the one before when that is gone', () => {
    const ran: string[] = []
    ends.push(registerCommand('palette.show', () => ran.push('old')))
    const end = registerCommand('palette.show', () => ran.push('new'))
    runCommand('palette.show')
    end()
    runCommand('palette.show')
    expect(ran).toEqual(['new', 'old'])
  })

  it('of another place bring it to the screen and run once it is there', async () => {
    let count = 0
    runCommand('data.export')
    expect(useNavigation.getState().place).toBe('data')
    ends.push(registerCommand('data.export', () => count++))
    await Promise.resolve()
    expect(count).toBe(1)
  })

  it('that cannot run in their own place do nothing', () => {
    navigate('tune')
    runCommand('recipe.undo')
    expect(useNavigation.getState().place).toBe('tune')
  })
})
