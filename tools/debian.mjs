import { spawnSync } from 'node:child_process'

/**
 * Installs system packages where that needs no question: on Debian and its relatives, for root. Does nothing elsewhere, so that
 * its caller looks again for what it needs and else says what to install.
 *
 * @param {readonly string[]} packages
 * @param {string} purpose ends the line that announces it
 */
export function installOnDebian(packages, purpose) {
  const isDebian = process.platform === 'linux' && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0
  if (!isDebian || process.getuid?.() !== 0) return
  console.log(`installing ${packages.join(', ')} ${purpose}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env })
  spawnSync('apt-get', ['install', '-y', '-qq', ...packages], { stdio: ['ignore', 'ignore', 'inherit'], env })
}
