import { expect, test } from '@jest/globals';
import type { Mailbox } from './mailbox.ts';

const INCIDENT = '01KB5DBJH0000000000000000A';
const OTHER = '01KB5DBJH0000000000000000B';

/** What every adapter of `Mailbox` keeps. @param make one that is empty */
export function mailboxContract(make: () => Promise<Mailbox>): void {
  test('a box is of one report, however often it is opened', async () => {
    const mailbox = await make();
    expect(await mailbox.incidentOf('box')).toBeUndefined();
    expect(await mailbox.open('box', INCIDENT)).toBe(INCIDENT);
    expect(await mailbox.open('box', OTHER)).toBe(INCIDENT);
    expect(await mailbox.open('another', OTHER)).toBe(OTHER);
    expect(await mailbox.incidentOf('box')).toBe(INCIDENT);
  });

  test('answers are of one report, in order', async () => {
    const mailbox = await make();
    expect(await mailbox.answers(INCIDENT)).toEqual([]);
    const [first, second] = [
      { at: 1, text: 'Thank you: “we look” 🔒' },
      { at: 2, text: 'It was so.' },
    ];
    expect(await mailbox.answer(INCIDENT, first)).toEqual([first]);
    expect(await mailbox.answer(INCIDENT, second)).toEqual([first, second]);
    expect(await mailbox.answers(INCIDENT)).toEqual([first, second]);
    expect(await mailbox.answers(OTHER)).toEqual([]);
  });

  test('of several at once none is lost', async () => {
    const mailbox = await make();
    await Promise.all([1, 2, 3].map((at) => mailbox.answer(INCIDENT, { at, text: `answer ${at}` })));
    expect((await mailbox.answers(INCIDENT)).map(({ at }) => at).sort()).toEqual([1, 2, 3]);
  });

  test('one more than fit is refused', async () => {
    const mailbox = await make();
    for (let at = 0; at < 30; at++) await mailbox.answer(INCIDENT, { at, text: 'x' });
    await expect(mailbox.answer(INCIDENT, { at: 30, text: 'x' })).rejects.toMatchObject({ reason: 'too-many' });
  });
}
