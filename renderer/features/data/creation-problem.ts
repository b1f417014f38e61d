import { isAppError } from '#contracts/errors'
import { client } from '../../app/connection/client.ts'
import { describeError } from '../../app/notices/errors.ts'
import { text } from './text.ts'

/** What is wrong, and the field of the dialog that can mend it. */
export interface CreationProblem {
  field: 'name' | 'parent'
  message: string
}

/** Finds the field that a failed creation is about; null for what a person called off. */
export async function findCreationProblem(error: unknown, parent: string): Promise<CreationProblem | null> {
  const message = describeError(error)?.message
  if (message === undefined) return null
  if (isAppError(error, 'file.failed')) return { field: 'parent', message }
  if (isAppError(error, 'input.invalid') && (await isFile(parent))) return { field: 'parent', message: text.naming.notAFolder }
  return { field: 'name', message }
}

/** The refusal of a project names only its own folder, which is the same whether that or the one above it is a file. */
async function isFile(path: string): Promise<boolean> {
  try {
    await client.workspace.list({ folder: path })
    return false
  } catch (error) {
    return isAppError(error, 'file.failed') && error.data.systemCode === 'ENOTDIR'
  }
}
