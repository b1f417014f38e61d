// Locks the folder named on the command line as often as asked, and fails when it is not alone while it has the lock.
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isAppError } from '#contracts/errors'
import { lockProject } from '#engine/dataset/project/project-lock'

const [folder = '', times = ''] = process.argv.slice(2)
const mark = join(folder, 'alone')
for (let done = 0; done < Number(times); ) {
  try {
    using _lock = lockProject(folder)
    // Fails if it is there: then another process believes that it has the lock too.
    writeFileSync(mark, '', { flag: 'wx' })
    await setTimeout(Math.random() * 2)
    rmSync(mark)
    done++
  } catch (error) {
    if (!isAppError(error, 'project.locked')) throw error
    await setTimeout(Math.random() * 2)
  }
}
process.stdout.write(`${times} times alone\n`)
