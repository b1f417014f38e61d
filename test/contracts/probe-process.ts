import { createProcessWire } from '#contracts/wire/process-wire'
import { serve } from '#contracts/wire/serve'
import { createProbeRouter } from './probe-service.ts'

serve(createProbeRouter({ exit: () => process.kill(process.pid, 'SIGKILL') }), createProcessWire(process), (bug) =>
  process.stderr.write(`bug ${bug.reference}\n`),
)
process.on('disconnect', () => process.exit())
