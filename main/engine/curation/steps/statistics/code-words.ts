import type { CodeMeasureColumn } from '#native'
import type { SignalWords } from '../step.ts'

type Words = Omit<SignalWords, 'name'>

const fraction = (label: string, description: string): Words => ({ label, unit: 'fraction', description })
const characters = (label: string, description: string): Words => ({ label, unit: 'characters', description })

const lineLength = (percent: number): Words =>
  characters(`Line length, ${percent} %`, `The length that ${percent} % of the lines do not exceed, line ends not counted.`)

const topWords = (count: string, bound: string): Words =>
  fraction(
    `Most frequent ${count} words`,
    `Share of the most frequent ${count} words in a row, times their occurrences, in the characters of all words. Gopher and OpenCoder drop files above ${bound}.`,
  )

const repeatedWords = (count: string, bound: string): Words =>
  fraction(
    `Repeated ${count} words`,
    `Share of the words that lie in ${count} words in a row which occur at least twice, in characters. OpenCoder drops files above ${bound}.`,
  )

/** What people read of each column of `measureCode`, with the bound that its source uses. */
export const codeWords: Record<CodeMeasureColumn, Words> = {
  character_count: characters(
    'Characters',
    'Number of characters, line ends included. OpenCoder asks for at least 50, of data files at most 5,000.',
  ),
  whitespace_fraction: fraction('White space', 'Share of white space in all characters. OpenCoder drops files above 0.5.'),
  replacement_fraction: fraction(
    'Unreadable characters',
    'Share of characters that stand for bytes which are no UTF-8. OpenCoder drops files above 0.01.',
  ),
  digit_fraction: fraction(
    'Digits',
    'Share of the digits 0 to 9 in what is not white space. OpenCoder drops files above 0.2, SQL above 0.3.',
  ),
  longest_digit_run: characters('Longest run of digits', 'Length of the longest row of the digits 0 to 9. High in data.'),
  line_length_p10: lineLength(10),
  line_length_p50: lineLength(50),
  line_length_p90: lineLength(90),
  line_length_p99: lineLength(99),
  blank_line_fraction: fraction('Blank lines', 'Share of lines that hold white space alone.'),
  duplicate_line_fraction: fraction(
    'Repeated lines',
    'Share of lines that occur more than once, blank ones not counted. OpenCoder drops files above 0.7.',
  ),
  duplicate_line_character_fraction: fraction(
    'Characters of repeated lines',
    'Share of the characters that lie in lines which occur more than once. Gopher drops texts above 0.2.',
  ),
  todo_line_fraction: fraction(
    'Lines to be done',
    'Share of lines with "todo", "fixme" or "your code here". OpenCoder drops files above 0.01.',
  ),
  assert_line_fraction: fraction('Lines with assert', 'Share of lines that contain "assert". OpenCoder drops files above 0.4.'),
  word_count: { label: 'Words', unit: 'words', description: 'Rows of letters and digits. OpenCoder asks for at least 30.' },
  mean_word_length: characters('Mean length of words', 'Mean number of characters of a word. OpenCoder keeps 2 to 10.'),
  unique_word_fraction: fraction(
    'Different words',
    'Share of different words in all words. OpenCoder drops data files below 0.4.',
  ),
  top_2gram_fraction: topWords('two', '0.20'),
  top_3gram_fraction: topWords('three', '0.18'),
  top_4gram_fraction: topWords('four', '0.16'),
  duplicate_5gram_fraction: repeatedWords('five', '0.80'),
  duplicate_6gram_fraction: repeatedWords('six', '0.70'),
  duplicate_7gram_fraction: repeatedWords('seven', '0.70'),
  duplicate_8gram_fraction: repeatedWords('eight', '0.70'),
  duplicate_9gram_fraction: repeatedWords('nine', '0.70'),
  duplicate_10gram_fraction: repeatedWords('ten', '0.60'),
  base64_fraction: fraction('Base64', 'Share of characters in rows of 64 or more that may be base64, as StarCoder2 finds them.'),
  longest_base64_run: characters('Longest base64', 'Length of the longest row that may be base64.'),
  hex_fraction: fraction(
    'Hexadecimal bytes',
    'Share of characters in rows of eight or more hexadecimal bytes, as StarCoder2 finds them.',
  ),
  longest_hex_run: characters('Longest hexadecimal bytes', 'Length of the longest row of hexadecimal bytes.'),
  unicode_escape_fraction: fraction(
    'Unicode escapes',
    'Share of characters in rows of eight or more escapes like \\u00e4, as StarCoder2 finds them.',
  ),
  longest_unicode_escape_run: characters('Longest Unicode escapes', 'Length of the longest row of Unicode escapes.'),
  encoded_fraction: fraction(
    'Encoded data',
    'Share of characters in base64, hexadecimal bytes and Unicode escapes together. StarCoder2 and OpenCoder drop files above 0.5.',
  ),
  longest_encoded_run: characters(
    'Longest encoded data',
    'Length of the longest base64, hexadecimal bytes or Unicode escapes. StarCoder2 and OpenCoder drop files above 1,024.',
  ),
  hex_word_fraction: fraction(
    'Hexadecimal numbers',
    'Share of characters in numbers like 0x1f. OpenCoder drops files above 0.4.',
  ),
  string_fraction: fraction('Strings', 'Share of characters between quotes. OpenCoder drops files above 0.6.'),
  long_string_line_fraction: fraction(
    'Lines with long strings',
    'Share of lines that hold a string of more than 20 words. OpenCoder drops files above 0.2.',
  ),
  long_string_word_fraction: fraction(
    'Long words in strings',
    'Share of characters in words of more than 20 characters within strings, addresses of the web not counted. OpenCoder drops files above 0.4.',
  ),
  generated_phrase: {
    label: 'Says that it is generated',
    unit: '',
    description:
      '1 if one of the first 5 lines says that the file was generated, in the phrases that StarCoder2 drops files for.',
  },
  generated_hint: {
    label: 'May be generated',
    unit: '',
    description: '1 if the first 200 characters have "generate", "autogen" or "do not edit", for which OpenCoder drops files.',
  },
  xml_header: {
    label: 'Begins as XML',
    unit: '',
    description: '1 if the first 100 characters have <?xml version=, for which BigCode drops files.',
  },
  compressed_fraction: fraction(
    'Compressed size',
    'Estimated size after compression as a share of the size: near 0 for repetition, near 1 for encoded or random data.',
  ),
}
