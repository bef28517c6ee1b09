import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A finding of cdk-nag that was looked at and is accepted. */
export interface Acknowledgement {
  /** Path of the construct. */
  resource: string;
  /** Rule, with the finding where the rule has several: `AwsSolutions-IAM5[Resource::*]`. */
  finding: string;
  reason: string;
}

const acknowledged: { root: IConstruct; one: Acknowledgement }[] = [];

/** The one way to accept a finding: so they can be listed and counted. */
export function acknowledge(resource: IConstruct, finding: string, reason: string): void {
  acknowledged.push({ root: resource.node.root, one: { resource: resource.node.path, finding, reason } });
  Validations.of(resource).acknowledge({ id: finding, reason });
}

/** All that were accepted in an app, in the order in which it was made. */
export const acknowledgements = (app: IConstruct): Acknowledgement[] =>
  acknowledged.filter(({ root }) => root === app).map(({ one }) => one);

/** An ARN as cdk-nag writes it in the names of findings: `<IngestVault.Arn>/*`. */
export function nagName(scope: IConstruct, arn: string): string {
  const written = (part: unknown): string => {
    if (typeof part === 'string') return part;
    const [kind, value] = Object.entries(part as Record<string, unknown>)[0] ?? [];
    if (kind === 'Ref') return `<${value}>`;
    if (kind === 'Fn::GetAtt') return `<${(value as string[]).join('.')}>`;
    if (kind === 'Fn::Join') return (value as [string, unknown[]])[1].map(written).join((value as [string])[0]);
    throw new Error(`an ARN with ${kind}`);
  };
  return written(Stack.of(scope).resolve(arn));
}
