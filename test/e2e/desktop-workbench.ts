import { openBestPlatform } from '../support/electron/platforms.ts'
import { markUsedBefore } from '../support/used-before.ts'
import { gatherPageProblems, shortTimeoutMs, type Workbench } from './workbench.ts'

/** Opens the built desktop app in the truest Electron that can be had here. */
export async function openDesktopWorkbench(options: { userDataFolder: string; isFirstStart?: boolean }): Promise<Workbench> {
  if (!options.isFirstStart) markUsedBefore(options.userDataFolder)
  const platform = await openBestPlatform()
  const desktop = await platform.launch(options)
  const { page } = desktop
  page.setDefaultTimeout(shortTimeoutMs)
  const problems = gatherPageProblems(page)
  await page.getByRole('main').first().waitFor()
  const kill = async (name: RegExp) => {
    const processes = await desktop.utilityProcesses()
    const found = processes.find((each) => name.test(each.name))
    if (found?.pid === undefined)
      throw new Error(`There is no ${name} process among ${processes.map((each) => each.name).join(', ')}.`)
    process.kill(found.pid, 'SIGKILL')
  }
  return {
    host: 'desktop',
    page,
    problems,
    async choosePath(path, action) {
      await desktop.dialogs.answer(path)
      await action()
    },
    killInference: () => kill(/inference/i),
    killEngine: () => kill(/engine/i),
    async [Symbol.asyncDispose]() {
      await desktop.close()
      await platform[Symbol.asyncDispose]()
    },
  }
}
