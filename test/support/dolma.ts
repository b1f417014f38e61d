import { runPython } from './python-packages.ts'

const version = '1.2.1'
/** Of what dolma asks for, only what its mixer imports. */
const dolma = {
  name: `dolma-${version}`,
  variable: 'CODESHELL_TEST_DOLMA',
  installs: [
    ['--no-deps', `dolma==${version}`],
    ['omegaconf==2.4.0', 'smart-open==9.0.2', 'necessary==0.4.3', 'rich==15.0.0', 'msgspec==0.22.0', 'zstandard==0.25.0'],
    ['fsspec==2026.9.0', 'platformdirs==4.14.8', 'python-dotenv==1.2.4', 'tqdm==4.70.1', 'requests==2.34.2'],
  ],
}

/** Skips the packages' own __init__, which import every tagger; reads a configuration as `dolma -c FILE mix` does, and mixes. */
const script = `
import json, os, sys, types
root = os.environ["PYTHONPATH"]
def package(name, folder):
    module = types.ModuleType(name)
    module.__path__ = [os.path.join(root, folder)]
    sys.modules[name] = module
    return module
top = package("dolma", "dolma")
package("dolma.core", "dolma/core")
import dolma.dolma as native
top.mixer = lambda config: native.mixer_entrypoint(json.dumps(config))
from omegaconf import OmegaConf
from dolma.cli.mixer import MixerConfig, MixerCli
MixerCli.run(OmegaConf.to_object(OmegaConf.merge(OmegaConf.structured(MixerConfig), OmegaConf.load(sys.argv[1]))))
`

/** Runs dolma's mixer in a folder with a configuration there. False where dolma cannot be had; fails where dolma refuses the configuration. */
export async function runDolmaMixer(folder: string, file: string): Promise<boolean> {
  return (await runPython(dolma, script, [file], folder)) !== null
}
