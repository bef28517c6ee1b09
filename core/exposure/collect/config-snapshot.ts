import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { Refused } from '../../shared/errors.ts';
import { type Kind, type Row, rowSchemas, type Thing } from '../inventory.ts';
import type { Head } from '../write.ts';
import { Referred } from './collect.ts';
import { ITEM_ROWS, type Item, NOT_RECORDED } from './config-items.ts';

/**
 * An inventory of what AWS Config has recorded: the configuration snapshots that it delivers to its bucket, one for an account and a
 * Region. It knows less than the live account, and says what: nothing is taken to be absent because Config does not record it.
 * Source of the shapes: https://docs.aws.amazon.com/config/latest/developerguide/example-s3-snapshot.html and, type by type,
 * https://github.com/awslabs/aws-config-resource-schema.
 */
export interface ConfigInventory {
  head: Head;
  /** ms: of the newest snapshot. */
  ended: number;
  rows: (Thing | Row<'gap'>)[];
}

const itemSchema = z.looseObject({
  resourceType: z.string(),
  resourceId: z.string().optional(),
  arn: z.string().optional(),
  ARN: z.string().optional(),
  awsAccountId: z.string().optional(),
  accountId: z.string().optional(),
  awsRegion: z.string().optional(),
  configurationItemStatus: z.string().optional(),
  configurationItemCaptureTime: z.string().optional(),
});
const snapshotSchema = z.looseObject({ configurationItems: z.array(itemSchema) });

const NAME = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z_/;

/** @param files name and bytes of each snapshot, gzipped or not @throws Refused `malformed` */
export function fromConfig(
  files: readonly { name: string; bytes: Uint8Array }[],
  source: Head['source'],
): ConfigInventory {
  const snapshots = files.map(({ name, bytes }) => ({ at: momentOf(name), items: itemsOf(name, bytes) }));
  const items = snapshots.flatMap(({ items: one }) => one);
  const rows: ConfigInventory['rows'] = [];
  const referred = new Referred();
  const covered = new Map<string, { regions: Set<string>; kinds: Set<Kind> }>();
  for (const item of items) {
    const made = rowsOf(item);
    for (const row of made) {
      referred.row(row);
      if (row.row !== 'gap') cover(covered, item, row.row);
    }
    rows.push(...made);
  }
  for (const id of referred.missing()) rows.push({ row: 'policy', id, document: { unknown: NOT_RECORDED.policy } });
  for (const [account, { kinds }] of covered) {
    if (!kinds.has('account')) rows.unshift({ row: 'account', id: account });
    for (const kind of WANTED.filter((one) => !kinds.has(one))) {
      rows.push({ row: 'gap', kind, account, why: 'the snapshot holds none: AWS Config may not record them' });
    }
  }
  const told = snapshots.flatMap(({ at }) => at ?? []);
  const begun = told.length > 0 ? Math.min(...told) : lastChange(items);
  return {
    head: {
      begun,
      source,
      covered: [...covered].flatMap(([account, { regions, kinds }]) => [
        {
          account,
          ...(regions.size > 0 && { regions: [...regions].sort() }),
          kinds: [...new Set<Kind>(['account', ...kinds])],
        },
      ]),
      omitted: [
        'Of AWS Config: grants of keys, resource policies of tables and streams, Lake Formation, the catalog, policies of AWS and of the organization.',
      ],
    },
    ended: told.length > 0 ? Math.max(...told) : begun,
    rows,
  };
}

/** What a reader asks about first: of these it is told when the snapshot has none. */
const WANTED: readonly Kind[] = [
  ...(['user', 'group', 'role', 'policy', 'bucket', 'key', 'table', 'stream', 'function'] as const),
  ...(['access-point', 'provider', 'workgroup', 'glue-catalog', 'glue-table', 'lake-grant'] as const),
];

function itemsOf(name: string, bytes: Uint8Array): Item[] {
  let value: unknown;
  try {
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    value = JSON.parse(Buffer.from(isGzip ? gunzipSync(bytes) : bytes).toString('utf8'));
  } catch (cause) {
    throw new Refused('malformed', `${name} is no JSON, or was cut short.`, { cause });
  }
  const read = snapshotSchema.safeParse(value);
  if (!read.success) {
    const message = `${name} is no configuration snapshot of AWS Config: it has no list of configurationItems.`;
    throw new Refused('malformed', message);
  }
  return read.data.configurationItems.map((item) => ({
    type: item.resourceType,
    id: item.arn ?? item.ARN ?? item.resourceId ?? 'unnamed',
    account: item.awsAccountId ?? item.accountId ?? '',
    region: item.awsRegion ?? '',
    status: item.configurationItemStatus ?? 'OK',
    changed: Date.parse(item.configurationItemCaptureTime ?? ''),
    configuration: item.configuration,
    supplementary: item.supplementaryConfiguration,
    tags: item.tags,
  }));
}

function rowsOf(item: Item): ConfigInventory['rows'] {
  const known = Object.hasOwn(ITEM_ROWS, item.type) ? ITEM_ROWS[item.type] : undefined;
  if (!known || /^ResourceDeleted/.test(item.status)) return [];
  const gap = (why: string): Row<'gap'> => ({
    row: 'gap',
    kind: known.kind,
    ...(/^\d{12}$/.test(item.account) && { account: item.account }),
    id: item.id.slice(0, 1024),
    why,
  });
  if (/^ResourceNotRecorded/.test(item.status)) return [gap('AWS Config does not record it')];
  let row: Thing;
  try {
    row = known.row(item);
  } catch {
    return [gap('its item was not understood')];
  }
  const read = rowSchemas[row.row].safeParse(row);
  if (read.success) return [row];
  return [gap(`its item does not fit the format at ${read.error.issues[0]?.path.map(String).join('.') ?? 'row'}`)];
}

function cover(
  covered: Map<string, { regions: Set<string>; kinds: Set<Kind> }>,
  { account, region }: Item,
  kind: Kind,
): void {
  const one = covered.get(account) ?? { regions: new Set<string>(), kinds: new Set<Kind>() };
  covered.set(account, one);
  one.kinds.add(kind);
  if (region !== '' && region !== 'global') one.regions.add(region);
}

/** When a snapshot was taken stands in its name alone. */
function momentOf(name: string): number | undefined {
  const [found, year, month, day, hour, minute, second] = NAME.exec(name) ?? [];
  if (found === undefined) return undefined;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // People rename files: a thirteenth month is no moment.
  return Number.isNaN(at) ? undefined : at;
}

/** Where the name says nothing: it was true when the last thing in it changed. */
const lastChange = (items: readonly Item[]): number =>
  items.reduce((last, { changed }) => (Number.isNaN(changed) ? last : Math.max(last, changed)), 0);
