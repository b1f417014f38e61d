import type { Draft } from '#contracts/workspace'
import { client } from '../../app/connection/client.ts'

/** The draft of a file, if there is one. */
export async function findDraft(id: string): Promise<Draft | undefined> {
  return (await client.workspace.findDraft({ id })) ?? undefined
}

export async function keepDraft(draft: Draft): Promise<void> {
  await client.workspace.keepDraft(draft)
}

export async function dropDraft(id: string): Promise<void> {
  await client.workspace.dropDraft({ id })
}
