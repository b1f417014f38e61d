// Runs the trial steps on the project of a folder, from where the process before it was killed. `node curate-until-killed.ts PROJECT USER_DATA`.
import { openCurated } from './curate-project.ts'

const [folder = '', userDataFolder = ''] = process.argv.slice(2)
const curated = await openCurated(folder, userDataFolder, { processCount: 1 })
const left = curated.jobs.list.get().find(({ kind }) => kind === 'curate')
if (left && left.state !== 'done') curated.jobs.resume(left.id)
const parameters = { delay_ms: 20 }
const jobId =
  left?.id ??
  curated.start(['letters', 'doubled', 'twins'].map((kind) => ({ kind, parameters: kind === 'doubled' ? {} : parameters })))
process.send?.('begun')
const job = await curated.ended(jobId)
process.send?.(job.state)
await curated[Symbol.asyncDispose]()
process.disconnect?.()
