import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Filter } from '../../wire/filter.ts';
import { leaseGrant } from '../../wire/lease-schema.ts';
import type { ControlApi } from '../sdk/control-api.ts';
import { folderName } from './folder.ts';
import { deviceFolders } from './health.ts';

/** The filter of the last lease, in a file of the state folder: what may be collected here, readable without a network. Words of the disclosure, nothing of anybody. */

const FILE = 'filter.json';

/** An API that notes the filter of each lease that it is given. A full disk is the agent's own state, and no reason for another failure here. */
export function notingFilters(api: ControlApi, folder: string): ControlApi {
  let noted = '';
  return {
    async lease(request) {
      const grant = await api.lease(request);
      const text = `${JSON.stringify(grant.filter)}\n`;
      if (text !== noted) {
        try {
          mkdirSync(folder, { recursive: true, mode: 0o700 });
          const beside = join(folder, `${FILE}.new`);
          writeFileSync(beside, text, { mode: 0o600 });
          renameSync(beside, join(folder, FILE));
          noted = text;
        } catch {}
      }
      return grant;
    },
  };
}

function read(folder: string): Filter | undefined {
  try {
    return leaseGrant.shape.filter.parse(JSON.parse(readFileSync(join(folder, FILE), 'utf8'))) as Filter;
  } catch {
    return undefined;
  }
}

/** Of that device; where none is named, of the one that there is. Nothing where there are several, or none. */
export function keptFilter(state: string, api: string | undefined, device: string | undefined): Filter | undefined {
  if (api !== undefined && URL.canParse(api) && device !== undefined) return read(folderName(state, api, device));
  const all = deviceFolders(state).flatMap((folder) => {
    const filter = read(folder);
    return filter ? [filter] : [];
  });
  return all.length === 1 ? all[0] : undefined;
}
