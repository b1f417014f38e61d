import { describe, expect, it } from 'vitest'
import { commands } from '#contracts/commands'
import { findCommandFor, type KeyPress } from '../../../../renderer/app/commands/keyboard.ts'

function press(key: string, code: string, modifiers: Partial<KeyPress> = {}): KeyPress {
  return { key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers }
}

describe('the keyboard', () => {
  it('finds the command of a key with Ctrl, and with Cmd on a Mac', () => {
    expect(findCommandFor(press('s', 'KeyS', { ctrlKey: true }), false)).toBe('editor.save')
    expect(findCommandFor(press('s', 'KeyS', { metaKey: true }), true)).toBe('editor.save')
    expect(findCommandFor(press('s', 'KeyS', { ctrlKey: true }), true)).toBeUndefined()
  })

  it('wants exactly the modifiers of the command', () => {
    expect(findCommandFor(press('O', 'KeyO', { ctrlKey: true, shiftKey: true }), false)).toBe('editor.open-folder')
    expect(findCommandFor(press('o', 'KeyO', { ctrlKey: true }), false)).toBe('editor.open-file')
    expect(findCommandFor(press('o', 'KeyO', { altKey: true }), false)).toBe('project.open')
    expect(findCommandFor(press('o', 'KeyO'), false)).toBeUndefined()
  })

  it('goes by the printed letter, so that other layouts keep their habits', () => {
    expect(findCommandFor(press('s', 'Semicolon', { ctrlKey: true }), false)).toBe('editor.save')
    expect(findCommandFor(press('o', 'KeyS', { ctrlKey: true }), false)).toBe('editor.open-file')
  })

  it('goes by the place of the key where Alt types another character', () => {
    expect(findCommandFor(press('˜', 'KeyN', { altKey: true }), true)).toBe('project.new')
    expect(findCommandFor(press('«', 'Backslash', { altKey: true }), true)).toBe('completion.trigger')
  })

  it('has no two commands on one key', () => {
    const keys = Object.values(commands).flatMap(({ key }) => (key === null ? [] : [key]))
    expect(new Set(keys).size).toBe(keys.length)
  })
})
