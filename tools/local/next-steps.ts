import { dirname, relative } from 'node:path';
import type { LocalCloud } from './cloud.ts';
import { LOCAL_PASSWORD, LOCAL_PEOPLE } from './people.ts';

/** What a newcomer can do with a cloud that just came up. */
export function nextSteps(cloud: LocalCloud): string {
  const outputs = relative('.', cloud.outputsFile);
  const folder = dirname(outputs);
  const other = folder === '.local' ? '' : ` -- --dir ${folder}`;
  const people = Object.entries(LOCAL_PEOPLE).map(([name, group]) => `${name} (${group})`);
  const variables = ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION'];
  return `The local cloud is up on ${cloud.endpoint} (account ${cloud.account}, ${cloud.region}), IAM enforced.
Outputs of the stacks are in ${outputs}. Accounts NAME@example.com: ${people.join(', ')}.

In this shell:
  export ${variables.map((name) => `${name}=${cloud.env[name]}`).join(' ')} SLUICE_PASSWORD='${LOCAL_PASSWORD}'

Stream a recorded session, as Ada:
  npx sluice --session ada login --outputs ${outputs} --user ada@example.com
  npx sluice --session ada enrol --device laptop
  npx sluice --session ada consent              read what would be collected; then consent to its hash:
  npx sluice --session ada consent --accept HASH
  npx sluice --session ada agent run --collector replay --recording programs/model-capability/session.ndjson \\
      --speed max --device laptop --state ${folder}/agent
Look at what was stored:
  npx sluice --session ada records list --subject me
  npx sluice --session ada records show me SEGMENT --purpose own-data --reason "curious"
File a report; both gates close:
  npx sluice --session ada report --severity high --text "what I saw"
  npx sluice --session ada status
As Rosa, who speaks for the subjects:
  npx sluice --session rosa login --outputs ${outputs} --user rosa@example.com
  npx sluice --session rosa books
  npx sluice --session rosa incidents list

Each command has --help. Calls are recorded in ${folder}/trail.ndjson, logs are in ${folder}/run.
Stop it with npm run local:down${other} (state is kept; npm run local:down${other || ' --'} --wipe removes it).`;
}
