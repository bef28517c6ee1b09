import { partOf, viewSnapshots } from '../../core/exposure/collect/snapshots.ts';
import { personInIncidents } from '../../core/incident/person.ts';
import { timelineOf } from '../../core/incident/timeline.ts';
import { viewCase, viewEvidence, viewFile } from '../../core/incident/view-case.ts';
import { type Worker, work } from '../../core/incident/work.ts';
import { httpApi } from '../shared/http.ts';
import type { Identity } from '../shared/identity.ts';
import { recogniserOf } from '../shared/issuer.ts';
import { config } from './config.ts';
import { parts, pseudonyms, snapshots } from './parts.ts';
import { routes } from './routes.ts';

const { store } = parts;
/** A month on a page. */
const SNAPSHOTS = 31;

async function workerOf({ issuer, sub, groups, claimedEmail }: Identity): Promise<Worker> {
  const { namesIn } = await personInIncidents(pseudonyms, issuer, sub);
  return {
    pseudonym: await pseudonyms.of(issuer, sub),
    groups,
    namesIn,
    names: claimedEmail === undefined ? [] : [claimedEmail],
  };
}

export const handler = httpApi({
  recognise: recogniserOf(config),
  disclosure: parts.disclosure,
  routes,
  answers: {
    contribute: async ({ identity, params: { incident }, body }) => {
      const { file, ...more } = body;
      const given = { ...more, ...(file !== undefined && { file: Buffer.from(file, 'base64') }) };
      const { contribution, ...kept } = await work(parts, incident, await workerOf(identity), given);
      return { ...contribution, ...kept };
    },
    showCase: async ({ identity: { groups }, params: { incident }, query }) => {
      await store.read(incident);
      return viewCase(parts, incident, groups, query.after);
    },
    showFile: async ({ params: { incident, number } }) => {
      const { file, sha256 } = await viewFile(parts, incident, number);
      return { file: Buffer.from(file).toString('base64'), sha256 };
    },
    showEvidence: async ({ params: { incident, sha256, number } }) => {
      const { bytes, ...more } = await viewEvidence(parts, incident, sha256, number);
      return { bytes: Buffer.from(bytes).toString('base64'), ...more };
    },
    showTimeline: async ({ params: { incident } }) => {
      const [row, approvals, kept] = await Promise.all([
        store.read(incident),
        store.approvals(incident),
        store.contributions(incident),
      ]);
      const contributions = kept.map(({ contribution }) => contribution);
      return { moments: timelineOf(row, approvals, contributions) };
    },
    listSnapshots: async ({ query }) => {
      const { views, more } = await viewSnapshots(snapshots, SNAPSHOTS, query.before);
      return { snapshots: views, ...(more && { next: views.at(-1)!.begun }) };
    },
    snapshotPart: async ({ params: { begun, number } }) => {
      const { lines, sha256 } = await partOf(snapshots, begun, number);
      return { lines: Buffer.from(lines).toString('base64'), sha256 };
    },
  },
});
