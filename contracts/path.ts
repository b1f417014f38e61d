import { z } from 'zod'

/** From the root, or on Windows from a drive or a share. What a relative path starts from is known to nobody who types it into a window. */
const fromRoot = /^(?:[\\/]|[a-z]:[\\/])/i

/** A path of a file or folder on the machine that the engine runs on. No system takes the NUL character in one, nor half a character. */
export const path = z
  .string()
  .min(1)
  .refine((value) => !value.includes('\0'), { message: 'a path holds no NUL character' })
  .refine((value) => value.isWellFormed(), { message: 'the path holds half of a surrogate pair' })
  .refine((value) => fromRoot.test(value), { message: 'a full path is expected, from the root of the disk and without "~"' })
