/** What was found of a person. Examples are of the ranges that are kept for documentation. */
export interface PersonalFinding {
  readonly type: 'mail-address' | 'network-address' | 'phone-number' | 'example-data'
  readonly start: number
  readonly end: number
}
