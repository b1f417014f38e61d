import { createRoot } from 'react-dom/client'
import '../ui/theme.css'
import { openConnection } from './connection/connection.ts'
import { announceJobs } from './jobs/job-notices.ts'
import { followTheme } from './settings/theme.ts'
import { Shell } from './shell/shell.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root".')

openConnection()
followTheme()
announceJobs()
createRoot(root).render(<Shell />)
