import { execFile } from 'node:child_process'
import { access, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCodeshell } from '../support/run-codeshell.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeshell-cli-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('doctor names every part, its version or why it is missing', async () => {
  const { code, stdout } = await run(['doctor'])
  expect(code).toBe(0)
  for (const part of ['Workbench', 'Node', 'Electron', 'CPU', 'SQLite', 'Native addon', 'Inference on cpu', 'Model']) {
    expect(stdout).toMatch(new RegExp(`^${part} +\\S`, 'm'))
  }
  expect(stdout).toMatch(/^Inference on cuda +(available|not available): \S/m)
  expect(stdout).toContain('codeshell-small.gguf: codeshell, Q8_0')
})

test('import makes a project, goes on where it was, and names what could not be read', async () => {
  const tree = join(folder, 'tree')
  await mkdir(join(tree, 'deep'), { recursive: true })
  await writeFile(join(tree, 'a.py'), 'print(1)\n')
  await writeFile(join(tree, 'deep/b.ts'), 'export const b = 1\n')
  await writeFile(join(tree, 'binary.bin'), Buffer.from([0, 1, 2, 3]))
  const first = await run(['import', tree, '--project', join(folder, 'project')])
  expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/2 /) })
  const again = await run(['import', tree, '--project', join(folder, 'project')])
  expect(again.code).toBe(0)
})

test('export writes what is chosen, guesses the format, and replaces something else only when told to', async () => {
  const tree = join(folder, 'tree-to-export')
  await mkdir(tree)
  await writeFile(join(tree, 'a.py'), 'print(1)\n')
  await writeFile(join(tree, 'b.c'), 'int b;\n')
  const project = join(folder, 'project-to-export')
  await run(['import', tree, '--project', project])
  const file = join(folder, 'out.jsonl')
  const args = ['export', file, '--project', project, '--language', 'C', '--columns', 'path', '--signals', 'lines']
  expect(await run(args)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Exported 1 document \(\d+ B\) to /) })
  expect(await readFile(file, 'utf8')).toBe('{"text":"int b;\\n","path":"b.c","signals":{"lines":1}}\n')
  await writeFile(file, 'notes')
  expect(await run(args)).toMatchObject({ code: 1, stderr: expect.stringContaining('another text file') })
  expect(await run([...args, '--replace'])).toMatchObject({ code: 0 })
  const all = await run(['export', join(folder, 'files'), '--project', project, '--sort', 'size:descending'])
  expect(all).toMatchObject({ code: 0, stdout: expect.stringContaining('Exported 2 documents') })
  expect(await readFile(join(folder, 'files/documents/tree-to-export/a.py'), 'utf8')).toBe('print(1)\n')
  expect(await run(['export', join(folder, 'x.csv'), '--project', project])).toMatchObject({ code: 2 })
  expect(await run(['export', file, '--project', project, '--source', 'nowhere'])).toMatchObject({
    code: 1,
    stderr: 'The project has no source "nowhere". It has tree-to-export.\n',
  })
})

test('train-quality learns from two queries, scores every document and shows how good the model is', async () => {
  const tree = join(folder, 'tree-to-learn-from')
  await mkdir(tree)
  for (let number = 0; number < 12; number++) {
    await writeFile(join(tree, `${number}.py`), `def add_${number}(a, b):\n    return a + b + ${number}\n`)
    await writeFile(join(tree, `${number}.c`), `int table_${number}[] = {${number}, 1, 2, 3};\n`)
  }
  const project = join(folder, 'project-to-learn-from')
  await run(['import', tree, '--project', project])
  const args = ['train-quality', '--project', project]
  const trained = await run([...args, '--good', 'lang:python', '--bad', 'lang:c', '--signals', 'lines'])
  expect(trained).toMatchObject({ code: 0, stdout: expect.stringContaining('Learned from 12 good and 12 bad documents.') })
  expect(trained.stdout).toMatch(/^ {6}0\.5 +100\.0 % +100\.0 %$/m)
  const file = join(folder, 'scored.jsonl')
  await run(['export', file, '--project', project, '--language', 'C', '--columns', 'path', '--signals', 'quality'])
  expect(await readFile(file, 'utf8')).toMatch(/"signals":\{"quality":0\.[0-3]/)
  expect(await run([...args, '--good', 'lang:python'])).toMatchObject({ code: 2 })
  expect(await run(args)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('match “label:keep”; at least 10 are needed'),
  })
})

test.skipIf(process.platform !== 'linux')('import names every file that could not be read, counts them and fails', async () => {
  const tree = join(folder, 'tree-of-long-paths')
  const count = 1100
  await makeUnreachable(tree, count)
  await writeFile(join(tree, 'a.py'), 'print(1)\n')
  const { code, stdout, stderr } = await run(['import', tree, '--project', join(folder, 'project-of-long-paths')])
  await promisify(execFile)('rm', ['-rf', tree])
  expect(code).toBe(1)
  expect(stdout).toBe('Imported 1 file (9 B). 1,100 files or folders could not be read.\n')
  expect(stderr.split('\n').filter((line) => line.includes('too long'))).toHaveLength(count)
  expect(stderr).toMatch(/\nNot everything was imported[^\n]*\n$/)
})

test.skipIf(process.platform !== 'linux')(
  'a folder whose name is not UTF-8 is given as it is, and nothing hidden is printed',
  async () => {
    const bytes = Buffer.concat([Buffer.from(`${folder}/gr`), Buffer.of(0xfc), Buffer.from('n')])
    await mkdir(bytes)
    await mkdir(Buffer.concat([bytes, Buffer.from('/a\u202egpj.exe')]))
    await symlink('nowhere', Buffer.concat([bytes, Buffer.from('/link')]))
    await writeFile(Buffer.concat([bytes, Buffer.from('/a'), Buffer.of(0xff), Buffer.from('.py')]), 'a = 1\n')
    const program = `'${process.execPath}' '${join(process.cwd(), 'dist/cli/codeshell.js')}'`
    const env = { ...process.env, CODESHELL_USER_DATA: join(folder, 'user'), FOLDER: folder }
    const inShell = (script: string) => promisify(execFile)('sh', ['-c', script.replaceAll('codeshell', program)], { env })
    const given = await inShell('codeshell import "$(printf "%s/gr\\374n" "$FOLDER")" --project "$FOLDER/project-of-bytes"')
    expect(given.stdout).toBe('Imported 1 file (6 B). Skipped: 1 link.\n')
    const inside = await inShell(
      'cd "$(printf "%s/gr\\374n" "$FOLDER")" && codeshell import . --project "$FOLDER/project-of-bytes"',
    )
    expect(inside.stdout).toBe('Imported 0 files (0 B). 1 file was there already. Skipped: 1 link.\n')
    const missing = await run(['import', `${folder}/gr\\xfcn/a\u202egpj`, '--project', join(folder, 'project-of-bytes')])
    expect(missing.stderr).toBe(`Importing failed: ${folder}/gr\\xfcn/a\\u202egpj does not exist.\n`)
  },
)

test('every command explains itself', async () => {
  const { stdout } = await run(['--help'])
  for (const command of ['serve', 'import', 'rate', 'train-quality', 'train-lm', 'export', 'complete', 'doctor']) {
    expect(stdout).toContain(`codeshell ${command}`)
    expect(await run([command, '--help'])).toMatchObject({ code: 0, stdout })
    expect(await run([command, 'anything', '--more', '-h'])).toMatchObject({ code: 0, stdout })
  }
})

test('import makes no project for a folder that cannot be imported', async () => {
  await writeFile(join(folder, 'file.py'), '')
  for (const source of ['missing', 'file.py']) {
    const project = join(folder, `project-of-${source}`)
    const { code, stderr } = await run(['import', join(folder, source), '--project', project])
    expect(code).toBe(1)
    expect(stderr).toContain(join(folder, source))
    await expect(access(project)).rejects.toMatchObject({ code: 'ENOENT' })
  }
})

/** Files that not even an administrator can open: their folder can be named in a path, they cannot. */
async function makeUnreachable(tree: string, count: number): Promise<void> {
  let deep = tree
  while (deep.length < 3850) deep = join(deep, 'd'.repeat(200))
  await mkdir(deep, { recursive: true })
  const name = `'f'.repeat(${4096 - deep.length - 5}) + String(i).padStart(5, '0')`
  const script = `for (let i = 0; i < ${count}; i++) require('node:fs').writeFileSync(${name}, '')`
  await promisify(execFile)(process.execPath, ['-e', script], { cwd: deep })
}

test('complete says why the model that was used last cannot be loaded', async () => {
  const userData = join(folder, 'broken-model')
  const broken = join(folder, 'broken.gguf')
  await writeFile(broken, 'not a model')
  await mkdir(userData)
  await writeFile(join(userData, 'models.json'), JSON.stringify({ lastLoaded: broken }))
  const file = join(folder, 'asks.py')
  await writeFile(file, 'x = \n')
  const { code, stderr } = await runCodeshell(['complete', `${file}:1:5`], userData)
  expect(code).toBe(1)
  expect(stderr).toContain('broken.gguf cannot be used. The file does not begin with "GGUF"')
})

test('complete prints a suggestion for the cursor', async () => {
  const file = join(folder, 'add.py')
  await writeFile(file, 'def add(a, b):\n    return a + b\n\nprint(add(1, \n')
  const { code, stdout } = await run(['complete', `${file}:4:14`])
  expect(code).toBe(0)
  expect(stdout.trim()).not.toBe('')
})

test('complete shows what is hidden in the name of a file', async () => {
  const file = join(folder, 'x\u001b]0;y\u0007.py')
  await writeFile(file, 'a = 1\n')
  for (const place of ['9:1', '1:99']) {
    const { code, stderr } = await run(['complete', `${file}:${place}`])
    expect(code).toBe(1)
    expect(stderr).toContain('x\\u001b]0;y\\u0007.py has')
  }
})

test.each([
  [['complete', 'README.md:999999:1'], /has \d+ lines, so there is no line 999999/],
  [['complete', '/nowhere/at-all.py:1:1'], /at-all\.py/],
  [['import', '/nowhere/at-all', '--project', 'PROJECT'], /at-all/],
])('%j fails with 1 and says why', async (args, message) => {
  const { code, stdout, stderr } = await run(args.map((each) => each.replace('PROJECT', join(folder, 'other'))))
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(message)
  expect(stderr).not.toMatch(/^\s+at /m)
})

test.each([
  [['serve', '--port', 'many'], /^--port many: a port is a whole number/],
  [['serve', '--colour'], /--colour/],
  [['serve', '--port', '1', '--port', '2'], /^--port is given more than once\.\nusage: codeshell serve/],
  [['import', '.', '--project', 'a', '--project=b'], /^--project is given more than once\.\nusage: codeshell import/],
  [['import', '.'], /^--project is missing\./],
  [['import', '--project', 'a'], /^PATH is missing\./],
  [['export', 'a.jsonl', 'more', '--project', 'a'], /^"more" is one argument too many\./],
  [['complete', 'README.md'], /^"README\.md" does not end in a line and a column\./],
  [['doctor', 'now'], /^"now" is one argument too many\./],
  [['constructor'], /^There is no command "constructor"/],
])('%j is no way to call it: it fails with 2 and says why', async (args, message) => {
  const { code, stdout, stderr } = await run(args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(message)
  expect(stderr).toContain('usage:')
})

test('an unknown command fails with 2 and prints the usage', async () => {
  const { code, stderr } = await run(['brew'])
  expect(code).toBe(2)
  expect(stderr).toMatch(/There is no command "brew"[\s\S]*codeshell serve/)
})

function run(args: string[]) {
  return runCodeshell(args, join(folder, 'user-data'))
}
