/** An attribute of one of dolma's taggers for code that is a signal here. */
export interface DolmaAttribute {
  readonly tagger: string
  readonly type: string
  readonly signal: string
  /** Documents of other languages have a value there that passes every filter, and none here. */
  readonly languages?: readonly string[]
}

const redPajama = 'code_redpajama_taggers_v1'
const starCoder = 'code_starcoder_taggers_v2'

/** python/dolma/taggers/code/code_taggers.py */
export const dolmaAttributes: readonly DolmaAttribute[] = [
  { tagger: redPajama, type: 'max_line_length_doc', signal: 'max_line_length' },
  { tagger: redPajama, type: 'avg_line_length_doc', signal: 'mean_line_length' },
  { tagger: redPajama, type: 'alnum_prop_doc', signal: 'alphanumeric_fraction' },
  { tagger: starCoder, type: 'has_xml_template_doc', signal: 'xml_header' },
  {
    tagger: starCoder,
    type: 'code_to_comment_ratio_doc',
    signal: 'comment_fraction',
    languages: ['Python', 'Java', 'JavaScript'],
  },
  { tagger: starCoder, type: 'code_to_text_ratio_html_doc', signal: 'html_text_fraction' },
]

/** Spans that are replaced, and the findings that they are here. */
export const dolmaSpans: readonly { pattern: RegExp; tagger: string; type: string; step: string; finding: string }[] = [
  { pattern: /__EMAIL_ADDRESS$/, tagger: 'pii_regex_v2', type: 'EMAIL_ADDRESS', step: 'personal-data', finding: 'mail-address' },
  { pattern: /__IP_ADDRESS$/, tagger: 'pii_regex_v2', type: 'IP_ADDRESS', step: 'personal-data', finding: 'network-address' },
  { pattern: /__PHONE_NUMBER$/, tagger: 'pii_regex_v2', type: 'PHONE_NUMBER', step: 'personal-data', finding: 'phone-number' },
]
