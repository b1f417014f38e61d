import type { Exemption, SecretRule } from './secret-rule.ts'

const exempt = (...patterns: RegExp[]): Exemption => ({ target: 'secret', patterns, stopwords: [], paths: [], all: false })

/** What stands where a password will: a variable, a mark to be replaced, a word that everybody writes. */
const placeholder = exempt(
  /^[$%{<[*(/~]|[{}<>()]|%[0-9A-F]{2}|\$\w|%[sdv]|\.{3}|…/,
  /^(?:[a-z]{1,8}[_.-]?)?(?:pass(?:word|wd|phrase|code)?s?|pwd|secret|user(?:name)?|admin|root|guest|test(?:ing)?|foo(?:bar)?|bar|baz|none|null|true|false|undefined|required|example|optional|unset|empty|hidden|new|old|current|confirm|wrong|invalid|letmein|qwerty\w*|hunter\d+|change[_-]?(?:it|me)|x+|\*+|\.+|-+|12345\d*)(?:[_.-]?\d{0,4})?$/i,
  // Names of things that hold a password, and sentences about one.
  /^[a-z]+(?:[A-Z][a-z]*)+$|^[A-Za-z]+(?:[._:/-][A-Za-z]+)+$|^[A-Za-z]+$/,
)

/** What gitleaks has no rule for, or none that sees it outside of a command. */
export const ownRules: readonly SecretRule[] = [
  {
    id: 'anthropic-api-key',
    type: 'service-key',
    pattern: /sk-ant-[a-z0-9]{2,12}-[A-Za-z0-9_-]{80,120}/y,
    keywords: ['sk-ant-'],
    lead: 0,
    entropy: 3.5,
    exemptions: [],
  },
  {
    id: 'aws-secret-access-key',
    type: 'service-key',
    pattern:
      /(?:aws_?secret|secret_?access_?key)\w{0,20}["'\]]{0,2}[ \t]{0,4}(?:=>|:=|=|:|,)[ \t]{0,4}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/iy,
    keywords: ['aws_secret', 'awssecret', 'secret_access_key', 'secretaccesskey', 'secret_accesskey'],
    lead: 0,
    entropy: 3.5,
    exemptions: [],
  },
  {
    id: 'authorization-header',
    type: 'web-token',
    pattern:
      /authorization["'\]]{0,2}[ \t]{0,4}[:=,][ \t]{0,4}["'`]?(?:Bearer|Basic|Token)[ \t]{1,4}([A-Za-z0-9_~+/.=-]{16,1024})(?![A-Za-z0-9_~+/.=-])/iy,
    keywords: ['authorization'],
    lead: 0,
    entropy: 3,
    exemptions: [placeholder, exempt(/token|example|your|xxx|\.\.\./i)],
  },
  {
    id: 'password-in-address',
    type: 'password',
    pattern: /:\/\/[^\s:@/'"<>`]{1,64}:([^\s@/'"<>`\\]{3,128})@[a-z0-9[]/iy,
    keywords: ['://'],
    lead: 0,
    entropy: 2,
    exemptions: [placeholder],
  },
  {
    id: 'password-beside-its-name',
    type: 'password',
    pattern:
      /(?:password|passwd|passphrase|pwd)["'\]]{0,2}[ \t]{0,8}(?:=>|:=|=|:)[ \t]{0,8}(?:"([^"\s\\]{8,64})"|'([^'\s\\]{8,64})')/iy,
    keywords: ['password', 'passwd', 'passphrase', 'pwd'],
    lead: 0,
    entropy: 2.5,
    exemptions: [placeholder],
  },
  {
    id: 'password-in-environment',
    type: 'password',
    pattern: /(?:PASSWORD|PASSWD|PASSPHRASE|PWD)=([^\s"'$<>{}()[\],;`]{8,64})(?=[\r\n]|$)/y,
    keywords: ['password=', 'passwd=', 'passphrase=', 'pwd='],
    lead: 0,
    entropy: 2.5,
    exemptions: [placeholder],
  },
  {
    id: 'secret-in-environment',
    type: 'generic-key',
    pattern: /(?:SECRET|TOKEN|API_?KEY)=(?=[^\s]{0,128}\d)([^\s"'$<>{}()[\],;`:/]{16,128})(?=[\r\n]|$)/y,
    keywords: ['secret=', 'token=', 'apikey=', 'api_key='],
    lead: 0,
    entropy: 3,
    exemptions: [placeholder, exempt(/example|your|xxx|\.\.\./i)],
  },
  {
    id: 'chat-webhook',
    type: 'service-key',
    pattern: /\/(?:services|hooks)\/T[A-Z0-9]{8,12}\/B[A-Z0-9]{8,12}\/[A-Za-z0-9]{20,32}/y,
    keywords: ['/hooks/t', '/services/t'],
    lead: 0,
    entropy: 3,
    exemptions: [exempt(/X{8}/)],
  },
]

/** Besides what gitleaks exempts, by its rule. */
export const moreExemptions: Readonly<Record<string, readonly Exemption[]>> = {
  // Names of things, which have one number at most; names of files; numbers that name, check or
  // identify, the 40 digits of a key of GPG among them; places in lists.
  'generic-api-key': [
    exempt(/^\D*\d*\D*$/, /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/, /^Signature=/, /^[0-9A-F]{40}$/, /^[A-Z0-9]+(?:_[A-Z0-9]+)+$/),
    {
      target: 'match',
      patterns: [
        /\.\w{1,4}["']\s*:/,
        /(?:Id|ID|_id|-id)s?["']?\s{0,3}(?:=>|[:=,])/,
        /sha-?(?:1|256|384|512)|md5|integrity|checksum|fingerprint/i,
        /(?:action|cancellation|change|continuation|idempotency|next|page|pagination|request)_?token/i,
      ],
      stopwords: [],
      paths: [],
      all: false,
    },
  ],
  // `s.` and a name of 24 letters, as methods have them.
  'vault-service-token': [exempt(/^s\.\D*\d*\D*$/)],
  // Templates.
  'private-key': [exempt(/[$#%]\{|\{\{|\.\.\.|…|%s/)],
}
