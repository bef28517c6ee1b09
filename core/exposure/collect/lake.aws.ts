import {
  LakeFormationClient,
  ListPermissionsCommand,
  ListResourcesCommand,
  type PrincipalResourcePermissions,
  type Resource,
} from '@aws-sdk/client-lakeformation';
import type { Row } from '../inventory.ts';
import { field, type Page, type Place, type Reader } from './collector.ts';

/** Lake Formation: places that it hands credentials out for, and whom it lets at what. */

export const readLakeLocations: Reader<'lake-location'> = (at) => async (after) => {
  const found = await at.must('lakeformation:ListResources', () =>
    at.client(LakeFormationClient).send(new ListResourcesCommand({ MaxResults: 100, ...field('NextToken', after) })),
  );
  const rows = (found.ResourceInfoList ?? []).map(
    ({ ResourceArn, RoleArn }): Row<'lake-location'> => ({
      row: 'lake-location',
      account: at.account,
      region: at.region,
      arn: ResourceArn!,
      role: RoleArn!,
    }),
  );
  return { rows, ...field('next', found.NextToken) };
};

export const readLakeGrants: Reader<'lake-grant'> = (at) => async (after) => {
  const found = await at.must('lakeformation:ListPermissions', () =>
    at.client(LakeFormationClient).send(new ListPermissionsCommand({ MaxResults: 100, ...field('NextToken', after) })),
  );
  const rows = (found.PrincipalResourcePermissions ?? []).flatMap((one) => grantRows(at, one));
  return { rows, ...field('next', found.NextToken) };
};

function grantRows(
  at: Place,
  { Principal, Resource = {}, Permissions = [] }: PrincipalResourcePermissions,
): Page['rows'] {
  const principal = Principal?.DataLakePrincipalIdentifier ?? '';
  if (givesNoData(Resource)) return [];
  const on = onOf(Resource);
  const where = { account: at.account, region: at.region };
  if (on === undefined) {
    const why = 'a permission on something that the format has no word for';
    return [{ row: 'gap', kind: 'lake-grant', ...where, ...(principal && { id: principal }), why }];
  }
  return [
    {
      row: 'lake-grant',
      ...where,
      principal,
      on,
      permissions: Resource.Database ? ofDatabase(Permissions) : Permissions,
    },
  ];
}

/**
 * The right to make databases, to give tags, and to make tables at a place: none of it reads what is there. (A table made at a place is
 * read by a permission on that table.)
 * https://docs.aws.amazon.com/lake-formation/latest/dg/lf-permissions-reference.html
 */
const givesNoData = ({ DataLocation, LFTag, LFTagExpression }: Resource): boolean =>
  [DataLocation, LFTag, LFTagExpression].some((one) => one !== undefined);

function onOf(resource: Resource): Row<'lake-grant'>['on'] | undefined {
  const { Database, Table, TableWithColumns, DataCellsFilter, LFTagPolicy } = resource;
  // All tables of a database, those that are made later too.
  if (Table) return { database: Table.DatabaseName!, ...(!Table.TableWildcard && { table: Table.Name! }) };
  if (TableWithColumns) {
    const { DatabaseName, Name, ColumnNames } = TableWithColumns;
    return { database: DatabaseName!, table: Name!, ...field('columns', ColumnNames) };
  }
  // Some of its rows or columns: of the table.
  if (DataCellsFilter) return { database: DataCellsFilter.DatabaseName!, table: DataCellsFilter.TableName! };
  if (Database) return { database: Database.Name! };
  if (LFTagPolicy?.Expression) {
    return {
      lakeTags: Object.fromEntries(
        LFTagPolicy.Expression.map(({ TagKey = '', TagValues = [] }) => [TagKey, TagValues]),
      ),
    };
  }
  return undefined;
}

/** What ALL of a database is: reading its tables is none of it. */
const ALL_OF_DATABASE = ['ALTER', 'CREATE_TABLE', 'DESCRIBE', 'DROP'];
const ofDatabase = (permissions: readonly string[]): string[] =>
  permissions.flatMap((one) => (one === 'ALL' ? ALL_OF_DATABASE : [one]));
