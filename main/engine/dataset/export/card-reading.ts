import type { ExportFormat } from '#contracts/exports'

/** How the files of each format are read with what people have at hand. */
export function describeReading(format: ExportFormat, dataFile: string): string[] {
  const file = JSON.stringify(dataFile)
  const sqlFile = dataFile.replaceAll("'", "''")
  if (format === 'folder') {
    return [
      'The files lie in `documents/`, below the name of their source; `documents.jsonl` has a line for each, with its path in `file`.',
      'Where a path could not be kept (it clashed with another, was missing, or is not legal everywhere), `path` is the original one.',
      '',
      ...fence('python', [
        'import json',
        'for line in open("documents.jsonl"):',
        '    row = json.loads(line)',
        '    text = open(row["file"], "rb").read()',
      ]),
    ]
  }
  if (format === 'parquet') {
    return [
      ...fence('python', ['import pyarrow.parquet', `table = pyarrow.parquet.read_table(${file})`]),
      '',
      ...fence('sql', [`SELECT path, signals.size FROM '${sqlFile}' LIMIT 10; -- DuckDB`]),
      '',
      ...fence('python', ['import datasets', `rows = datasets.load_dataset("parquet", data_files=${file}, split="train")`]),
    ]
  }
  const lines = format === 'jsonl' ? `cat ${quoteShell(dataFile)}` : `zstd -dc ${quoteShell(dataFile)}`
  return [
    ...fence('sh', [`${lines} | jq -r .path | head`]),
    '',
    ...fence('python', ['import datasets', `rows = datasets.load_dataset("json", data_files=${file}, split="train")`]),
    '',
    ...fence('sql', [
      `SELECT path FROM read_json('${sqlFile}', format = 'newline_delimited', maximum_object_size = 1000000000) LIMIT 10; -- DuckDB`,
    ]),
  ]
}

function fence(language: string, lines: readonly string[]): string[] {
  return [`\`\`\`${language}`, ...lines, '```']
}

function quoteShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
