import { z } from 'zod'
import { eachDocument } from '../each-document.ts'
import type { DocumentStep, StepFinding } from '../step.ts'
import { findMailAddresses } from './find-mail-addresses.ts'
import { findNetworkAddresses } from './find-network-addresses.ts'
import { findPhoneNumbers } from './find-phone-numbers.ts'
import type { PersonalFinding } from './personal-finding.ts'

interface PersonalDataParameters {
  mail_addresses: boolean
  network_addresses: boolean
  phone_numbers: boolean
}

const types: Record<PersonalFinding['type'], { label: string; placeholder: string }> = {
  'mail-address': { label: 'Mail address', placeholder: '<EMAIL>' },
  'network-address': { label: 'Address on the network', placeholder: '<IP_ADDRESS>' },
  'phone-number': { label: 'Telephone number', placeholder: '<PHONE>' },
  'example-data': { label: 'Example of such data', placeholder: '<EXAMPLE>' },
}

const flag = (description: string) => z.boolean().default(true).describe(description)

/** What tells of a person: placeholders are those of StarCoder (Li et al. 2023, section 4), and one more for telephones. */
export const personalData: DocumentStep<PersonalDataParameters> = {
  kind: 'personal-data',
  title: 'Personal data',
  description: 'Finds mail addresses, public addresses on the network and telephone numbers; those kept for documentation apart.',
  scope: 'document',
  version: 1,
  costMsPerMb: 30,
  parameters: z.strictObject({
    mail_addresses: flag('Find mail addresses.'),
    network_addresses: flag('Find public addresses of IPv4 and IPv6; private ones and numbers of versions are left out.'),
    phone_numbers: flag('Find telephone numbers in the international form, as in +49 30 23125 000.'),
  }),
  describe: () => ({
    signals: [
      {
        name: 'personal_data_count',
        label: 'Personal data',
        unit: 'places',
        description: 'Number of mail addresses, network addresses and telephone numbers, those of documentation not counted.',
      },
    ],
    findings: Object.entries(types).map(([type, words]) => ({ type, ...words })),
  }),
  needs: () => ({}),
  async open({ parameters }) {
    const finders = [
      ...(parameters.mail_addresses ? [findMailAddresses] : []),
      ...(parameters.network_addresses ? [findNetworkAddresses] : []),
      ...(parameters.phone_numbers ? [findPhoneNumbers] : []),
    ]
    return {
      async run(batch, signal) {
        const counts = new Float32Array(batch.ids.length)
        const findings: StepFinding[] = []
        for await (const { document, bytes } of eachDocument(batch, signal)) {
          // One character for each byte, so that places in the text are places in the bytes.
          const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
          const found = finders.flatMap((find) => find(text)).sort((a, b) => a.start - b.start)
          counts[document] = found.filter(({ type }) => type !== 'example-data').length
          for (const finding of found) findings.push({ document, ...finding, note: null })
        }
        return { signals: { personal_data_count: counts }, findings }
      },
      async [Symbol.asyncDispose]() {},
    }
  },
}
