import type { Answers } from './probes.ts'

const stayed = { asked: [], stayed: true }
const signal = 'the signal or 0'
/** What Electron answers to the probes; what main/electron counts on. */
export const answersOfElectron: Answers = {
  'messages and ports wait for a listener, in order': [
    [
      [{ type: 'first' }, 0],
      [{ type: 'port' }, 1],
      ['end', 0],
    ],
    ['before the port was sent', ['Uint8Array', 3], 'last', 'close'],
  ],
  'text and bytes come back over a port': [
    ['String', 4, 0],
    ['Uint8Array', 3, 0],
    ['Uint8Array', 3, 0],
    ['Uint8Array', 4_000_000, 0],
  ],
  'the near end of a port hears of the death of the far end': { closed: true, postMessage: 'silent' },
  'a process can end with its port': 0,
  'a process without a listener stays': true,
  'a process that has not started cannot be killed': { kill: false, pid: 'undefined' },
  'a process that is gone takes messages silently': { postMessage: 'silent', kill: false, pid: 'undefined' },
  'exit codes': {
    'exit(3)': 3,
    'an error nobody caught': 1,
    'abort()': signal,
    'SIGKILL to itself': signal,
    'kill()': signal,
    'SIGKILL from outside': signal,
    'SIGTERM from outside': signal,
  },
  'a process can fork itself as Node': { 0: ['grandchild', 0], ran: true },
  'a page has modules, the bridge, and nothing of Node': {
    module: 'part',
    bridge: true,
    secure: true,
    require: 'undefined',
    process: 'undefined',
  },
  'text and bytes go from the page to a process and back': [
    ['String', 4],
    ['Uint8Array', 3],
  ],
  'what the policy allows and refuses': {
    'module worker': 'part',
    'worker from a blob': 'refused',
    'own file': 'answered',
    'missing file': 404,
    'other host': 'refused',
    file: 'refused',
    'inline script': 'refused',
  },
  'what a page of this scheme can keep': { localStorage: '1', indexedDB: 'opens', cookie: '', serviceWorker: 'refused' },
  'a permission is asked for at each query': { before: 'denied', after: 'granted' },
  'links out of the page': {
    'another site': { asked: ['https://example.com/'], stayed: true },
    'another host of this scheme': { asked: ['app://other/'], stayed: true },
    // The platform refuses these by itself, so the guard never hears of them.
    file: stayed,
    data: stayed,
    javascript: stayed,
    form: stayed,
    frame: stayed,
    'a place in the page': stayed,
    'javascript ran': false,
  },
  'a window that is asked for is refused': { opened: null, asked: ['https://example.com/one', 'https://example.com/two'] },
  'the page hears of the death of the process at the other end': { ends: 1, ports: 2 },
  'a page that crashed takes no messages, and is loaded again': { gone: ['crashed', 'throws'], destroyed: false },
  'a window that is closed while it loads': ['close', 'page destroyed', { rejected: true, page: true }, 'closed'],
  'a load that is replaced by another': 'ERR_ABORTED',
  'the order of quitting': ['before-quit', 'close', 'closed', 'will-quit', 'before-quit', 'will-quit', 'quit'],
}
