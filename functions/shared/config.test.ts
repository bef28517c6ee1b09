import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.ts';
import type { VariableName } from './variables.ts';

const COMMON = { SLUICE_PROGRAM: 'p', SLUICE_DISCLOSURE: '1.0', SLUICE_PREFIX: 'sluice-p-prod' };
const read = (environment: readonly VariableName[], given: Record<string, string>) =>
  readConfig({ environment }, given);

describe('configuration', () => {
  it('takes what the manifest names and what every function has, and leaves the rest alone', () => {
    const given = { ...COMMON, SLUICE_STREAM: 's', SLUICE_GROUPS_CLAIM: 'groups', PATH: '/bin' };

    expect(read(['SLUICE_GROUPS_CLAIM'], given)).toEqual({ ...COMMON, SLUICE_GROUPS_CLAIM: 'groups' });
  });

  it('needs no bucket of models where the program has none', () => {
    expect(read(['SLUICE_MODEL_BUCKET'], COMMON)).toEqual(COMMON);
  });

  it('has the trail as it is deployed, or none, and starts with no other', () => {
    const place = {
      ...{ database: 'd', table: 't', workgroup: 'w', accounts: ['111122223333'], regions: ['eu-central-1'] },
      logs: [{ source: 'management' }],
    };

    expect(read(['SLUICE_TRAIL'], { ...COMMON, SLUICE_TRAIL: JSON.stringify(place) })).toMatchObject({
      SLUICE_TRAIL: place,
    });
    expect(read(['SLUICE_TRAIL'], COMMON)).toEqual(COMMON);
    for (const wrong of ['{', '{}', JSON.stringify({ ...place, logs: [{ source: 'marker' }] })]) {
      expect(() => read(['SLUICE_TRAIL'], { ...COMMON, SLUICE_TRAIL: wrong })).toThrow(/SLUICE_TRAIL$/);
    }
  });

  it('names what is missing or wrong, and shows no value', () => {
    const given = { SLUICE_DISCLOSURE: '1.0', SLUICE_AGENT_ROLE: 'marker-not-an-arn', SLUICE_STREAM: '' };

    const starting = () => read(['SLUICE_AGENT_ROLE', 'SLUICE_STREAM'], given);

    expect(starting).toThrow('SLUICE_PROGRAM, SLUICE_PREFIX, SLUICE_AGENT_ROLE, SLUICE_STREAM');
    expect(starting).not.toThrow('marker');
  });
});
