// Opens the project named on the command line, says so, and keeps it open until standard input ends.
import { createProjects } from '#engine/dataset/project/projects'
import { createLog } from '#engine/platform/log'

const [folder = '', userDataFolder = ''] = process.argv.slice(2)
const projects = createProjects({ userDataFolder, log: createLog() })
await projects.open(folder)
process.stdout.write('open\n')
for await (const _ of process.stdin);
await projects.close()
