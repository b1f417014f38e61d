import { decodeText } from '../documents/text-encoding.ts'
import { formatJsonLine } from './json-line.ts'
import { type DocumentOutput, type ExportColumns, noRenamed } from './outgoing-document.ts'
import type { OutputFile } from './output-file.ts'

/** How each line begins, `text` being the first key. */
export const lineStart = '{"text":"'

/** One JSON object a line. `name` is what the file will be called. */
export function createJsonLinesOutput({
  file,
  name,
  columns,
}: {
  file: OutputFile
  name: string
  columns: ExportColumns
}): DocumentOutput {
  const lines = createLineBuffer(file)
  return {
    add: (document) => lines.add(formatJsonLine({ text: decodeText(document.bytes).text }, document, columns)),
    async finish() {
      await lines.flush()
      return { files: [await file.finish(name)], renamed: noRenamed }
    },
    discard: () => file.discard(),
  }
}

/** Lines are gathered up to about this size before they are written. */
const bufferLength = 1024 * 1024

/** Gathers lines, so that the file gets few large pieces. */
export function createLineBuffer(file: OutputFile) {
  let lines: string[] = []
  let length = 0
  async function flush(): Promise<void> {
    if (lines.length === 0) return
    const bytes = Buffer.from(lines.join(''))
    lines = []
    length = 0
    await file.write(bytes)
  }
  return {
    flush,
    async add(line: string): Promise<void> {
      lines.push(line)
      length += line.length
      if (length >= bufferLength) await flush()
    },
  }
}
