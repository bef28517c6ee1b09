import * as z from 'zod';
import { CAPABILITIES } from './people.ts';
import { REFUSAL_REASONS, REFUSALS, type RefusalReason, statusOf } from './refusals.ts';
import { EVERY_ROUTE_REFUSES, keyOf, type Route, refusalsOf } from './route.ts';

/** The contracts as an OpenAPI 3.1 document, for clients in other languages. Kept as `docs/openapi.json`. */

type Json = Record<string, unknown>;

const ERROR = { $ref: '#/components/schemas/Error' };

/** OpenAPI 3.1 takes JSON Schema as it is. As a caller writes it: what a schema turns it into is the service's. */
function schemaOf(schema: z.ZodType): Json {
  const made = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const { openapi } = (z.globalRegistry.get(zodSchema) ?? {}) as { openapi?: Json };
      if (!openapi) return;
      const { description } = jsonSchema;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key as never];
      Object.assign(jsonSchema, openapi, description !== undefined && { description });
    },
  });
  const { $schema: _, ...rest } = made;
  return rest as Json;
}

/** Each property of a parameter object is a parameter. */
function parametersOf(schema: z.ZodType, where: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = schemaOf(schema) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const takesBody = ({ body }: Route): boolean => !body.safeParse(undefined).success;

function responsesOf(route: Route): Json {
  const byStatus = Map.groupBy(new Set(refusalsOf(route)), statusOf);
  const refusals = [...byStatus].sort(([a], [b]) => a - b);
  return {
    200: { description: 'Done.', ...json(schemaOf(route.answer)) },
    ...Object.fromEntries(
      refusals.map(([status, words]) => [status, { description: describe(words), ...json(ERROR) }]),
    ),
    500: { description: 'It failed, or what is stored is damaged.', ...json(ERROR) },
  };
}

const callersOf = ({ who }: Route): string => {
  if (who === 'anybody') return 'Anybody, without a token.';
  return who === 'everybody' ? 'Everybody with a token.' : `Who may ${CAPABILITIES[who].may}.`;
};
const describe = (words: readonly RefusalReason[]): string =>
  words.map((word) => `\`${word}\`: ${REFUSALS[word].sentence}`).join('\n\n');

function operationOf(route: Route): Json {
  const parameters = [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')];
  return {
    operationId: operationIdOf(route),
    summary: route.summary,
    description: `${callersOf(route)}${route.repeatable ? ' Asking twice is asking once.' : ''}`,
    ...(route.who === 'anybody' && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(takesBody(route) && { requestBody: { required: true, ...json(schemaOf(route.body)) } }),
    responses: responsesOf(route),
  };
}

/** `POST /incidents/{incident}/approvals` is `postIncidentsApprovals`. */
const operationIdOf = ({ method, path }: Route): string =>
  [method.toLowerCase(), ...path.split('/').map((part) => (part.startsWith('{') ? `By-${part.slice(1, -1)}` : part))]
    .join('-')
    .replace(/-+(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Words that a caller can meet: those of the contracts, and damage anywhere. */
function answeredBy(routes: readonly Route[]): RefusalReason[] {
  const said = new Set<RefusalReason>([...EVERY_ROUTE_REFUSES, ...routes.flatMap(({ refuses }) => refuses)]);
  return REFUSAL_REASONS.filter((reason) => said.has(reason) || REFUSALS[reason].class === 'broken');
}

export function openApi(routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    const path = paths[route.path]!;
    const method = route.method.toLowerCase();
    if (Object.hasOwn(path, method)) throw new Error(`${keyOf(route)} stands there twice`);
    path[method] = operationOf(route);
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Sluice control API',
      version: '1',
      description:
        'Made from the contracts in `api/` by `npm run openapi`. Identity is the token’s. New fields may come to answers, ' +
        'and new words to fields that say so.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'ID token of the issuer.' },
      },
      schemas: {
        Error: {
          type: 'object',
          properties: {
            error: {
              type: 'string',
              description: `\`failed\`, or the word of a refusal:\n\n${describe(answeredBy(routes))}`,
            },
            message: { type: 'string', description: 'For people; holds ids, counts and reasons, never content.' },
          },
          required: ['error', 'message'],
        },
      },
    },
  };
}
