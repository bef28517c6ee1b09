import { z } from 'zod';
import { canonicalJson, sha256 } from '../shared/canonical-json.ts';

/** The stacks of a stage that are in the account of the program. */
export const STACKS = ['State', 'Service'] as const;

/** Of a CloudFormation template, what is compared. The rest is kept: it counts in the template's hash. */
export const templateSchema = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() }),
  ),
  Outputs: z
    .record(z.string(), z.looseObject({ Value: z.unknown(), Export: z.looseObject({ Name: z.unknown() }).optional() }))
    .optional(),
});
export type Template = z.infer<typeof templateSchema>;
export type TemplateResource = Template['Resources'][string];

/** Resources of a type, by logical id. */
export const ofType = ({ Resources }: Template, type: string): [id: string, resource: TemplateResource][] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);

/**
 * CloudFormation gives a template back with a question mark for each character beyond ASCII
 * (https://github.com/aws/aws-cdk/issues/10523): in what such characters say alone, two parts are told apart elsewhere or not at all.
 */
export const asTold = (part: unknown): string => canonicalJson(part).replace(/[\u{80}-\u{10ffff}]/gu, '?');

/** Hash of a template that is the same before it was deployed and as CloudFormation gives it back. Hex SHA-256. */
export const toldHash = (template: Template): string => sha256(asTold(template));
