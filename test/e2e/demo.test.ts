/** The demo, as a newcomer runs it: exit code 0, and the figures that it writes say what its sentences say. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { freePort } from '../fixtures/free-port.ts';
import { run } from '../fixtures/run.ts';

interface Figures {
  holds: boolean;
  failed?: string;
  step1: { stored: number; kept: number; passage: { captured: string; stored: string } };
  step2: { expected: Counted; dropped: Record<string, number>; stripped: number; stored: number };
  step3: { acknowledged: number; refused: number; stored: number };
  step4: { receipt: { hash: string }; direct: Record<string, string>; reach: Reach };
  step5: { closedAfterMs: number; acknowledged: number; refused: number; added: number; quiescenceAfterMs: number };
  step6: { before: Opened; after: Opened; erasedAt: number; finalBy: number };
  step7: {
    told: number;
    frames: { admitted: number; refused: Record<string, number>; missing: number; unreadable: number };
    events: { admitted: number; stored: number; dropped: Record<string, number> };
  };
  step8: { before: Exported; after: Exported; runs: string[] };
  step9: { closedAfterMs: number; replacedAfterMs: number };
}
interface Reach {
  could: string[];
  reached: string[];
  did: string[];
}
interface Counted {
  kept: number;
  dropped: Record<string, number>;
  stripped: number;
}
interface Exported {
  rows: number;
  people: number;
}
interface Opened {
  segments: number;
  opened: number;
}

/** One passage of them all; tools/demo/passage.test.ts reads every one. This one's text is not stored, only that it was pasted. */
const SEED = '22';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(root, '.local', 'demo-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, count) => total + count, 0);

test('every step holds, and the figures agree with each other', async () => {
  const json = join(folder, 'figures.json');
  const port = String(await freePort());

  const ended = await run('npm', ['run', 'demo', '--', '--json', json, '--seed', SEED, '--port', port]);

  const figures = JSON.parse(readFileSync(json, 'utf8')) as Figures;
  expect(figures.failed).toBeUndefined();
  expect([ended.code, figures.holds]).toEqual([0, true]);

  const { step1, step2, step3, step4, step5, step6, step7, step8, step9 } = figures;
  expect(step1.stored).toBeGreaterThan(0);
  expect(step1.passage.captured).not.toBe('');
  expect(step1.passage.stored).not.toBe('');

  const { redaction: _, ...dropped } = step2.dropped;
  expect({ dropped, stripped: step2.stripped }).toEqual({
    dropped: step2.expected.dropped,
    stripped: step2.expected.stripped,
  });

  expect(step3.acknowledged).toBeGreaterThan(0);
  expect(step3).toMatchObject({ refused: step3.acknowledged, stored: 0 });

  expect(step4.receipt.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(Object.values(step4.direct).filter((outcome) => !/AccessDenied/.test(outcome))).toEqual([]);

  expect(step4.reach.could.length).toBeGreaterThan(step4.reach.did.length);
  expect(step4.reach.reached).toEqual([expect.stringMatching(/copy$/)]);
  expect(step4.reach.did).toEqual([expect.stringMatching(/user\/casey$/)]);

  expect(step5.closedAfterMs).toBeLessThan(1000);
  expect(step5).toMatchObject({ acknowledged: 1000, refused: 1000, added: 0 });
  expect(step5.quiescenceAfterMs).toBeGreaterThan(0);

  expect(step6.before.opened).toBe(step6.before.segments);
  expect(step6.before.opened).toBeGreaterThan(0);
  expect(step6.after).toMatchObject({ segments: step6.before.segments, opened: 0 });
  expect(step6.finalBy).toBeGreaterThan(step6.erasedAt);

  const { told, frames, events } = step7;
  expect(told).toBe(frames.admitted + sum(frames.refused) - frames.unreadable + frames.missing);
  expect(events.admitted).toBe(events.stored + sum(events.dropped));

  expect(step8).toMatchObject({
    before: { rows: 48, people: 6 },
    after: { rows: 40, people: 5 },
    runs: ['exp-1'],
  });

  expect(step9.closedAfterMs).toBeLessThan(60_000);
  expect(step9.replacedAfterMs).toBeLessThan(60_000);
});
