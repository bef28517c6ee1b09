import * as z from 'zod';

/**
 * An hour's digest: which files were delivered, by hash. That it is signed is checked by `aws cloudtrail validate-logs`, which asks AWS for the key.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
const moment = z.iso.datetime({ offset: true }).transform((time) => Date.parse(time));
const digest = z.looseObject({
  digestStartTime: moment,
  digestEndTime: moment,
  digestS3Object: z.string().max(2_048).optional(),
  previousDigestS3Object: z.string().max(2_048).nullish(),
  logFiles: z.array(z.looseObject({ s3Object: z.string().max(2_048), hashValue: z.string().max(256) })),
});

export interface Digest {
  from: number;
  to: number;
  name?: string;
  previous?: string;
  /** `hash`: hex SHA-256 of the file as it is when it is no longer compressed. */
  files: { name: string; hash: string }[];
}

export function readDigest(value: unknown): Digest | undefined {
  const { data } = digest.safeParse(value);
  if (!data) return undefined;
  const {
    digestStartTime: from,
    digestEndTime: to,
    digestS3Object: named,
    previousDigestS3Object: before,
    logFiles,
  } = data;
  return {
    ...{ from, to },
    ...(named !== undefined && { name: named }),
    ...(typeof before === 'string' && { previous: before }),
    files: logFiles.map(({ s3Object, hashValue }) => ({ name: s3Object, hash: hashValue })),
  };
}

/** Account and Region of whose log a file is, by its name as CloudTrail gives it: `1111_CloudTrail_us-east-1_...`, `1111_CloudTrail-Digest_us-east-1_...`. */
export function placeIn(name: string): string | undefined {
  const [, account, region] = /^(\d{12})_CloudTrail(?:-Digest)?_([a-z0-9-]+)_/.exec(lastPart(name)) ?? [];
  return region === undefined ? undefined : `${account} ${region}`;
}

/** Files are known by the last part of their names: who copies them elsewhere keeps it, and it has account, Region, time and a random part. */
export const lastPart = (name: string): string =>
  name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
/** The same file, packed or not. */
export const unpacked = (name: string): string => lastPart(name).replace(/\.gz$/, '');
