/**
 * How long a prompt of which nothing is in the KV cache may take to read. Of 120 places in files of a thousand lines, windows of 384,
 * 896, 1472 and 2048 tokens let 69, 70, 74 and 74 of 100 suggestions inside a line begin as the file goes on; reading, the bundled
 * model takes 0.2 ms a token on two cores.
 */
const READING_MS = 300
/** With fewer tokens a model sees too little of a file to be of use, however long reading takes. */
const MIN_TOKENS = 384
/** Measured speeds differ a little from load to load; the same machine should get the same window. */
const STEP_TOKENS = 64

/**
 * How many tokens a completion's prompt may have: as many as the machine reads in the time that a person waits at a new place, and all
 * that the context holds where it reads fast. It is chosen once, at load: a window that followed the speed of the moment would move its
 * start, and with that everything in the KV cache would have to be read again.
 */
export function choosePromptWindow(model: { readMsPerToken: number; contextSize: number }): number {
  const readable = Math.round(READING_MS / model.readMsPerToken / STEP_TOKENS) * STEP_TOKENS
  return Math.min(Math.max(readable, MIN_TOKENS), model.contextSize)
}
