import * as z from 'zod';
import { openRoute } from './route.ts';

/** Where a program says, to anybody, what it takes to talk to it. */
export const WELL_KNOWN_PATH = '/.well-known/sluice.json';

/** Version of this document: another number is of a service that this client does not know. */
export const WELL_KNOWN_VERSION = 1 as const;

/**
 * What a client needs to know before it has a token, and what an outsider needs to verify what it was given. Nothing of it is secret, and
 * nothing of it is about anybody.
 */
export const wellKnownDocument = z.object({
  version: z.literal(WELL_KNOWN_VERSION),
  program: z.string(),
  stage: z.string(),
  api: z.url().meta({
    description: 'address that people and agents keep; a document fetched from elsewhere is not of this program',
  }),
  signIn: z.object({
    issuer: z.url().meta({ description: 'OIDC issuer: its discovery document says the rest' }),
    clientId: z.string().meta({ description: 'public client, without a secret: authorization code with PKCE' }),
    audience: z
      .array(z.string())
      .optional()
      .meta({ description: 'whom a token has to be for, one of them; absent: the client' }),
    scopes: z.array(z.string()).meta({ description: 'to ask for; `openid` among them' }),
    redirectUris: z.array(z.url()).min(1).meta({
      description: 'addresses on loopback that the issuer takes; without a port, any port will do (RFC 8252)',
    }),
    groupsClaim: z.string().meta({ description: 'claim of the ID token that holds the groups' }),
  }),
  publicKeys: z
    .array(z.string())
    .meta({ description: 'PEM; with which receipts, certificates, findings and checkpoints are signed' }),
  wire: z.object({ version: z.int() }).meta({ description: 'of frames (docs/wire-format.md)' }),
  release: z.string().meta({ description: 'of the service, e.g. 0.2.0' }),
  collecting: z
    .boolean()
    .optional()
    .meta({ description: 'whether the collection gate is open; absent when that cannot be read' }),
  since: z.number().optional().meta({ description: 'ms since the Unix epoch; of the gate’s state' }),
  ended: z
    .boolean()
    .optional()
    .meta({ description: 'the program has ended, and never collects again; absent otherwise' }),
});
export type WellKnown = z.infer<typeof wellKnownDocument>;

/** For so long anybody may keep the document, s: within that time everybody knows of another key or issuer. */
const FRESH_SECONDS = 60;

export const readWellKnown = openRoute({
  method: 'GET',
  path: WELL_KNOWN_PATH,
  summary: 'What it takes to talk to the program: issuer, client, public keys, versions, and whether it collects.',
  answer: wellKnownDocument,
  cacheSeconds: FRESH_SECONDS,
});
