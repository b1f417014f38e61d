import type { PersonalFinding } from './personal-finding.ts'

/** With the country before it and gaps within: without these, numbers of a program are taken for telephones. */
const withCountry =
  /(?<![\w+.*/=)\]'"`-]|[\d)\]] )\+[1-9]\d{0,2}[ .-](?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]\d{2,5}){1,4}(?![\w.]|-\d)/g
const quoted = /(?<=["'`])\+[1-9]\d{0,2}[ .-](?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]\d{2,5}){1,4}(?=["'`])/g

/** Telephone numbers in the international form (E.123). In North America 555 is kept for stories. */
export function findPhoneNumbers(text: string): PersonalFinding[] {
  const found: PersonalFinding[] = []
  for (const pattern of [withCountry, quoted]) {
    for (const match of text.matchAll(pattern)) {
      const digits = match[0].replace(/\D/g, '')
      if (digits.length < 9 || digits.length > 15) continue
      const isExample = /^1(?:555\d{7}|\d{3}555(?:01\d\d|1212))$/.test(digits)
      found.push({ type: isExample ? 'example-data' : 'phone-number', start: match.index, end: match.index + match[0].length })
    }
  }
  return found
}
