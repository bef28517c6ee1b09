import { WELL_KNOWN_VERSION } from '../../api/well-known.ts';
import { awsCollectionState } from '../../core/gate/gate.aws.ts';
import { whatIsKnown } from '../../core/gate/known.ts';
import { publicKeyPem } from '../../core/ledger/note.ts';
import { awsSigner } from '../../core/ledger/signer.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { SluiceError } from '../../core/shared/errors.ts';
import { FRAME_VERSION } from '../../wire/frame.ts';
import { gateDynamoDb, kms } from '../shared/clients.aws.ts';
import { bundledDisclosure } from '../shared/disclosure.ts';
import { httpApi } from '../shared/http.ts';
import { config } from './config.ts';
import { otherwise } from './front.ts';
import { routes } from './routes.ts';

/** Who asks is told quickly that it cannot be read, rather than late. */
const gate = awsCollectionState({
  ddb: gateDynamoDb(),
  gateTable: config.SLUICE_GATE_TABLE,
  clock,
  persistence: { deadline: 2_000 },
});
const signer = awsSigner({ kms: kms(), keyId: config.SLUICE_SIGNING_KEY, name: config.SLUICE_PROGRAM });

export const handler = httpApi({
  routes,
  disclosure: bundledDisclosure(config.SLUICE_DISCLOSURE),
  // It has no route that asks who calls.
  recognise: () => Promise.reject(new SluiceError('this function recognises nobody')),
  otherwise: (request) => otherwise(gate, request),
  answers: {
    readWellKnown: async () => ({
      version: WELL_KNOWN_VERSION as typeof WELL_KNOWN_VERSION,
      program: config.SLUICE_PROGRAM,
      stage: config.SLUICE_STAGE,
      api: config.SLUICE_API,
      signIn: {
        issuer: config.SLUICE_ISSUER,
        clientId: config.SLUICE_CLIENT_ID,
        audience: config.SLUICE_AUDIENCE.split(' '),
        scopes: config.SLUICE_SCOPES.split(' '),
        redirectUris: config.SLUICE_REDIRECT_URIS.split(' '),
        groupsClaim: config.SLUICE_GROUPS_CLAIM,
      },
      publicKeys: [publicKeyPem(await signer.publicKey())],
      wire: { version: FRAME_VERSION },
      release: config.SLUICE_RELEASE,
      ...(await whatIsKnown(gate)),
    }),
  },
});
