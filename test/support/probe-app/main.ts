// An app that asks its platform one question after the other and writes the answers to a file in its folder.
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { app } from 'electron'
import { guardWebContents } from '../../../main/electron/web-guard.ts'
import { handleWorkbenchProtocol, registerWorkbenchScheme } from '../../../main/electron/workbench-protocol.ts'
import { openProbePage, pageProbes, recordQuitting } from './page-probes.ts'
import { answerAll, until } from './probes.ts'
import { utilityProbes } from './utility-probes.ts'

app.setPath('userData', process.env.CODESHELL_USER_DATA ?? '')
const answer = (answers: unknown) =>
  writeFileSync(path.join(app.getPath('userData'), `${process.env.PROBE_ANSWERS}.json`), JSON.stringify(answers))

if (!app.requestSingleInstanceLock()) app.quit()
else if (process.env.PROBE_ANSWERS === 'second-instance') waitForSecondInstance()
else {
  registerWorkbenchScheme()
  guardWebContents()
  void app.whenReady().then(probe)
}

function waitForSecondInstance(): void {
  app.on('second-instance', (_, argv, workingDirectory) => {
    answer({ argv: argv.includes('--probe-argument'), workingDirectory })
    // Not at once: the second start waits until it was heard.
    void until('the second start ended', () => existsSync(path.join(app.getPath('userData'), 'second-ended'))).then(() =>
      app.quit(),
    )
  })
  void app.whenReady().then(() => writeFileSync(path.join(app.getPath('userData'), 'listening'), ''))
}

async function probe(): Promise<void> {
  handleWorkbenchProtocol({ rendererFolder: path.join(__dirname, 'page') })
  const utility = await answerAll(utilityProbes)
  await openProbePage()
  const page = await answerAll(pageProbes)
  recordQuitting((order) => answer({ ...utility, ...page, 'the order of quitting': order }))
}
