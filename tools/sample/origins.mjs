// The packages that the sample project is taken from, each at one version, with the licence that it must turn out to have, and how many of
// which files are taken. Where a package is named twice, its versions share files and near-duplicates, as forks in a crawl do.

const python = ['**/*.py', '**/*.pyi']
const typescript = ['src/**/*.ts', 'src/**/*.tsx']

/** What a package brings of another project, under that one's licence. */
const parts = {
  'zstd-sys': [{ under: 'zstd/', licence: 'BSD-3-Clause' }],
  'libz-sys': [{ under: 'src/zlib/', licence: 'Zlib' }],
}

/** @type {{ client: 'npm' | 'pip' | 'cargo' | 'go' | 'maven', name: string, version: string, licence: string, take: string[], limit: number, maxBytes: number, parts: { under: string, licence: string }[] }[]} */
export const origins = [
  from('npm', 'rxjs', '7.8.1', 'Apache-2.0', typescript, 70),
  from('npm', 'rxjs', '7.8.2', 'Apache-2.0', typescript, 40),
  from('npm', 'zod', '3.25.76', 'MIT', ['src/**/*.ts'], 45),
  from('npm', 'preact', '10.26.4', 'MIT', ['src/**', 'hooks/src/**', 'dist/*.min.js', 'dist/*.js'], 30),
  from('npm', 'lodash', '4.17.21', 'MIT', ['*.js', 'fp/*.js'], 60),
  from('npm', 'date-fns', '4.1.0', 'MIT', ['add*.js', 'add*.cjs', 'format*.js', 'locale/{ru,zh-CN,ja,ar,el}/**/*.js'], 50),
  from(
    'npm',
    'bootstrap',
    '5.3.3',
    'MIT',
    ['scss/**', 'js/src/**', 'dist/css/bootstrap-grid*.css', 'dist/js/*.min.js'],
    60,
    90_000,
  ),
  from('npm', 'jquery', '3.7.1', 'MIT', ['src/**/*.js', 'dist/*.min.js'], 40, 90_000),
  from('npm', 'three', '0.170.0', 'MIT', ['src/**/*.js', 'examples/jsm/loaders/*.js'], 50),
  from('npm', 'highlight.js', '11.11.1', 'BSD-3-Clause', ['lib/languages/*.js', 'styles/*.css'], 45),
  from('npm', 'element-ui', '2.15.14', 'MIT', ['packages/**/*.vue', 'packages/**/*.scss', 'src/**/*.js'], 50),
  from('npm', 'i18n-iso-countries', '7.14.0', 'MIT', ['langs/{ar,de,el,he,hi,ja,ka,ko,ru,th,uk,zh}.json', '*.json'], 20),
  from('npm', 'mime-db', '1.53.0', 'MIT', ['*.json'], 2, 400_000),
  from('npm', 'd3-array', '3.2.4', 'ISC', ['src/**/*.js', 'dist/*.min.js'], 50),
  from('npm', 'semver', '7.6.3', 'ISC', ['**/*.js'], 50),
  from('npm', 'robust-predicates', '3.0.2', 'Unlicense', ['**/*.js'], 12),
  from('npm', 'tslib', '2.8.1', '0BSD', ['*.js', '*.mjs', '*.d.ts', '*.html'], 10),
  from('npm', 'core-js', '3.38.1', 'MIT', ['internals/*.js', 'full/array/*.js'], 40),
  from('npm', '@types/node', '20.17.9', 'MIT', ['*.d.ts'], 30, 90_000),
  from('npm', 'node-addon-api', '8.3.1', 'MIT', ['*.h', '*.gyp*', '**/*.js'], 10, 250_000),
  from('pip', 'requests', '2.31.0', 'Apache-2.0', python, 20),
  from('pip', 'requests', '2.32.3', 'Apache-2.0', python, 20),
  from('pip', 'flask', '3.0.3', 'BSD-3-Clause', python, 30),
  from('pip', 'werkzeug', '3.0.6', 'BSD-3-Clause', python, 50),
  from('pip', 'httpx', '0.27.2', 'BSD-3-Clause', python, 25),
  from('pip', 'rich', '13.9.4', 'MIT', python, 50),
  from('pip', 'networkx', '3.3', 'BSD-3-Clause', python, 80),
  from('pip', 'attrs', '24.2.0', 'MIT', python, 25),
  from('pip', 'pygments', '2.18.0', 'BSD-2-Clause', python, 40, 90_000),
  from('pip', 'googleapis-common-protos', '1.66.0', 'Apache-2.0', ['**/*_pb2.py', '**/*.proto', '**/*.pyi'], 50),
  from('pip', 'pybind11', '2.13.6', 'BSD-3-Clause', ['**/*.h', '**/*.cmake', '**/*.py'], 45, 150_000),
  from('pip', 'pypinyin', '0.53.0', 'MIT', python, 40),
  from('pip', 'natasha', '1.6.0', 'MIT', python, 50),
  from('pip', 'razdel', '0.5.0', 'MIT', python, 30),
  from('pip', 'pymorphy3', '2.0.2', 'MIT', python, 40),
  from('pip', 'typing-extensions', '4.12.2', 'PSF-2.0', python, 2, 200_000),
  from('cargo', 'serde', '1.0.216', 'MIT OR Apache-2.0', ['src/**/*.rs', '*.toml'], 35, 90_000),
  from('cargo', 'memchr', '2.7.4', 'Unlicense OR MIT', ['src/**/*.rs'], 45),
  from('cargo', 'tokio', '1.42.0', 'MIT', ['src/**/*.rs'], 60),
  from('cargo', 'anyhow', '1.0.94', 'MIT OR Apache-2.0', ['src/**/*.rs', 'tests/**/*.rs'], 35),
  from('cargo', 'globset', '0.4.15', 'Unlicense OR MIT', ['src/**/*.rs'], 8),
  from('cargo', 'unicode-width', '0.1.14', 'MIT OR Apache-2.0', ['src/**/*.rs', '**/*.py'], 8, 200_000),
  from('cargo', 'zstd-sys', '2.0.13+zstd.1.5.6', 'MIT OR Apache-2.0', ['zstd/lib/**/*.c', 'zstd/lib/**/*.h', '*.rs'], 45, 90_000),
  from('cargo', 'libz-sys', '1.1.20', 'MIT OR Apache-2.0', ['src/zlib/*.c', 'src/zlib/*.h', '*.rs', 'src/*.rs'], 40),
  from('go', 'github.com/gin-gonic/gin', 'v1.10.0', 'MIT', ['**/*.go'], 40),
  from('go', 'github.com/spf13/cobra', 'v1.8.1', 'Apache-2.0', ['**/*.go', '**/*.md'], 35),
  from('go', 'github.com/gorilla/mux', 'v1.8.0', 'BSD-3-Clause', ['**/*.go'], 15),
  from('go', 'github.com/gorilla/mux', 'v1.8.1', 'BSD-3-Clause', ['**/*.go'], 15),
  from('go', 'google.golang.org/protobuf', 'v1.35.2', 'BSD-3-Clause', ['**/*.go'], 50, 120_000),
  from('go', 'golang.org/x/text', 'v0.21.0', 'BSD-3-Clause', ['unicode/**/*.go', 'encoding/**/*.go'], 40, 200_000),
  from('go', 'github.com/duke-git/lancet/v2', 'v2.3.4', 'MIT', ['**/*.go', 'docs/**/*.md'], 50),
  from('maven', 'org.apache.commons:commons-lang3', '3.17.0', 'Apache-2.0', ['**/*.java'], 70, 90_000),
  from('maven', 'com.google.code.gson:gson', '2.11.0', 'Apache-2.0', ['**/*.java'], 50),
  from('maven', 'org.slf4j:slf4j-api', '2.0.16', 'MIT', ['**/*.java'], 35),
  from('maven', 'org.apache.commons:commons-text', '1.12.0', 'Apache-2.0', ['**/*.java'], 50),
  from('maven', 'org.apache.commons:commons-csv', '1.12.0', 'Apache-2.0', ['**/*.java'], 20),
  from('maven', 'com.alibaba:fastjson', '1.2.83', 'Apache-2.0', ['**/*.java'], 50),
  from('maven', 'com.squareup.okio:okio-jvm', '3.9.1', 'Apache-2.0', ['**/*.kt'], 40),
]

function from(client, name, version, licence, take, limit, maxBytes = 60_000) {
  return { client, name, version, licence, take, limit, maxBytes, parts: parts[name] ?? [] }
}
