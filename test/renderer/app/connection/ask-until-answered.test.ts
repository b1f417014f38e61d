import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '#contracts/errors'
import type { WorkbenchClient } from '#contracts/workbench'
import { askUntilAnswered } from '../../../../renderer/app/connection/ask-until-answered.ts'
import { useConnection } from '../../../../renderer/app/connection/connection.ts'

const lost = () => new AppError('connection.lost', 'The engine went away.', {})

function connect(name: string): void {
  useConnection.setState({ status: 'connected', connection: { client: { name } as unknown as WorkbenchClient } })
}
const nameOf = (client: WorkbenchClient) => (client as unknown as { name: string }).name

afterEach(() => useConnection.setState({ status: 'connecting', connection: null }))

describe('a question that changes nothing', () => {
  it('is asked again of the next engine when the first one went away with it', async () => {
    connect('first')
    const asked: string[] = []
    const answer = askUntilAnswered((engine) => {
      asked.push(nameOf(engine))
      return nameOf(engine) === 'first' ? Promise.reject(lost()) : Promise.resolve('answer')
    }, new AbortController().signal)
    await Promise.resolve()
    useConnection.setState({ status: 'lost', connection: null })
    connect('second')
    expect(await answer).toBe('answer')
    expect(asked).toEqual(['first', 'second'])
  })

  it('waits while the engine is away', async () => {
    useConnection.setState({ status: 'lost', connection: null })
    const answer = askUntilAnswered((engine) => Promise.resolve(nameOf(engine)), new AbortController().signal)
    connect('second')
    expect(await answer).toBe('second')
  })

  it('is not asked again when it fails for another reason, or when nobody wants the answer any more', async () => {
    connect('first')
    const failure = new AppError('internal', 'A bug.', { reference: '1' })
    await expect(askUntilAnswered(() => Promise.reject(failure), new AbortController().signal)).rejects.toBe(failure)

    const aborter = new AbortController()
    let count = 0
    const answer = askUntilAnswered(() => {
      count++
      return Promise.reject(lost())
    }, aborter.signal)
    aborter.abort()
    await expect(answer).rejects.toBeDefined()
    expect(count).toBe(1)
  })
})
