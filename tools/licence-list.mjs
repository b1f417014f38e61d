// Makes main/engine/dataset/licences/licence-list.json: every licence of SPDX with its name, its class, and the print of its text. The texts
// and names are those of the npm package spdx-license-list; what is permissive is told by Blue Oak Council's list. To update: raise the
// versions, run this.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import licences from 'spdx-license-list/full.js'
import { readLicencePrint } from '../main/engine/dataset/licences/licence-print.ts'

const permissiveList = '@blueoak/list@15.0.0'
const target = 'main/engine/dataset/licences/licence-list.json'

/** Without a condition on derived works beyond a notice, and not on Blue Oak's list, which knows licences of software only. */
const alsoPermissive =
  /^(?:CC-BY-\d|CC0-|CC-PDDC|CC-PDM|PDDL-|Unicode-|Python-2|Unlicense|MIT|X11|ISC|HPND|BSD-(?!Protection)|CDLA-Permissive|CERN-OHL-P|ESA-PL-permissive|Boehm-GC|NIST-PD|SAX-PD|IJG|libpng|Linux-man-pages-1-para|UCL|Latex2e|DocBook-|Graphics-Gems|FSF|GCR-docs|etalab-|OGL-UK-|DL-DE-|ODC-By-|Brian-Gladman|Mackerras|Minpack|Ferguson|NCBI-PD|OpenSSL-standalone|SSLeay-standalone|pkgconf|ThirdEye|Inner-Net|ISO-permission|mpi-permissive|dtoa|OpenMDW)/
/** Derived works of any kind are to be under the same licence. */
const strong =
  /^(?:AGPL-|GPL-|SSPL-|OSL-|NPOSL-|RPL-|QPL-|CC-BY-SA-|CC-SA-|CDLA-Sharing|Parity-|ODbL-|GFDL-|BSD-Protection|copyleft-next|CAL-|CPAL-|CERN-OHL-S|CERN-OHL-1|CECILL-[12]|EUPL-|Sleepycat|LiLiQ-Rplus|ESA-PL-strong|D-FSL|LAL-|SMAIL-GPL|Linux-man-pages-copyleft|OPUBL|TGPPL|NGPL|AML-glslang|Arphic)/
/** Changes of its own files are, works that use them are not. */
const weak =
  /^(?:LGPL|MPL-|EPL-|CDDL-|CPL-|IPL-|MS-RL|APSL-|ErlPL-|NPL-|SPL-|OFL-|SISSL|Nokia|RPSL-|SugarCRM|YPL-|Zimbra|CUA-OPL|Motosoto|gSOAP|CECILL-C|CERN-OHL-W|LiLiQ-R-|ESA-PL-weak|wxWindows|eCos-|RHeCos|Artistic-dist|LPPL-|OCCT-|OSET-PL|BitTorrent|Interbase|Watcom|RSCPL|SNIA|Glulxe|MMPL|TPL-|APL-|OPL-1|OLFL|GPL-.*-with-(?:GCC|classpath|font))/
/** Bought, forbidden or limited to some uses: no class says so. */
const limited = /-NC-|-ND-|Noncommercial|JSON|Hippocratic|BUSL|Elastic|UnRAR|No-Military/

const permissive = new Set(readPermissive())
const plainestOf = new Map()
const entries = Object.entries(licences)
  .filter(([id]) => !isGivenUp(id))
  .sort(([one], [other]) => one.length - other.length || (one < other ? -1 : 1))
  .map(([id, { name, licenseText }]) => {
    const { runs, limit, count } = readLicencePrint(ownTextOf(id, licenseText))
    const print = Buffer.from(runs.buffer).toString('base64')
    // Of several ids for one text the plainest is found by it.
    const isPlainest = !plainestOf.has(print)
    if (isPlainest) plainestOf.set(print, id)
    return [id, name, classOf(id), ...(isPlainest ? [count, limit, print] : [0, 0, ''])]
  })
const lines = entries.sort(([one], [other]) => (one < other ? -1 : 1)).map((entry) => JSON.stringify(entry))
writeFileSync(target, `[\n${lines.map((line) => `  ${line}`).join(',\n')}\n]\n`)

/** Ids that SPDX replaced: of GNU licences with `-only` and `-or-later`, of exceptions with `WITH`. The package does not mark them. */
function isGivenUp(id) {
  if (/^(?:(?:A|L)?GPL|GFDL)-\d\.\d\+?$|-with-.*-exception$/.test(id)) return true
  return /^(?:BSD-2-Clause-(?:FreeBSD|NetBSD)|Net-SNMP|Nunit|StandardML-NJ|bzip2-1\.0\.5|eCos-2\.0|wxWindows)$/.test(id)
}

/**
 * Without what many people leave out: the appendix that says how to apply it. SPDX also adds the GPL, which LGPL 3 builds on; most people have
 * it in a file of its own.
 */
function ownTextOf(id, text) {
  if (!id.startsWith('LGPL-3.0')) return text.split(/END OF TERMS AND CONDITIONS|^\s*APPENDIX/m)[0]
  const own = text.slice(0, text.lastIndexOf('GNU GENERAL PUBLIC LICENSE\n'))
  if (own.length < 5000) throw new Error(`The text of ${id} is not what it was: it has ${own.length} characters before the GPL.`)
  return own
}

function classOf(id) {
  if (limited.test(id)) return 'none'
  if (weak.test(id)) return 'weak copyleft'
  if (strong.test(id)) return 'strong copyleft'
  return permissive.has(id) || alsoPermissive.test(id) ? 'permissive' : 'none'
}

function readPermissive() {
  const folder = mkdtempSync(join(tmpdir(), 'licence-list-'))
  try {
    const [archive] = execFileSync('npm', ['pack', '--silent', permissiveList], { cwd: folder, encoding: 'utf8' })
      .trim()
      .split('\n')
    execFileSync('tar', ['xzf', archive], { cwd: folder })
    const ratings = JSON.parse(readFileSync(join(folder, 'package/index.json'), 'utf8'))
    return ratings.flatMap((rating) => rating.licenses.map(({ id }) => id))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
