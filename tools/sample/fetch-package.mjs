import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * The unpacked files of a package at its version, fetched by the ordinary client of its registry; nothing of it is run. What is there
 * already is not fetched again.
 */
export function fetchPackage(origin, cacheFolder) {
  const folder = resolve(cacheFolder, `${origin.name}@${origin.version}`.replaceAll(/[^\w.@+-]/g, '_'))
  if (existsSync(folder)) return folder
  const work = `${folder}.part`
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  const unpacked = clients[origin.client](origin, work)
  renameSync(unpacked, folder)
  if (existsSync(work)) rmSync(work, { recursive: true, force: true })
  return folder
}

const clients = {
  npm({ name, version }, work) {
    run('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', work], work)
    run('tar', ['-xzf', findFile(work, '.tgz'), '--no-same-permissions'], work)
    const [folder] = readdirSync(work).filter((each) => !each.endsWith('.tgz'))
    return join(work, folder)
  },
  // Wheels alone: a source archive would run its own set-up.
  pip({ name, version }, work) {
    run('pip', ['download', '--quiet', '--no-deps', '--only-binary', ':all:', '--dest', work, `${name}==${version}`], work)
    return unzip(findFile(work, '.whl'), join(work, 'files'))
  },
  cargo({ name, version }, work) {
    const home = join(work, 'home')
    mkdirSync(join(work, 'src'))
    writeFileSync(join(work, 'src/lib.rs'), '')
    const wanted = `[dependencies]\n"${name}" = { version = "=${version.split('+')[0]}", default-features = false }\n`
    writeFileSync(join(work, 'Cargo.toml'), `[package]\nname = "fetch"\nversion = "0.0.0"\nedition = "2021"\n${wanted}`)
    run('cargo', ['fetch', '--quiet', '--target', 'x86_64-unknown-linux-gnu'], work, { CARGO_HOME: home })
    const registry = join(home, 'registry/src')
    return join(registry, readdirSync(registry)[0], `${name}-${version}`)
  },
  go({ name, version }, work) {
    const env = { GOMODCACHE: join(work, 'cache'), GOFLAGS: '-modcacherw', GO111MODULE: 'on' }
    return JSON.parse(run('go', ['mod', 'download', '-json', `${name}@${version}`], work, env)).Dir
  },
  maven({ name, version }, work) {
    copyArtifact(`${name}:${version}:jar:sources`, work)
    const folder = unzip(findFile(work, '.jar'), join(work, 'files'))
    writeFileSync(join(folder, 'pom.xml'), readPoms(`${name}:${version}`, work))
    return folder
  },
}

/** A description of a package together with those that it inherits from, up to the one that names a licence. */
function readPoms(artifact, work) {
  const folder = join(work, artifact.replaceAll(/[^\w.-]/g, '_'))
  copyArtifact(`${artifact}:pom`, folder)
  const text = readFileSync(findFile(folder, '.pom'), 'utf8')
  const parent = /<parent>([\s\S]*?)<\/parent>/.exec(text)?.[1]
  if (text.includes('<licenses>') || !parent) return text
  const [group, name, version] = ['groupId', 'artifactId', 'version'].map(
    (tag) => new RegExp(`<${tag}>(.+?)</${tag}>`).exec(parent)[1],
  )
  return `${text}\n${readPoms(`${group}:${name}:${version}`, work)}`
}

function copyArtifact(artifact, folder) {
  mkdirSync(folder, { recursive: true })
  run('mvn', ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`], folder)
}

function unzip(archive, folder) {
  run('python3', ['-m', 'zipfile', '-e', archive, folder], '.')
  return folder
}

function findFile(folder, ending) {
  const name = readdirSync(folder).find((each) => each.endsWith(ending))
  if (!name) throw new Error(`${folder} holds no file that ends in ${ending}.`)
  return join(folder, name)
}

function run(command, args, cwd, env = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, ...env } })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stderr}`)
  return stdout
}

/** What a package says of its licence and of its repository in its own metadata; null for what it does not say. */
export function readMetadata({ client, name }, folder) {
  const read = (file) => readFileSync(join(folder, file), 'utf8')
  const first = (text, expression) => expression.exec(text)?.[1]?.trim() ?? null
  switch (client) {
    case 'npm': {
      const { license, repository } = JSON.parse(read('package.json'))
      return { licence: license?.type ?? license ?? null, repo: shortenRepo(repository?.url ?? repository) }
    }
    case 'pip': {
      const text = read(
        join(
          readdirSync(folder).find((each) => each.endsWith('.dist-info')),
          'METADATA',
        ),
      ).split('\n\n')[0]
      const classifiers = [...text.matchAll(/^Classifier: License :: (?:OSI Approved :: )?(.+)$/gm)].map(([, each]) => each)
      const licence = first(text, /^License-Expression: (.+)$/m) ?? classifiers[0] ?? first(text, /^License: (.+)$/m)
      return { licence, repo: shortenRepo(first(text, /(github\.com\/[\w.-]+\/[\w.-]+)/)) }
    }
    case 'cargo': {
      const text = read('Cargo.toml')
      return { licence: first(text, /^license = "(.+)"$/m), repo: shortenRepo(first(text, /^repository = "(.+)"$/m)) }
    }
    case 'go':
      // A module says nothing of its licence but in its licence file.
      return { licence: null, repo: name.replace(/\/v\d+$/, '').replace(/^github\.com\//, '') }
    case 'maven': {
      const text = read('pom.xml')
      const licences = first(text, /<licenses>([\s\S]*?)<\/licenses>/)
      return {
        licence: licences && first(licences, /<name>(.+?)<\/name>/),
        repo: shortenRepo(first(text, /(github\.com\/[\w.-]+\/[\w.-]+)/)),
      }
    }
  }
}

/** `owner/name` of what is on GitHub. */
function shortenRepo(url) {
  if (/^[\w.-]+\/[\w.-]+$/.test(url ?? '')) return url
  return /github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?(?:[/#"]|$)/.exec(url ?? '')?.[1] ?? null
}
