import { implement } from '@orpc/server'
import { modelsContract } from '#contracts/models'
import type { Models } from './models.ts'

export function createModelsRouter({ models }: { models: Models }) {
  const os = implement(modelsContract)
  return os.router({
    list: os.list.handler(() => models.list()),
    add: os.add.handler(({ input }) => models.add(input.path)),
    remove: os.remove.handler(({ input }) => models.remove(input.path)),
    fit: os.fit.handler(({ input }) => models.fit(input.file)),
    load: os.load.handler(({ input }) => models.load(input.file)),
    unload: os.unload.handler(() => models.unload()),
    watch: os.watch.handler(({ signal }) => models.state.watch(signal)),
    backends: os.backends.handler(() => models.backends()),
    retryBackend: os.retryBackend.handler(({ input }) => models.retryBackend(input.name)),
  })
}
