import { Aws } from 'aws-cdk-lib';

/** Where roles and policies of a stage stand in IAM: nothing else knows how their ARNs are made. */
export interface Placed {
  /** First part of the names: `sluice-<program>-<stage>`. */
  prefix: string;
  /** IAM path: `/`, or `/company/apps/`. */
  path: string;
}

/** @param role as `lib/access` names it @param account @default that of the stack */
export const roleArn = ({ prefix, path }: Placed, role: string, account: string = Aws.ACCOUNT_ID): string =>
  `arn:${Aws.PARTITION}:iam::${account}:role${path}${prefix}-${role}`;

/** With `role` in it: a boundary of 0.1.0 was a plane's, and one of them was called as a role is; two policies of one name are none. */
export const boundaryName = ({ prefix }: Placed, role: string): string => `${prefix}-${role}-role-boundary`;

export const boundaryArn = (placed: Placed, role: string): string =>
  `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:policy${placed.path}${boundaryName(placed, role)}`;
