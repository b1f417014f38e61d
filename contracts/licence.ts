import { z } from 'zod'

/** What a licence asks of works that are made from it; `none` when it is not known, or when it forbids some uses. */
export const licenceClass = z.enum(['permissive', 'weak copyleft', 'strong copyleft', 'none'])
export type LicenceClass = z.infer<typeof licenceClass>
