import type { LocalCloud } from './cloud.ts';

/** What a newcomer can do with a cloud that just came up. */
export function nextSteps(cloud: LocalCloud): string {
  const outputs = Object.entries(cloud.outputs).flatMap(([stack, values]) =>
    Object.entries(values).map(([key, value]) => `  ${stack}.${key} = ${value}`),
  );
  const variables = ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION'];
  return `The local cloud is up on ${cloud.endpoint} (account ${cloud.account}, ${cloud.region}), IAM enforced.
${outputs.join('\n')}

In this shell:
  export ${variables.map((name) => `${name}=${cloud.env[name]}`).join(' ')}
Then:
  npx sluice login                                     get a token
  npx sluice agent replay ...                          stream a recorded session
  npx sluice records list                              look at what was stored
  npx sluice report --severity high "what I saw"       file a report: both gates close
Each has --help. Calls are recorded in .local/trail.ndjson, logs are in .local/run.
Stop it with npm run local:down (state is kept; npm run local:down -- --wipe removes it).`;
}
