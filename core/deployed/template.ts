import { z } from 'zod';

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
