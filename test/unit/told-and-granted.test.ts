import { describe, expect, test } from '@jest/globals';
import { sampleDisclosure } from '../../core/disclosure/sample.ts';
import { type Source, VARIABLES, type VariableName } from '../../functions/shared/variables.ts';
import { MANIFESTS } from '../../lib/functions.ts';
import { mayUse } from '../fixtures/access-pages.ts';

/**
 * A right that is missing is seen when somebody walks there, on a deployed stage. So what a function is told the name of, its role may use:
 * by a grant of its own, since what a service does with a key in its name is no use of it.
 */

/** What a variable names, as the pages of `lib/access` call it: any of these; undefined for what nobody is granted. */
function namedBy(source: Source): RegExp | undefined {
  if ('table' in source) return new RegExp(`^table ${source.table}$${source.table === 'Index' ? '|^byDay$' : ''}`);
  if ('bucket' in source) return new RegExp(`^${source.bucket}(/|$)`);
  if ('key' in source) return new RegExp(`^key ${source.key}$`);
  if ('stream' in source) return /^stream$/;
  if ('role' in source) return new RegExp(`^role ${source.role}$`);
  if ('workflow' in source) return source.workflow === 'incident' ? /^(workflow|executions)$/ : /^exportJob$/;
  if ('function' in source) return new RegExp(`^function ${source.function}$`);
  return undefined;
}

/** Function and variable: why it is told of what it does not use. Each is walked on the deployed stage, or in the contracts. */
const UNUSED: Readonly<Record<string, string>> = {
  'approve SLUICE_EVIDENCE_KEY': 'neither seals nor opens what a report says',
  'approve SLUICE_WORKFLOW': 'answers the one that waits by its token, and starts none',
  'case SLUICE_WORKFLOW': 'as above',
  'control SLUICE_STREAM': 'agents are told its name, and put under a role of their own',
  'exports SLUICE_INDEX_TABLE': 'the job alone reads segments; it begins with the same parts',
  'termination SLUICE_LANES_TABLE': 'asks the roots of both gates, and closes nothing',
  'termination SLUICE_EVIDENCE_KEY': 'neither seals nor opens what a report says',
  'termination SLUICE_WORKFLOW': 'is a step of it, and starts none',
};

const told = [...MANIFESTS].flatMap(([name, { environment }]) =>
  environment.flatMap((variable: VariableName) => {
    const what = namedBy(VARIABLES[variable]);
    // The sample names no model.
    return what && variable !== 'SLUICE_MODEL_BUCKET' ? [{ name, variable, what }] : [];
  }),
);

describe('what a function is told the name of', () => {
  test('are tables, buckets, keys, the stream, roles, workflows and functions', () => {
    expect(told.length).toBeGreaterThan(80);
  });

  test.each(told)('$name: $variable is granted to its role', ({ name, variable, what }) => {
    const granted = [...mayUse(sampleDisclosure(), name)].some((one) => what.test(one));

    // An exception that is none any more goes, too.
    expect([granted, UNUSED[`${name} ${variable}`]]).toEqual(granted ? [true, undefined] : [false, expect.any(String)]);
  });
});
