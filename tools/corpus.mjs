// `node tools/corpus.mjs FOLDER` fetches source code of well-known packages under permissive licences into a folder, to try curation on: more
// than 20,000 files in Python, JavaScript, TypeScript, Java, Rust, Go, C and C++. Each registry is asked by its own client; one that is not
// installed is left out and said. What was fetched before is not fetched again.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const folder = path.resolve(process.argv[2] ?? '')
if (!process.argv[2]) {
  console.error('usage: node tools/corpus.mjs FOLDER')
  process.exit(2)
}

/** Versions are fixed so that two corpora of the same names are the same. Licences: MIT, BSD, Apache-2.0, ISC, PSF or public domain. */
const packages = {
  npm: [
    'lodash@4.17.21',
    'rxjs@7.8.1',
    'three@0.170.0',
    'date-fns@3.6.0',
    'd3@7.9.0',
    '@babel/core@7.26.0',
    'webpack@5.97.1',
    'eslint@9.17.0',
    'express@4.21.2',
    '@angular/core@19.0.5',
    'vue@3.5.13',
    'prettier@3.4.2',
    'core-js@3.39.0',
    'node-addon-api@8.3.0',
  ],
  pip: [
    'django==5.1.4',
    'sympy==1.13.3',
    'scikit-learn==1.6.0',
    'pandas==2.2.3',
    'numpy==2.2.1',
    'scipy==1.14.1',
    'sqlalchemy==2.0.36',
    'transformers==4.47.1',
    'matplotlib==3.10.0',
    'networkx==3.4.2',
    'boto3==1.35.90',
    'werkzeug==3.1.3',
    'pybind11==2.13.6',
  ],
  maven: [
    'com.google.guava:guava:33.4.0-jre',
    'org.apache.commons:commons-lang3:3.17.0',
    'org.springframework:spring-core:6.2.1',
    'org.springframework:spring-web:6.2.1',
    'io.netty:netty-common:4.1.116.Final',
    'io.netty:netty-handler:4.1.116.Final',
    'com.fasterxml.jackson.core:jackson-databind:2.18.2',
    'org.apache.lucene:lucene-core:10.0.0',
    'org.apache.kafka:kafka-clients:3.9.0',
    'org.apache.hadoop:hadoop-common:3.4.1',
  ],
  cargo: [
    'tokio',
    'serde_json',
    'regex',
    'clap',
    'rayon',
    'hyper',
    'syn',
    'image',
    'zstd',
    'nalgebra',
    'polars',
    'wgpu',
    'axum',
    'rustls',
  ],
  go: [
    'github.com/prometheus/prometheus@v0.300.1',
    'k8s.io/client-go@v0.32.0',
    'k8s.io/api@v0.32.0',
    'google.golang.org/grpc@v1.69.2',
    'github.com/spf13/cobra@v1.8.1',
    'golang.org/x/tools@v0.28.0',
    'github.com/gin-gonic/gin@v1.10.0',
  ],
}

mkdirSync(folder, { recursive: true })
const fetchers = { npm: fetchNpm, pip: fetchPip, maven: fetchMaven, cargo: fetchCargo, go: fetchGo }
for (const [client, fetchAll] of Object.entries(fetchers)) {
  const target = path.join(folder, client)
  if (existsSync(target)) continue
  if (
    spawnSync(client === 'maven' ? 'mvn' : client, [client === 'go' ? 'version' : '--version'], { stdio: 'ignore' }).status !== 0
  ) {
    console.error(`corpus: ${client} is not installed, so its packages are left out.`)
    continue
  }
  console.log(`corpus: ${client}`)
  const unfinished = `${target}.new`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  fetchAll(unfinished, packages[client])
  renameSync(unfinished, target)
}

function fetchNpm(into, names) {
  for (const name of names) {
    const at = makeFolder(into, name)
    run('npm', ['pack', '--silent', '--ignore-scripts', name], at)
    unpack(at, ['.tgz'], (file) => run('tar', ['-xzf', file], at))
  }
}

/** Wheels: nothing of them is run. */
function fetchPip(into, names) {
  for (const name of names) {
    const at = makeFolder(into, name)
    run('pip', ['download', '--quiet', '--no-deps', '--only-binary', ':all:', name], at)
    unpack(at, ['.whl'], (file) => run('unzip', ['-q', '-o', file], at))
  }
}

function fetchMaven(into, names) {
  for (const name of names) {
    const at = makeFolder(into, name)
    const copied = ['-q', 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy', `-Dartifact=${name}:jar:sources`]
    run('mvn', [...copied, `-DoutputDirectory=${at}`], at)
    unpack(at, ['.jar'], (file) => run('unzip', ['-q', '-o', file], at))
  }
}

/** With all that they depend on. */
function fetchCargo(into, names) {
  const at = makeFolder(into, 'project')
  mkdirSync(path.join(at, 'src'))
  writeFileSync(path.join(at, 'src/lib.rs'), '')
  const lines = names.map((name) => `${name} = "*"`)
  writeFileSync(
    path.join(at, 'Cargo.toml'),
    `[package]\nname = "corpus"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\n${lines.join('\n')}\n`,
  )
  run('cargo', ['vendor', '--quiet', path.join(into, 'vendor')], at)
  rmSync(at, { recursive: true })
}

function fetchGo(into, names) {
  const cache = path.join(into, 'cache')
  for (const name of names) {
    run('go', ['mod', 'download', name], into, { GOMODCACHE: cache, GOFLAGS: '-modcacherw' })
  }
  rmSync(path.join(cache, 'cache'), { recursive: true, force: true })
}

function makeFolder(into, name) {
  const at = path.join(into, name.replaceAll(/[^\w.@-]/g, '_'))
  mkdirSync(at, { recursive: true })
  return at
}

function unpack(at, endings, open) {
  for (const name of readdirSync(at)) {
    if (!endings.some((ending) => name.endsWith(ending))) continue
    open(name)
    rmSync(path.join(at, name))
  }
}

function run(command, args, cwd, env = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  })
  // One package that is not to be had costs itself.
  if (status !== 0) console.error(`corpus: "${command} ${args.join(' ')}" failed (${error?.message ?? `exit code ${status}`}).`)
}
