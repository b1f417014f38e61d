import { z } from 'zod'
import { eachDocument } from '../each-document.ts'
import type { DocumentStep, StepFinding } from '../step.ts'
import { createSecretFinder } from './find-secrets.ts'
import type { SecretType } from './secret-rule.ts'

interface SecretsParameters {
  generic: boolean
}

const types: Record<SecretType, { label: string; placeholder: string }> = {
  'service-key': { label: 'Key of a service', placeholder: '<KEY>' },
  'private-key': { label: 'Private key', placeholder: '<PRIVATE_KEY>' },
  'web-token': { label: 'Token of the web', placeholder: '<TOKEN>' },
  password: { label: 'Password', placeholder: '<PASSWORD>' },
  'generic-key': { label: 'Other key', placeholder: '<KEY>' },
  'example-key': { label: 'Example of a key', placeholder: '<KEY>' },
}

/** Keys, tokens and passwords, by the rules of gitleaks and some of our own. */
export const secrets: DocumentStep<SecretsParameters> = {
  kind: 'secrets',
  title: 'Secrets',
  description: 'Finds keys of services, private keys, tokens and passwords by their form and the names beside them.',
  scope: 'document',
  version: 1,
  costMsPerMb: 40,
  parameters: z.strictObject({
    generic: z
      .boolean()
      .default(true)
      .describe('Also find what only the name beside it and its randomness give away, as other keys; these are less certain.'),
  }),
  describe: () => ({
    signals: [
      {
        name: 'secret_count',
        label: 'Secrets',
        unit: 'secrets',
        description: 'Number of keys, tokens and passwords that were found, examples of documentation not counted.',
      },
    ],
    findings: Object.entries(types).map(([type, words]) => ({ type, ...words })),
  }),
  needs: () => ({}),
  async open({ parameters }) {
    const finder = createSecretFinder(parameters)
    return {
      async run(batch, signal) {
        const counts = new Float32Array(batch.ids.length)
        const findings: StepFinding[] = []
        for await (const { document, bytes } of eachDocument(batch, signal)) {
          const found = finder.find(bytes, batch.paths[document] ?? null)
          counts[document] = found.filter(({ type }) => type !== 'example-key').length
          for (const { type, rule, start, end } of found) findings.push({ document, type, start, end, note: rule })
        }
        return { signals: { secret_count: counts }, findings }
      },
      async [Symbol.asyncDispose]() {},
    }
  },
}
