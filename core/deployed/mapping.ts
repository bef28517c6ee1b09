import { canonicalJson } from '../shared/canonical-json.ts';

/**
 * What of an event source mapping decides which records a function gets, and what becomes of those that fail; with what AWS has for what a
 * template leaves out, for a stream. Source: Lambda API reference, CreateEventSourceMapping.
 */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  BatchSize: 100,
  MaximumBatchingWindowInSeconds: 0,
  ParallelizationFactor: 1,
  BisectBatchOnFunctionError: false,
  MaximumRetryAttempts: -1,
  MaximumRecordAgeInSeconds: -1,
  TumblingWindowInSeconds: 0,
  FunctionResponseTypes: [],
  StartingPosition: null,
  FilterCriteria: null,
  DestinationConfig: null,
};

/** As canonical JSON by name. @param given a template's properties, resolved, or what AWS answers */
export const mappingSettings = (given: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(DEFAULTS).map(([name, usual]) => {
      const value = pruned((given as Record<string, unknown>)[name]);
      return [name, canonicalJson(value ?? usual)];
    }),
  );

/** AWS answers an object with nothing in it for a destination or a filter that is not there. @returns undefined for nothing */
function pruned(value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  const members = Object.entries(value).map(([name, one]) => [name, pruned(one)] as const);
  const there = members.filter(([, one]) => one !== undefined);
  return there.length > 0 ? Object.fromEntries(there) : undefined;
}
