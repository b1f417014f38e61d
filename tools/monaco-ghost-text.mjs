// Monaco's ghost text reads the whole text with every key: once to know where its lines begin, once to cut two strings out of it. In
// 200,000 lines that is 40 to 60 ms a key. Monaco has what it takes to ask its text model instead, so the two places are told to.
// A version of Monaco that reads otherwise stops the build here.

const model = 'monaco-editor/esm/vs/editor/contrib/inlineCompletions/browser/model'
const wholeText = 'removeCommonSuffixAndPrefix(textModel.getValue())'

const changes = [
  {
    file: `${model}/textModelValueReference.js`,
    count: 1,
    from: '    get uri() {',
    to: `    getTransformer() {
        this._assertValid();
        return getPositionOffsetTransformerFromTextModel(this._textModel);
    }
    get uri() {`,
    head: "import { getPositionOffsetTransformerFromTextModel } from '../../../../common/core/text/getPositionOffsetTransformerFromTextModel.js';\n",
  },
  {
    file: `${model}/inlineSuggestionItem.js`,
    count: 2,
    from: wholeText,
    to: `removeCommonSuffixAndPrefix({
            substring: (start, end) => textModel.getValueInRange(Range.fromPositions(textModel.getPositionAt(start), textModel.getPositionAt(end))),
        })`,
    head: '',
  },
]

/** @returns {import('vite').Plugin} */
export function monacoGhostText() {
  const missing = new Set(changes)
  return {
    name: 'monaco-ghost-text',
    transform(code, id) {
      const change = changes.find(({ file }) => id.endsWith(file))
      if (!change) return undefined
      missing.delete(change)
      const parts = code.split(change.from)
      if (parts.length - 1 !== change.count) this.error(`${change.file} no longer has "${change.from}" ${change.count} times.`)
      return { code: change.head + parts.join(change.to), map: null }
    },
    buildEnd(error) {
      if (!error && missing.size > 0)
        this.error(`Not part of Monaco any more: ${[...missing].map(({ file }) => file).join(', ')}.`)
    },
  }
}
