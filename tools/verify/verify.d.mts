import type { KeyObject } from 'node:crypto';

/** For the tests: who runs it needs no types. */
export function verifyFiles(
  files: readonly { name: string; lines: Iterable<string> }[],
  options: {
    key: KeyObject;
    program?: string | undefined;
    earlier?: readonly { name: string; note: string }[] | undefined;
    witness?: { name: string; text: string; key: KeyObject } | undefined;
    now: number;
  },
): { holds: 'holds' | 'unsigned' | 'unwitnessed' | 'broken'; lines: string[] };
