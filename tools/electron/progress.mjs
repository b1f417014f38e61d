const megabyte = 1_000_000

/**
 * Says how far a download is: on a terminal in one line that changes, elsewhere in a line for every tenth.
 *
 * @param {{ write(text: string): unknown, isTTY?: boolean }} output
 * @param {string} what
 */
export function createProgress(output, what) {
  let said = ''
  let isOpen = false
  return {
    onStart({ host }) {
      output.write(`Downloading ${what} from ${host}, which is done once.\n`)
    },
    onProgress({ received, total }) {
      const text = describe(received, total, output.isTTY ? 1 : 10)
      if (text === said) return
      said = text
      isOpen = Boolean(output.isTTY)
      output.write(output.isTTY ? `\r${text}\u001b[K` : `${text}\n`)
    },
    /** Ends the line that changes, so that what follows has its own. */
    end() {
      if (isOpen) output.write('\n')
      isOpen = false
    },
  }
}

function describe(received, total, stepPercent) {
  if (total === null) return `  ${Math.floor(received / (10 * megabyte)) * 10} MB`
  const percent = Math.floor((received / total) * (100 / stepPercent)) * stepPercent
  return `  ${percent} % of ${Math.round(total / megabyte)} MB`
}
