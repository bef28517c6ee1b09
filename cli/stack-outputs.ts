import { readFileSync } from 'node:fs';
import { CommandError, EXIT } from './exit-codes.ts';

/**
 * What `cdk deploy --outputs-file` writes: one object a stack; the Service stack has the address, State the rest.
 * @param needed outputs that must be there @throws CommandError `bad-outputs`
 */
export function readOutputs<Name extends string>(
  file: string,
  needed: readonly Name[],
): Record<Name, string> & Record<string, string | undefined> {
  let stacks: Record<string, Record<string, string>>;
  try {
    stacks = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  } catch (cause) {
    throw new CommandError(EXIT.usage, 'bad-outputs', `${file} is not a file that cdk deploy --outputs-file wrote.`, {
      cause,
    });
  }
  const all: Record<string, string> = Object.assign({}, ...Object.values(stacks));
  const missing = needed.filter((name) => !all[name]);
  if (missing.length > 0) throw new CommandError(EXIT.usage, 'bad-outputs', `${file} lacks ${missing.join(', ')}.`);
  return all as Record<Name, string> & Record<string, string | undefined>;
}
