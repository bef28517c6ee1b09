import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { type Deployment, stageContext } from '../demo/deployment.ts';
import { bring } from '../local/bring.ts';
import { fingerprint } from '../local/deploy.ts';
import { layoutOf, repository } from '../local/layout.ts';
import { Stacks } from '../local/stacks.ts';
import { stopwatch } from '../local/stopwatch.ts';

/**
 * `cdk deploy --all` over what is there, with the same disclosure.
 * @param options of the stage, over those of the demo
 * @returns the outputs, of all stacks together
 */
export async function redeploy(
  folder: string,
  { cloud: { endpoint, region } }: Pick<Deployment, 'cloud'>,
  options: Record<string, unknown> = {},
  say: (line: string) => void = () => {},
): Promise<Record<string, string>> {
  const layout = layoutOf(folder);
  const context = stageContext(relative('.', `${folder}/disclosure.yaml`), options);
  const app = { project: repository, context };
  const stacks = new Stacks(endpoint, region);
  const progress = stopwatch(say);
  try {
    await bring(stacks, { layout, app, print: fingerprint(app), endpoint, region, progress, synthesis: undefined });
    const outputs = await stacks.outputs();
    writeFileSync(layout.outputs, `${JSON.stringify(outputs, null, 2)}\n`);
    return Object.assign({}, ...Object.values(outputs));
  } finally {
    stacks.close();
  }
}
