import { cutSoFar } from '../../core/export/all-parts.ts';
import { keepCopy } from '../../core/export/copies.ts';
import { createExport } from '../../core/export/create.ts';
import { revokeExport, visibleExport, visibleExports } from '../../core/export/end.ts';
import type { Export } from '../../core/export/export.ts';
import { fetchExport } from '../../core/export/fetch.ts';
import { coolOffUntil, type ExportQuery } from '../../core/export/query.ts';
import { concernedBy, declareRun, visibleDepartures, visibleRuns } from '../../core/export/runs.ts';
import { requireRight } from '../../core/shared/rights.ts';
import { httpApi } from '../shared/http.ts';
import { recogniserOf } from '../shared/issuer.ts';
import { config } from './config.ts';
import { parts } from './parts.ts';
import { routes } from './routes.ts';

const { disclosure, store } = parts;

const answered = ({ query, ...made }: Export) => {
  const { applications, kinds, ...asked } = query;
  const cooling = coolOffUntil(disclosure, { query, asked: made.asked });
  return {
    ...made,
    ...(cooling !== undefined && { coolOffUntil: cooling }),
    query: { ...asked, ...(applications && { applications: [...applications] }), ...(kinds && { kinds: [...kinds] }) },
  };
};

export const handler = httpApi({
  recognise: recogniserOf(config),
  disclosure,
  routes,
  answers: {
    createExport: async ({ identity: { sub, groups }, body: { export: id, ...asked } }) => {
      const query = asked as ExportQuery;
      return { export: answered(await createExport(parts, { export: id, query, reader: sub, groups })) };
    },
    listExports: async ({ identity }) => ({
      exports: visibleExports(disclosure, identity, await store.list()).map(answered),
    }),
    showExport: async ({ identity, params: { export: id } }) => {
      const found = visibleExport(disclosure, identity, await store.find(id));
      return { export: { ...answered(found), ...(found.state === 'making' && { done: await cutSoFar(store, id) }) } };
    },
    revokeExport: async ({ identity, params: { export: id } }) => {
      const ended = await revokeExport(parts, id, identity);
      return { ...ended, export: answered(ended.export) };
    },
    keepCopy: async ({ identity: { sub }, params: { export: id }, body }) => {
      const kept = await keepCopy(parts, { ...body, export: id, by: sub });
      return { ...kept, export: answered(kept.export) };
    },
    declareTraining: async ({ identity: { sub }, body }) => {
      const { run, receipt } = await declareRun(parts, { ...body, by: sub });
      return { run, ...(receipt && { receipt }) };
    },
    listTrainings: async ({ identity }) => ({ runs: await visibleRuns(parts, identity) }),
    showDepartures: async ({ identity }) => visibleDepartures(parts, identity),
    concernedTrainings: async ({ identity: { issuer, sub, groups }, params: { subject } }) => {
      const own = await parts.pseudonyms.of(issuer, sub);
      if (subject !== 'me' && subject !== own) requireRight(disclosure, groups, 'see-grants');
      return concernedBy(parts, subject === 'me' ? own : subject);
    },
    fetchExport: async ({ identity: { sub, groups }, params: { export: id }, body: { after } }) => {
      await parts.inForce.check();
      const whose = { export: id, reader: sub, groups, ...(after !== undefined && { after }) };
      const page = await fetchExport(parts, whose);
      const { documents, ...rest } = page;
      return {
        ...rest,
        ...(documents && {
          documents: {
            card: documents.card,
            manifest: { ...documents.manifest, document: { ...documents.manifest.document } },
          },
        }),
        parts: page.parts.map(({ key, ...part }) => ({ ...part, key: Buffer.from(key).toString('base64') })),
      };
    },
  },
});
