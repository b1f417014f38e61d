import { z } from 'zod'

/** A path of a file or folder on the machine that the engine runs on. No system takes the NUL character in one. */
export const path = z
  .string()
  .min(1)
  .refine((value) => !value.includes('\0'), { message: 'a path holds no NUL character' })
