import { createRoot } from 'react-dom/client'
import '../ui/theme.css'
import { openConnection } from './connection.ts'
import { announceJobs } from './job-notices.ts'
import { Shell } from './shell.tsx'
import { followTheme } from './theme.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root".')

openConnection()
followTheme()
announceJobs()
createRoot(root).render(<Shell />)
