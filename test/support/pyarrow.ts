import { runPython } from './python-packages.ts'

const version = '26.0.1'
const pyarrow = {
  name: `pyarrow-${version}`,
  variable: 'CODESHELL_TEST_PYARROW',
  installs: [[`pyarrow==${version}`]],
}

/** Runs Python with pyarrow. Null where it cannot be had. */
export function runPyarrow(script: string, args: readonly string[]): Promise<string | null> {
  return runPython(pyarrow, script, args)
}
