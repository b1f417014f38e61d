/// <reference path="./spdx-expression-parse.d.ts" />
import parse, { type ParsedLicence } from 'spdx-expression-parse'
import type { LicenceClass } from '#contracts/licence'
import { licenceList } from './licence-list.ts'

/** Longer than any that people write; a parser that calls itself for each parenthesis must not get a million of them. */
const maxLength = 500
/** In its one spelling an expression may be longer than the words that it was read from. */
const maxWrittenLength = maxLength * 4

/** Ids that SPDX gave up, whose meaning it says is this. */
const gnuId = /^([AL]?GPL|GFDL)-(\d\.\d)(\+?)$/

/**
 * An SPDX expression in its one spelling, or null for what is none. Letter case does not count, and ids that SPDX gave up are replaced:
 * `gpl-2.0+ with Classpath-exception-2.0` is `GPL-2.0-or-later WITH Classpath-exception-2.0`.
 */
export function readLicenceExpression(words: string): string | null {
  const parsed =
    words.length <= maxLength
      ? tryParse(
          words
            .split(/(\s+|[()+])/)
            .map(spellWord)
            .join(''),
        )
      : null
  return parsed && write(parsed)
}

/**
 * What an expression asks. Of several that hold together the strictest counts, of a choice the most permissive. Exceptions that let a work
 * be linked make the licence a weak one.
 */
export function classifyLicence(expression: string): LicenceClass {
  const parsed = tryParse(expression)
  return parsed === null ? 'none' : classify(parsed)
}

const byStrictness: readonly LicenceClass[] = ['permissive', 'weak copyleft', 'strong copyleft', 'none']
const linkingException =
  /^(?:Classpath|GCC|GNAT|LLVM|OCaml|Qt-LGPL|WxWindows|Libtool|Autoconf|Bison|Bootloader|eCos|FLTK|Font|freertos|GPL-3\.0-linking|LGPL-3\.0-linking|i2p|mif|OpenJDK|Swift|u-boot|Universal-FOSS|GStreamer|KiCad|Texinfo|389|CLISP|Fawkes|gnu-javamail|LZMA|SHL)/

const classes = new Map(licenceList.map(({ id, licenceClass }) => [id, licenceClass]))
const spelled = new Map(licenceList.map(({ id }) => [id.toLowerCase(), id]))

function classify(parsed: ParsedLicence): LicenceClass {
  if ('conjunction' in parsed) {
    const sides = [classify(parsed.left), classify(parsed.right)].sort((one, other) => rank(one) - rank(other))
    return (parsed.conjunction === 'and' ? sides[1] : sides[0]) ?? 'none'
  }
  const own = classes.get(parsed.license) ?? 'none'
  const isLinkable = linkingException.test(parsed.exception ?? '')
  return own === 'strong copyleft' && isLinkable ? 'weak copyleft' : own
}

function rank(licenceClass: LicenceClass): number {
  return byStrictness.indexOf(licenceClass)
}

/** Null for what the library takes for no expression, and for what it would take too long for. */
function tryParse(expression: string): ParsedLicence | null {
  if (expression.length > maxWrittenLength) return null
  try {
    return parse(expression)
  } catch {
    // It throws for nothing else, and has one kind of error for all.
    return null
  }
}

function spellWord(word: string): string {
  if (/^(?:and|or|with)$/i.test(word)) return word.toUpperCase()
  const gnu = gnuId.exec(word.toUpperCase())
  return gnu ? gnu[0] : (spelled.get(word.toLowerCase()) ?? word)
}

function write(parsed: ParsedLicence, above?: 'and' | 'or'): string {
  if ('conjunction' in parsed) {
    const { left, right, conjunction } = parsed
    const joined = `${write(left, conjunction)} ${conjunction.toUpperCase()} ${write(right, conjunction)}`
    return above === 'and' && conjunction === 'or' ? `(${joined})` : joined
  }
  const exception = parsed.exception ? ` WITH ${parsed.exception}` : ''
  return writeId(parsed.license, parsed.plus === true) + exception
}

function writeId(id: string, plus: boolean): string {
  const gnu = gnuId.exec(id)
  if (gnu) return `${gnu[1]}-${gnu[2]}-${plus || gnu[3] === '+' ? 'or-later' : 'only'}`
  return plus ? `${id}+` : id
}
