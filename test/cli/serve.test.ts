import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startServer } from '../e2e/browser-workbench.ts'
import { connectToServer } from '../support/server-client.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeshell-serve-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a bad token is refused with 403', async () => {
  await using server = await startServer({ userDataFolder: folder })
  const bad = new URL(server.address)
  const status = await new Promise((resolve) =>
    request({ port: bad.port, path: '/?token=wrong', headers: { host: bad.host } }, (response) =>
      resolve(response.resume().statusCode),
    ).end(),
  )
  expect(status).toBe(403)
})

test.skipIf(process.platform === 'win32')('the browser is handed a file of this person alone, and no token', async () => {
  const browser = join(folder, 'browser.sh')
  const noted = join(folder, 'arguments')
  await writeFile(browser, `#!/bin/sh\nprintf '%s\\n' "$@" > '${noted}.part' && mv '${noted}.part' '${noted}'\nexec sleep 600\n`)
  await chmod(browser, 0o755)
  let file: string
  {
    const env = { CODESHELL_BROWSER: browser }
    await using server = await startServer({ userDataFolder: join(folder, 'data'), args: ['--open'], env })
    await expect.poll(() => existsSync(noted)).toBe(true)
    const given = await readFile(noted, 'utf8')
    const token = new URL(server.address).searchParams.get('token') ?? ''
    expect(given).not.toContain(token)
    file = fileURLToPath(/--app=(.*)/.exec(given)?.[1] ?? '')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(file, 'utf8')).toContain(`url=${server.address}"`)
  }
  expect(existsSync(file)).toBe(false)
})

// Everywhere else the tests keep all in the foreground, because on a busy machine what is in the background hardly gets on.
test('what a server does in the background comes to its end', async () => {
  const files = join(folder, 'files')
  await mkdir(files)
  await writeFile(join(files, 'a.py'), 'print(1)\n')
  const userDataFolder = join(folder, 'data')
  await using server = await startServer({ userDataFolder, env: { CODESHELL_FOREGROUND: '' } })
  const { client, close } = await connectToServer(server.address)
  const ended = async (jobId: number) => {
    for await (const jobs of await client.jobs.watch()) {
      const job = jobs.find(({ id }) => id === jobId)
      if (job && job.state !== 'running') return job
    }
    throw new Error('The list of jobs ended.')
  }
  await client.dataset.createProject({ folder: join(folder, 'project'), name: 'Test' })
  const imported = await client.imports.start({ inputs: [{ location: { kind: 'folder', path: files } }] })
  expect(await ended(imported.jobId)).toMatchObject({ state: 'done', done: 1 })
  const target = join(folder, 'out.jsonl')
  const exported = await client.exports.start({ target, format: 'jsonl', which: 'all' })
  expect(await ended(exported.jobId)).toMatchObject({ state: 'done', done: 1 })
  const run = await client.curation.curate({ scoreAll: true, steps: [{ step: 'statistics' }] })
  expect(await ended(run.jobId)).toMatchObject({ state: 'done' })
  close()
}, 600_000)
