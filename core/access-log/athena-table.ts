/**
 * The table over a trail's bucket, as AWS's guide defines it: each record a row, its requests as JSON text; partitions are projected, not kept.
 * Source: https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html
 */
export const TRAIL_TABLE = 'trail';

const USER =
  'struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,username:string,' +
  'sessioncontext:struct<attributes:struct<mfaauthenticated:string,creationdate:string>,' +
  'sessionissuer:struct<type:string,principalid:string,arn:string,accountid:string,username:string>>>';

export const TRAIL_COLUMNS: readonly (readonly [name: string, type: string])[] = [
  ['eventversion', 'string'],
  ['useridentity', USER],
  ['eventtime', 'string'],
  ['eventsource', 'string'],
  ['eventname', 'string'],
  ['awsregion', 'string'],
  ['errorcode', 'string'],
  ['requestparameters', 'string'],
  ['requestid', 'string'],
  ['eventid', 'string'],
  ['resources', 'array<struct<arn:string,accountid:string,type:string>>'],
  ['recipientaccountid', 'string'],
];

/** `account/CloudTrail/region/yyyy/mm/dd` below `AWSLogs/`. */
export const TRAIL_PARTITIONS = ['account', 'region', 'day'] as const;

export const TRAIL_FORMAT = {
  inputFormat: 'com.amazon.emr.cloudtrail.CloudTrailInputFormat',
  outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
  serde: 'org.apache.hive.hcatalog.data.JsonSerDe',
} as const;

export interface TrailPlace {
  bucket: string;
  /** What stands before `AWSLogs/`, and the organization's id behind it, as the trail has them: `AWSLogs`, `logs/AWSLogs/o-abc`. */
  prefix: string;
  accounts: readonly string[];
  regions: readonly string[];
  /** First day that is looked at: `2026/01/01`. */
  since: string;
}

export const trailLocation = ({ bucket, prefix }: TrailPlace): string =>
  `s3://${bucket}/${prefix.replace(/\/+$/, '')}/`;

/** Which partitions there can be: a query names account, Region and days, and reads no other object. */
export const projection = (place: TrailPlace): Record<string, string> => ({
  EXTERNAL: 'TRUE',
  classification: 'cloudtrail',
  'projection.enabled': 'true',
  'projection.account.type': 'enum',
  'projection.account.values': place.accounts.join(','),
  'projection.region.type': 'enum',
  'projection.region.values': place.regions.join(','),
  'projection.day.type': 'date',
  'projection.day.format': 'yyyy/MM/dd',
  'projection.day.range': `${place.since},NOW`,
  'projection.day.interval': '1',
  'projection.day.interval.unit': 'DAYS',
  'storage.location.template': `${trailLocation(place)}\${account}/CloudTrail/\${region}/\${day}`,
});
