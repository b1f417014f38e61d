import { open } from 'node:fs/promises'

interface ArchiveEntry {
  files?: Record<string, ArchiveEntry>
  unpacked?: boolean
}

/** Every file of an archive, each with whether it lies beside it. */
export async function listArchive(file: string): Promise<Map<string, { unpacked: boolean }>> {
  const archive = await open(file)
  try {
    // Four numbers come before the table of contents; the last one is its length.
    const sizes = Buffer.alloc(16)
    await archive.read(sizes, 0, 16, 0)
    const table = Buffer.alloc(sizes.readUInt32LE(12))
    await archive.read(table, 0, table.length, 16)
    const found = new Map<string, { unpacked: boolean }>()
    const visit = (entry: ArchiveEntry, name: string) => {
      if (!entry.files) found.set(name, { unpacked: entry.unpacked ?? false })
      for (const [child, value] of Object.entries(entry.files ?? {})) visit(value, name === '' ? child : `${name}/${child}`)
    }
    visit(JSON.parse(table.toString('utf8')) as ArchiveEntry, '')
    return found
  } finally {
    await archive.close()
  }
}
