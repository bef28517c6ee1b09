import { describe } from '@jest/globals';
import { keptContract } from './kept.contract.ts';
import { memoryKept } from './kept.memory.ts';

describe('what a program keeps, in memory', () =>
  keptContract(async () => {
    const subjects = new Map<string, { state: never }>();
    const keys = new Set<string>();
    const rows = new Map<string, { subject: string; body: never }>();
    return {
      kept: memoryKept({ subjects, keys, rows }),
      putSubject: async (subject, state) => subjects.set(subject, { state: state as never }),
      putKey: async (keyId) => keys.add(keyId),
      putSegment: async (subject, segment, object) =>
        rows.set(`${subject} ${segment}`, { subject, body: (object === undefined ? {} : { object }) as never }),
    };
  }));
