/**
 * Characters of a page outside of tags, comments, scripts and styles, white space among them, and all its characters. It counts what
 * BeautifulSoup's `get_text()` gives once scripts and styles are gone, which is what BigCode filters by, but for references whose name is
 * wrong: `&` and all up to a semicolon near by is one character here.
 */
export function countVisible(html: string): { visible: number; all: number } {
  let visible = 0
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    const end = open < 0 ? html.length : open
    visible += countText(html.slice(at, end))
    if (open < 0) break
    const next = skipMarkup(html, open)
    // A bare `<` is text.
    if (next === open) visible++
    at = next === open ? open + 1 : next
  }
  return { visible, all: countCharacters(html) }
}

const reference = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});/gi

function countText(text: string): number {
  return countCharacters(text.includes('&') ? text.replace(reference, ' ') : text)
}

function countCharacters(text: string): number {
  let count = text.length
  // The second halves of pairs.
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) === 0xdc00) count--
  return count
}

/** Where what begins at `open` ends: a comment, a declaration, a tag, or a script or style with all that is in it. */
function skipMarkup(html: string, open: number): number {
  if (html.startsWith('<!--', open)) return after(html, '-->', open + 4)
  if (html[open + 1] === '!' || html[open + 1] === '?') return after(html, '>', open + 2)
  const name = /^<\/?([a-z][a-z0-9:-]{0,40})/i.exec(html.slice(open, open + 44))?.[1]?.toLowerCase()
  if (name === undefined) return open
  const end = endOfTag(html, open)
  if ((name !== 'script' && name !== 'style') || html[open + 1] === '/' || html[end - 2] === '/') return end
  const close = new RegExp(`</${name}`, 'gi')
  close.lastIndex = end
  const found = close.exec(html)
  return found ? endOfTag(html, found.index) : html.length
}

/** Marks within quotes do not end a tag. */
function endOfTag(html: string, open: number): number {
  const mark = /[>"']/g
  mark.lastIndex = open + 1
  for (let match = mark.exec(html); match; match = mark.exec(html)) {
    if (match[0] === '>') return match.index + 1
    const close = html.indexOf(match[0], match.index + 1)
    // A quote without a partner: the tag ends at the next mark all the same.
    if (close < 0) return after(html, '>', match.index)
    mark.lastIndex = close + 1
  }
  return html.length
}

function after(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from)
  return at < 0 ? html.length : at + mark.length
}
