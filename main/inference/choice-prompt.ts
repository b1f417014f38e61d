import { randomUUID } from 'node:crypto'
import { type LlamaModel, LlamaText, type LlamaTextValue, resolveChatWrapper, type Token } from 'node-llama-cpp'
import { AppError } from '#contracts/errors'
import type { ChoiceQuestion } from '#contracts/inference'
import type { LoadedModel } from '#contracts/models'

/** A question as tokens: what stands before each text and after it, and the token that tells each choice from the others. */
export interface ChoicePrompt {
  readonly head: readonly Token[]
  readonly tail: readonly Token[]
  /** In the order of the choices, all different. */
  readonly choices: readonly Token[]
}

/** Whether the file says how a conversation with the model is written. */
export function hasChatTemplate({ fileInfo }: Pick<LlamaModel, 'fileInfo'>): boolean {
  const template = fileInfo.metadata.tokenizer?.chat_template
  return typeof template === 'string' && template.trim() !== ''
}

/**
 * Writes the question as the model was trained to be asked: by its chat template, the lead being the beginning of its answer, or else as plain
 * text with the lead at the end. The lead is cut into tokens together with each choice, so blanks fall to the tokens to which they would fall in
 * a text.
 *
 * @throws {AppError} `model.cannot-answer` when the template cannot be used, or the vocabulary cannot tell the choices apart
 */
export function createChoicePrompt(model: LlamaModel, info: LoadedModel, question: ChoiceQuestion): ChoicePrompt {
  // No text of a person has it, whatever else a template does to the message that it stands in.
  const place = randomUUID()
  const { before, after, lead, choices } = question
  const message = `${before}${place}${after}`
  const values = hasChatTemplate(model)
    ? writeConversation(model, info, { message, lead })
    : LlamaText(`${message}\n\n${lead}`).values
  const index = values.findIndex((value) => typeof value === 'string' && value.includes(place))
  if (index < 0) throw cannotAnswer(info, 'its chat template does not write what it is told')
  const [start = '', end = ''] = (values[index] as string).split(place, 2)
  const head = LlamaText([...values.slice(0, index), start]).tokenize(model.tokenizer, 'trimLeadingSpace')
  const tails = choices.map((choice) =>
    LlamaText([end, ...values.slice(index + 1), choice]).tokenize(model.tokenizer, 'trimLeadingSpace'),
  )
  const common = countCommon(tails)
  const answers = tails.map((tokens) => tokens[common])
  if (answers.includes(undefined as never) || new Set(answers).size < choices.length) {
    throw cannotAnswer(info, 'its vocabulary has no tokens that tell the answers apart')
  }
  return { head: withBegin(model, head), tail: (tails[0] as Token[]).slice(0, common), choices: answers as Token[] }
}

export function cannotAnswer({ file, name }: LoadedModel, reason: string, cause?: unknown): AppError<'model.cannot-answer'> {
  const message = `${name} cannot be asked about documents: ${reason}. Load another model under Models, then try again.`
  return new AppError('model.cannot-answer', message, { file, reason }, { cause })
}

function writeConversation(
  model: LlamaModel,
  info: LoadedModel,
  { message, lead }: { message: string; lead: string },
): readonly LlamaTextValue[] {
  try {
    const { fileInfo, filename, tokenizer, tokens } = model
    const wrapper = resolveChatWrapper({
      ...{ fileInfo, tokenizer, bosString: tokens.bosString },
      ...(filename !== undefined && { filename }),
      warningLogs: false,
      fallbackToOtherWrappersOnJinjaError: false,
    })
    if (!wrapper) throw new Error('no format fits it')
    const { contextText } = wrapper.generateContextState({
      chatHistory: [
        { type: 'user', text: message },
        { type: 'model', response: [lead] },
      ],
    })
    return contextText.values
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw cannotAnswer(info, `its chat template cannot be used (${reason})`, error)
  }
}

function withBegin({ tokens }: LlamaModel, head: readonly Token[]): readonly Token[] {
  const { bos } = tokens
  return tokens.shouldPrependBosToken && bos !== null && head[0] !== bos ? [bos, ...head] : head
}

/** How many tokens all have in common from the first on. */
function countCommon(lists: readonly (readonly Token[])[]): number {
  const [first = []] = lists
  let count = 0
  while (count < first.length && lists.every((tokens) => tokens[count] === first[count])) count++
  return count
}
