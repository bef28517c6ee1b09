import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { books } from '../../core/books/books.ts';
import { consent, enrol, withdraw } from '../../core/consent/consent.ts';
import { deviceName } from '../../core/consent/device-name.ts';
import { erase } from '../../core/consent/erase.ts';
import { pauseOwn, resumeOwn } from '../../core/consent/own-pause.ts';
import { participationOf } from '../../core/consent/participation.ts';
import { removeDevice } from '../../core/consent/remove-device.ts';
import { ownConsent, statusOf } from '../../core/consent/status.ts';
import { trim } from '../../core/consent/trim.ts';
import { commitUpload, hasPart, uploadPart } from '../../core/directory/upload.ts';
import { checkNotEnded } from '../../core/gate/gate.ts';
import { grantLease } from '../../core/lease/grant-lease.ts';
import { boundNow, keyToBind, proveDevice } from '../../core/lease/prove-device.ts';
import { personInLedger } from '../../core/ledger/choice.ts';
import { Refused } from '../../core/shared/errors.ts';
import { httpApi } from '../shared/http.ts';
import type { Identity } from '../shared/identity.ts';
import { recogniserOf } from '../shared/issuer.ts';
import { logger, metrics } from '../shared/observability.ts';
import { config } from './config.ts';
import { alarms, dashboard, deviceParts, directory, lanes, leaseParts, parts, pseudonyms } from './parts.ts';
import { routes } from './routes.ts';

const { collection, reading } = parts.gates;
const { inForce } = parts;
const deviceOf = async ({ issuer, sub }: Identity, label: string) =>
  deviceName(await pseudonyms.secretOf(issuer, sub), label);
const callerOf = async ({ issuer, sub, groups }: Identity) => ({
  ...(await personInLedger(pseudonyms, issuer, sub)),
  subject: await pseudonyms.of(issuer, sub),
  groups,
});

export const handler = httpApi({
  recognise: recogniserOf(config),
  disclosure: parts.disclosure,
  routes,
  answers: {
    enrol: async ({ identity, body }) => {
      await inForce.check();
      const order = { ...(await callerOf(identity)), ...(await deviceOf(identity, body.device)) };
      const key = body.key === undefined ? undefined : await keyToBind(body.key, body.device);
      const { device, ...row } = await enrol(parts, order);
      if (key && !(await parts.store.bind(order.subject, device, { key, ...boundNow(parts) })))
        throw new Refused('busy', 'the device has just been removed');
      return { ...ownConsent(row, parts.disclosure), device, ...(key && { audience: deviceParts.audience }) };
    },
    giveConsent: async ({ identity, body: { disclosure: version, hash, without } }) => {
      await inForce.check();
      const order = { ...(await callerOf(identity)), version, hash, without };
      return ownConsent(await consent(parts, order), parts.disclosure);
    },
    withdrawConsent: async ({ identity }) =>
      ownConsent(await withdraw(parts, await callerOf(identity)), parts.disclosure),
    pauseMe: async ({ identity, body: { minutes } }) => {
      const { subject } = await callerOf(identity);
      const forMs = minutes === undefined ? undefined : minutes * 60_000;
      return ownConsent(await pauseOwn(parts, { subject, forMs }), parts.disclosure);
    },
    resumeMe: async ({ identity }) => ownConsent(await resumeOwn(parts, await callerOf(identity)), parts.disclosure),
    removeDevice: async ({ identity, params: { device } }) => {
      const { subject } = await callerOf(identity);
      return ownConsent(await removeDevice(parts, { subject, device }), parts.disclosure);
    },
    requestLease: async ({ identity, body }) => {
      await inForce.check();
      const order = { ...body, ...(await callerOf(identity)), ...(await deviceOf(identity, body.device)) };
      const grant = await grantLease(leaseParts, order);
      metrics.addMetric('LeasesGranted', MetricUnit.Count, 1);
      return grant;
    },
    deviceNonce: async () => ({ nonce: await deviceParts.nonces.make() }),
    requestDeviceLease: async ({ body: { proof } }) => {
      await inForce.check();
      const { subject, device, lease, ...proven } = await proveDevice(deviceParts, proof);
      const grant = await grantLease(leaseParts, { ...lease, subject, device, proven });
      metrics.addMetric('LeasesGranted', MetricUnit.Count, 1);
      return { ...grant, nonce: await deviceParts.nonces.make() };
    },
    status: async ({ identity, query }) => statusOf(parts, { ...(await callerOf(identity)), ...query }),
    readBooks: () => books(lanes, parts.store),
    readParticipation: () => participationOf(parts.participation),
    readAlarms: async () => ({ alarms: await alarms.all(), dashboard }),
    putDirectoryPart: async ({ identity: { sub }, params: { part }, body: { entries } }) => {
      checkNotEnded(await collection.read());
      await uploadPart(part, entries, sub, directory);
      return { stored: true } as const;
    },
    readDirectoryPart: async ({ params: { part } }) => ({ stored: await hasPart(part, directory) }),
    putDirectory: async ({ identity: { sub }, body: { parts } }) => {
      checkNotEnded(await collection.read());
      const facts = await commitUpload(parts, sub, directory);
      logger.info('directory replaced', { ...facts });
      return facts;
    },
    readDirectory: async () => {
      const { version, entries = 0, storedAt } = (await directory.store.facts()) ?? {};
      return { entries, ...(version !== undefined && { version, storedAt }) };
    },
    trim: async ({ identity, body }) =>
      trim({ ...parts, gates: [collection, reading] }, { ...(await callerOf(identity)), ...body }),
    erase: async ({ identity }) => erase({ ...parts, gates: [collection, reading] }, await callerOf(identity)),
  },
});
