import { expect, test } from '@jest/globals';
import { OWN_WORK } from '../../core/who-did/own-work.ts';
import { controlAccess } from '../../lib/access/control.ts';
import { guardAccess } from '../../lib/access/guard.ts';
import { incidentAccess } from '../../lib/access/incident.ts';
import { ingestAccess } from '../../lib/access/ingest.ts';
import { readingAccess } from '../../lib/access/reading.ts';
import type { Resources } from '../../lib/access/resources.ts';
import { trainingAccess } from '../../lib/access/training.ts';

/** Everything that can be granted, each by a name of its own. */
const resource = (name: string) => ({ name, arns: [`arn:${name}`] });
const named = (prefix: string) => new Proxy({}, { get: (_, name) => resource(`${prefix}${String(name)}`) });
const resources = new Proxy(
  {},
  {
    get: (_, name) => {
      if (name === 'table' || name === 'key' || name === 'push') return named(`${name} `);
      if (['function', 'role'].includes(String(name))) return (of: string) => resource(`${String(name)} ${of}`);
      if (name === 'boundary') return () => 'arn:boundary';
      return name === 'program' ? 'p' : name === 'witness' || name === 'trail' ? undefined : resource(String(name));
    },
  },
) as Resources;

const THINGS: Readonly<Record<string, string>> = {
  'table Index': 'index',
  byDay: 'index',
  'table Keys': 'keys',
  'key subject-keys': 'subject-keys',
  vault: 'vault',
  vaultListing: 'vault',
  stream: 'stream',
};
/** What hands something out: what others are looked for by. */
const READS =
  /:(GetItem|Query|Scan|BatchGetItem|GetObject|ListBucket|ListBucketVersions|GetRecords|GetShardIterator|Decrypt)$/;
/** As records call what IAM calls otherwise. */
const CALLED: Readonly<Record<string, string>> = {
  ListBucket: 'ListObjects',
  ListBucketVersions: 'ListObjectVersions',
};

test('what the roles of the program read in the ordinary course is what they are granted', () => {
  const planes = [readingAccess, ingestAccess, controlAccess, incidentAccess, trainingAccess, guardAccess].map(
    (access) => access(resources),
  );
  const granted = planes.flatMap(({ roles }) =>
    Object.entries(roles).flatMap(([role, { grants }]) =>
      grants.flatMap(({ actions, on }) =>
        [on].flat().flatMap(({ name }) =>
          actions
            .filter((one) => READS.test(one) && THINGS[name] !== undefined)
            .map((one) => {
              const action = one.slice(one.indexOf(':') + 1);
              return `${role} ${THINGS[name]} ${CALLED[action] ?? action}`;
            }),
        ),
      ),
    ),
  );
  const own = Object.entries(OWN_WORK).flatMap(([role, things]) =>
    Object.entries(things).flatMap(([thing, actions]) => actions.map((action) => `${role} ${thing} ${action}`)),
  );

  expect(
    own
      .filter((one) => /(GetItem|Query|Scan|GetObject|ListObject\w*|GetRecords|GetShardIterator|Decrypt)$/.test(one))
      .sort(),
  ).toEqual([...new Set(granted)].sort());
});
