import { inRoot, pythonProgram } from './project.mjs';
import { runProcess } from './runProcess.mjs';
import { isInstalled } from './steps/nativeTensorFlow.mjs';
import { runNpm } from './steps/npmDependencies.mjs';
import { readPins, tensorFlowLibrary } from './tensorFlowLibrary.mjs';

// Name, version and licence (an SPDX expression, else a name in words) of what Python finds in its own environment and in the folders given.
const ask = `
import importlib.metadata as m, json, sys
def licence(d):
    words = [c.split(" :: ")[-1] for c in d.get_all("Classifier", []) if c.startswith("License ::")] + [d.get("License")]
    return [{"expression": d["License-Expression"]}] if "License-Expression" in d else [{"license": {"name": words[0]}}] if words[0] else []
print(json.dumps([[d.metadata["Name"], d.version, licence(d.metadata)] for d in m.distributions(path=sys.path + sys.argv[1:])]))`;

const unique = (items, key) => [...new Map(items.map((item) => [item[key], item])).values()];

/** What this clone has installed, as a CycloneDX bill of materials: npm's own, and to it the Python packages and TensorFlow's wheels. */
export async function billOfMaterials() {
  const bill = JSON.parse(await runNpm('sbom', '--sbom-format', 'cyclonedx'));
  // npm names the project after its folder, npm 10 lists a package once a place, and links are what authors typed, not always a URL.
  bill.metadata.component.name = 'dae-nr';
  bill.components = unique(bill.components, 'bom-ref').map(({ externalReferences, ...component }) => component);
  bill.dependencies = unique(bill.dependencies, 'ref');
  const library = isInstalled() ? tensorFlowLibrary() : undefined;
  const installed = JSON.parse(await runProcess(pythonProgram('python'), ['-I', '-c', ask, ...(library ? [library.home] : [])]));
  const pins = ['requirements.txt', 'requirements-lab.txt'].flatMap((file) => readPins(inRoot('src/setup', file)));
  const normal = (name) => name.toLowerCase().replaceAll(/[-_.]+/g, '-');
  const hashes = new Map([...pins, ...(library?.pins ?? [])].map((pin) => [`pkg:pypi/${normal(pin.name)}@${pin.version}`, pin.hashes]));
  for (const [name, version, licenses] of installed) {
    const purl = `pkg:pypi/${normal(name)}@${version}`;
    // A pin admits the wheels of several systems; pip itself comes with Python and has none.
    const admitted = (hashes.get(purl) ?? []).map((content) => ({ alg: 'SHA-256', content }));
    bill.components.push({ type: 'library', 'bom-ref': purl, purl, name, version, licenses, hashes: admitted });
  }
  return bill;
}
