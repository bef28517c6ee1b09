import { COLLECTED, COLLECTED_KINDS, type CollectedKind, SAMPLE_ACTION } from './kinds.ts';

/** Every action that these kinds need, in order. @param sample whether names of objects are noted */
export const actionsOf = (kinds: readonly CollectedKind[] = COLLECTED_KINDS, sample = true): string[] =>
  [
    ...new Set<string>([
      ...kinds.flatMap((kind) => [...COLLECTED[kind].actions]),
      ...(sample && kinds.includes('bucket') ? [SAMPLE_ACTION] : []),
    ]),
  ].sort();

/** To list an account's Regions, where all of them are asked for. */
export const REGIONS_ACTION = 'account:ListRegions';

/**
 * The least that a role needs to collect, as a policy of IAM: all of it reads, none of it opens anything that is stored. Lists know no
 * resources, and what is there is not known before: hence `*`.
 * @param more actions beside those of the kinds
 */
export const collectorPolicy = (kinds?: readonly CollectedKind[], sample?: boolean, more: readonly string[] = []) => ({
  Version: '2012-10-17' as const,
  Statement: [
    {
      Sid: 'SluiceExposureCollect',
      Effect: 'Allow' as const,
      Action: [...actionsOf(kinds, sample), ...more].sort(),
      Resource: '*',
    },
  ],
});
