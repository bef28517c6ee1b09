import { dirname, join, relative } from 'node:path';
import type { LocalCloud } from './cloud.ts';
import { FIRST_PASSWORD, LOCAL_PEOPLE } from './people.ts';

/** What a newcomer can do with a cloud that just came up. */
export function nextSteps({ endpoint, account, region, env, outputs, outputsFile }: LocalCloud): string {
  const { ApiUrl = '', UserPoolId }: Record<string, string> = Object.assign({}, ...Object.values(outputs));
  const dir = relative('.', dirname(outputsFile));
  const down = `npm run local:down${dir === '.local' ? ' --' : ` -- --dir ${dir}`}`;
  const people = Object.entries(LOCAL_PEOPLE).map(([name, group]) => `${name} (${group})`);
  const variables = ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION'];
  const accounts = UserPoolId
    ? `Accounts NAME@example.com: ${people.join(', ')}.
First password of each: ${FIRST_PASSWORD} (the page asks for one of your own, and takes that from then on).`
    : 'People are those of your identity provider.';
  return `The local cloud is up on ${endpoint} (account ${account}, ${region}), IAM enforced.
Outputs of the stacks are in ${relative('.', outputsFile)}. ${accounts}

In this shell:
  export ${variables.map((name) => `${name}=${env[name]}`).join(' ')}
  alias sluice='npm run --silent sluice --'

Stream a recorded session, as Ada:
  sluice --session ada login ${ApiUrl}
  sluice --session ada enrol --device laptop --state ${join(dir, 'agent')}
  sluice --session ada consent              read what would be collected; then consent to its hash:
  sluice --session ada consent --accept HASH
  sluice --session ada agent run --collector replay --recording programs/model-capability/session.ndjson \\
      --speed max --device laptop --state ${join(dir, 'agent')}
Look at what was stored:
  sluice --session ada records list --subject me
  sluice --session ada records show me SEGMENT --purpose own-data --reason "curious"
File a report; both gates close:
  sluice --session ada report --severity high --text "what I saw"
  sluice --session ada status
As Rosa, who speaks for the subjects:
  sluice --session rosa login ${ApiUrl}
  sluice --session rosa books
  sluice --session rosa incidents list

Each command has --help. Calls are recorded in ${join(dir, 'trail.ndjson')}, logs are in ${join(dir, 'run')}.
Stop it with ${down.replace(/ --$/, '')} (state is kept; ${down} --wipe removes it).`;
}
