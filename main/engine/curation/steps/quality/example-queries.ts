import type { QualityParameters } from './quality-parameters.ts'

/** Which documents are good examples and which are bad ones, and what to do where there are too few of them. */
export function exampleQueries({ labels, min_rating: least, positive, negative }: QualityParameters): {
  positive: string
  negative: string
  advice: string
} {
  switch (labels) {
    case 'labels':
      return {
        positive: 'label:keep',
        negative: 'label:drop',
        advice: 'Label more documents, or choose a wider query.',
      }
    case 'ratings':
      return {
        positive: `model_rating>=${least}`,
        negative: `model_rating<${least}`,
        advice: 'Rate more documents, or divide them at another rating (`min_rating`).',
      }
    case 'queries':
      return { positive, negative, advice: 'Choose wider queries.' }
  }
}
