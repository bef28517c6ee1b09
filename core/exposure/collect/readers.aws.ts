import { readAccessGrants } from './access-grants.aws.ts';
import { readAccessPoints } from './access-point.aws.ts';
import { readAccount } from './account.aws.ts';
import { readBuckets } from './bucket.aws.ts';
import type { Reader } from './collector.ts';
import { readFunctions } from './function.aws.ts';
import { readCatalog, readDatabases, readGlueTables } from './glue.aws.ts';
import { readGroups, readPolicies, readRoles, readUsers } from './identity.aws.ts';
import { readKeys } from './key.aws.ts';
import type { CollectedKind } from './kinds.ts';
import { readLakeGrants, readLakeLocations } from './lake.aws.ts';
import { readProviders } from './provider.aws.ts';
import { readStreams } from './stream.aws.ts';
import { readTables } from './table.aws.ts';
import { readWorkgroups } from './workgroup.aws.ts';

/** By kind. A kind of the table that has none does not compile. */
export const READERS: { [K in CollectedKind]: Reader<K> } = {
  account: readAccount,
  group: readGroups,
  user: readUsers,
  role: readRoles,
  provider: readProviders,
  policy: readPolicies,
  bucket: readBuckets,
  'access-point': readAccessPoints,
  'access-grants': readAccessGrants,
  key: readKeys,
  table: readTables,
  stream: readStreams,
  function: readFunctions,
  'glue-catalog': readCatalog,
  'glue-database': readDatabases,
  'glue-table': readGlueTables,
  'lake-location': readLakeLocations,
  'lake-grant': readLakeGrants,
  workgroup: readWorkgroups,
};
