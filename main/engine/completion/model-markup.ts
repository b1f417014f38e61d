/**
 * Marks that models put around text: of infilling, of files and repositories, of turns in a chat, of the end. As tokens of their own
 * they never reach this point, but files name some of them as ordinary text (`|<end>|` of CodeShell's chat), and a model that has
 * seen them spelled out spells them. Spellings from the tokenizers of CodeShell, StarCoder 1 and 2, CodeLlama, DeepSeek-Coder,
 * Qwen2.5-Coder, CodeGemma, Granite, Codestral, Llama 3, Phi and ChatML.
 */
const MARKS: readonly string[] = [
  '|<end>|',
  '<fim_prefix>',
  '<fim_middle>',
  '<fim_suffix>',
  '<fim_pad>',
  '<fim-prefix>',
  '<fim-middle>',
  '<fim-suffix>',
  '<fim-pad>',
  '<|fim_prefix|>',
  '<|fim_middle|>',
  '<|fim_suffix|>',
  '<|fim_pad|>',
  '<｜fim▁begin｜>',
  '<｜fim▁hole｜>',
  '<｜fim▁end｜>',
  '<｜begin▁of▁sentence｜>',
  '<｜end▁of▁sentence｜>',
  '<｜User｜>',
  '<｜Assistant｜>',
  '<|EOT|>',
  '▁<PRE>',
  '▁<MID>',
  '▁<SUF>',
  '▁<EOT>',
  '<PRE>',
  '<MID>',
  '<SUF>',
  '<EOT>',
  '[PREFIX]',
  '[SUFFIX]',
  '[MIDDLE]',
  '[INST]',
  '[/INST]',
  '<|endoftext|>',
  '<|end_of_text|>',
  '<|begin_of_text|>',
  '<|eot_id|>',
  '<|eom_id|>',
  '<|start_header_id|>',
  '<|end_header_id|>',
  '<|im_start|>',
  '<|im_end|>',
  '<|im_sep|>',
  '<|end|>',
  '<|user|>',
  '<|assistant|>',
  '<|system|>',
  '<|file_sep|>',
  '<|file_separator|>',
  '<|repo_name|>',
  '<|fim_sep|>',
  '<|cursor|>',
  '<file_sep>',
  '<repo_name>',
  '<reponame>',
  '<filename>',
  '<gh_stars>',
  '<start_of_turn>',
  '<end_of_turn>',
  '<issue_start>',
  '<issue_comment>',
  '<issue_closed>',
  '<jupyter_start>',
  '<jupyter_text>',
  '<jupyter_code>',
  '<jupyter_output>',
  '<empty_output>',
  '<commit_before>',
  '<commit_msg>',
  '<commit_after>',
]
const FIRST_SIGNS = new Set(MARKS.map((mark) => mark.charAt(0)))
const LONGEST = Math.max(...MARKS.map((mark) => mark.length))

/**
 * The text up to the first mark of a model. A mark that the file itself has near the cursor is part of the person's code and stays.
 * While the text is growing, an end that may become a mark is held back.
 */
export function cutModelMarkup(
  text: string,
  { surroundings, complete }: { surroundings: readonly string[]; complete: boolean },
): { text: string; isCut: boolean } {
  for (let index = 0; index < text.length; index++) {
    if (!FIRST_SIGNS.has(text.charAt(index))) continue
    const mark = MARKS.find((one) => text.startsWith(one, index))
    if (mark !== undefined && !surroundings.some((around) => around.includes(mark)))
      return { text: text.slice(0, index), isCut: true }
    const rest = text.length - index
    if (complete || mark !== undefined || rest >= LONGEST) continue
    if (MARKS.some((one) => one.length > rest && one.startsWith(text.slice(index))))
      return { text: text.slice(0, index), isCut: false }
  }
  return { text, isCut: false }
}
