import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { type Classifier, type ClassifierTrainingOptions, openClassifier, trainClassifier } from '#native'
import { toBatch } from '../source-corpus.ts'
import { mostMemory, timeCpu } from './process-measures.ts'

/**
 * Answers as `classifier.py` does, with the native classifier. Arguments: a JSON file with the settings, a file of
 * "__label__N word word ..." lines to train with, one of lines without labels to score, and a file for the model.
 */
const [settingsFile = '', trainingFile = '', scoredFile = '', modelFile = ''] = process.argv.slice(2)
const settings = JSON.parse(readFileSync(settingsFile, 'utf8')) as Omit<ClassifierTrainingOptions, 'batches' | 'outputFile'>
const prefix = '__label__0 '

async function train(): Promise<void> {
  const lines = readFileSync(trainingFile, 'utf8').split('\n').filter(Boolean)
  const batch = toBatch(lines.map((line) => Buffer.from(line.slice(prefix.length))))
  const labels = lines.map((line) => Number(line.charAt(prefix.length - 2)))
  await trainClassifier({ batches: [{ batch, labels }], ...settings, outputFile: modelFile })
}

async function score(classifier: Classifier): Promise<number[]> {
  const lines = readFileSync(scoredFile, 'utf8').split('\n')
  return Array.from(await classifier.predict(toBatch(lines.map((line) => Buffer.from(line)))))
}

async function answer(question: string): Promise<object> {
  switch (question) {
    case 'train':
      return { seconds: (await timeCpu(train)).seconds }
    case 'score': {
      using classifier = await openClassifier(modelFile)
      const { seconds, result } = await timeCpu(() => score(classifier))
      return { seconds, probabilities: result }
    }
    case 'memory':
      return { bytes: mostMemory() }
    default:
      throw new Error(`There is no answer to "${question}".`)
  }
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(await answer(line)))
