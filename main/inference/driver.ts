import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { getModuleVersion } from 'node-llama-cpp'
import type { DetectedBackend } from '#contracts/inference'

const LIBRARY_FOLDERS = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib', '/usr/lib/wsl/lib']
const VULKAN_FOLDERS = ['/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d', '/etc/vulkan/icd.d']

/**
 * A text that changes when the driver of a back-end does, or llama.cpp. It need not say what version that is, and an update that it
 * overlooks costs no more than trying again by hand.
 */
export function describeDriver(backend: DetectedBackend['name']): string {
  return [`node-llama-cpp ${getModuleVersion()}`, os.platform(), os.release(), ...listParts(backend)].join('; ')
}

function listParts(backend: DetectedBackend['name']): string[] {
  if (process.platform === 'win32') {
    const system = path.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32')
    return [describeFile(path.join(system, backend === 'cuda' ? 'nvcuda.dll' : 'vulkan-1.dll'))]
  }
  if (process.platform === 'darwin') return []
  const nvidia = [
    readFirstLine('/proc/driver/nvidia/version'),
    ...LIBRARY_FOLDERS.map((folder) => describeFile(path.join(folder, 'libcuda.so.1'))),
  ]
  const vulkan = [...VULKAN_FOLDERS.flatMap(listFiles), ...LIBRARY_FOLDERS.map((folder) => path.join(folder, 'libvulkan.so.1'))]
  return [...nvidia, ...(backend === 'vulkan' ? vulkan.map(describeFile) : [])].filter((part) => part !== '')
}

/** The file that a name leads to, with its size and time; empty when there is none. */
function describeFile(file: string): string {
  try {
    const real = realpathSync(file)
    const { size, mtimeMs } = statSync(real)
    return `${real} ${size} ${Math.round(mtimeMs)}`
  } catch {
    // Not there, or not for us to see: it tells nothing apart.
    return ''
  }
}

function readFirstLine(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n', 1)[0] ?? ''
  } catch {
    // No NVIDIA driver.
    return ''
  }
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => path.join(folder, name))
  } catch {
    // The folder is one of several places; most systems have one of them.
    return []
  }
}
