import { account } from '../../../tools/local/environment.ts';

/** The emulator without stacks that all contract suites share: what they make there has names of their own. */
export interface EmptyCloud {
  endpoint: string;
  region: string;
  account: string;
  env: Record<string, string>;
}

/** Started by `test/e2e/setup.ts`. */
export function emptyCloud(): EmptyCloud {
  const told = process.env.SLUICE_E2E_EMPTY;
  if (told === undefined) throw new Error('run it as the e2e project of Jest, whose setup starts the emulator');
  return { ...(JSON.parse(told) as Omit<EmptyCloud, 'account'>), account };
}
