import { implement } from '@orpc/server'
import { inferenceContract } from '#contracts/inference'
import { createProcessWire } from '#contracts/wire/process-wire'
import { serve } from '#contracts/wire/serve'
import { createInferenceRouter } from '../../main/inference/inference-router.ts'

/**
 * The real inference process on a machine with drivers: `FAKE_GPUS` says how each fares, for example `{"cuda":"aborts"}`. Models run
 * on the CPU whatever is opened.
 */
export type FakeGpus = Partial<Record<'cuda' | 'vulkan', 'works' | 'aborts' | 'hangs' | 'refuses'>>

const gpus = JSON.parse(process.env.FAKE_GPUS ?? '{}') as FakeGpus
const real = createInferenceRouter()
const os = implement(inferenceContract)
const wire = createProcessWire(process)
wire.onClose(() => process.exit(0))

const fakes = {
  detect: os.detect.handler(() =>
    (['cuda', 'vulkan'] as const).map((name) => ({
      name,
      missing: gpus[name] ? null : 'No driver.',
      version: `driver ${process.env.FAKE_DRIVER ?? '1'}`,
    })),
  ),
  prove: os.prove.handler(async ({ input }) => {
    const fares = input.backend === 'cpu' || input.backend === 'metal' ? 'works' : gpus[input.backend]
    if (fares === 'aborts') {
      process.stderr.write('the provided PTX was compiled with an unsupported toolchain\n', () => process.abort())
      await new Promise(() => {})
    }
    if (fares === 'hangs') while (true);
    if (fares === 'refuses') throw new Error('The driver is too old.')
    return { device: `Fake ${input.backend}` }
  }),
  open: os.open.handler(({ input }) => ({ device: `Fake ${input.backend}`, cores: 2 })),
}
serve({ ...real, ...fakes }, wire, ({ error }) => process.stderr.write(`${String(error)}\n`))
