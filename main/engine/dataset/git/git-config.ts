/** Names are `section.key` or `section.sub.key`, section and key in small letters. */
export type GitSetting = readonly [name: string, value: string]

/** Reads the text of a configuration file. What is not of its form is passed over. https://git-scm.com/docs/git-config#_syntax */
export function readGitConfig(text: string): GitSetting[] {
  const settings: GitSetting[] = []
  let section = ''
  for (const line of joinLines(text)) {
    const header = /^\s*\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/.exec(line)
    if (header)
      section = [header[1]?.toLowerCase(), header[2]?.replace(/\\(.)/g, '$1')].filter((part) => part !== undefined).join('.')
    const [, key, given] = /^\s*([A-Za-z][\w-]*)\s*(?:=(.*))?$/.exec(header ? line.slice(header[0].length) : line) ?? []
    if (key !== undefined) settings.push([`${section}.${key.toLowerCase()}`, given === undefined ? 'true' : readValue(given)])
  }
  return settings
}

/** A backslash at the end of a line joins the next to it. */
function joinLines(text: string): string[] {
  const lines: string[] = []
  let joined = ''
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const isContinued = /(?:^|[^\\])(?:\\\\)*\\$/.test(line)
    joined += isContinued ? line.slice(0, -1) : line
    if (isContinued) continue
    lines.push(joined)
    joined = ''
  }
  lines.push(joined)
  return lines
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b' }

/** Without a comment, quotes and the blanks outside of them. */
function readValue(given: string): string {
  let value = ''
  let blanks = ''
  let isQuoted = false
  for (let index = 0; index < given.length; index++) {
    const sign = given.charAt(index)
    if (sign === '"') isQuoted = !isQuoted
    else if (!isQuoted && (sign === '#' || sign === ';')) break
    else if (!isQuoted && /\s/.test(sign)) blanks += value === '' ? '' : sign
    else {
      const escaped = sign === '\\' ? given.charAt(++index) : undefined
      value += blanks + (escaped === undefined ? sign : (escapes[escaped] ?? escaped))
      blanks = ''
    }
  }
  return value
}

/** As git reads a switch. */
export function isSwitchedOn(value: string | undefined): boolean {
  return value !== undefined && /^(?:true|yes|on|-?0*[1-9]\d*)$/i.test(value)
}
