import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.ts';

describe('configuration', () => {
  it('takes what is asked for, with defaults, and leaves the rest alone', () => {
    const environment = { SLUICE_PROGRAM: 'p', SLUICE_STREAM: 's', PATH: '/bin' };
    expect(readConfig(environment, ['SLUICE_PROGRAM', 'SLUICE_GROUPS_CLAIM'])).toEqual({
      SLUICE_PROGRAM: 'p',
      SLUICE_GROUPS_CLAIM: 'cognito:groups',
    });
  });

  it('names what is missing or wrong, and shows no value', () => {
    const environment = { SLUICE_AGENT_ROLE: 'marker-not-an-arn', SLUICE_STREAM: '' };
    const read = () => readConfig(environment, ['SLUICE_PROGRAM', 'SLUICE_AGENT_ROLE', 'SLUICE_STREAM']);
    expect(read).toThrow('SLUICE_PROGRAM, SLUICE_AGENT_ROLE, SLUICE_STREAM');
    expect(read).not.toThrow('marker');
  });
});
