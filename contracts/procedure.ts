import { oc } from '@orpc/contract'
import { appErrorMap } from './errors.ts'

/** The start of every method declaration: any method may fail with any expected error. */
export const procedure = oc.errors(appErrorMap)
