import { expect, test } from '@jest/globals';
import type { Broadcast, PushNote, PushNotes } from './broadcast.ts';

/** What every adapter of `Broadcast` keeps. @param make one on whose topic nothing was ever said */
export function broadcastContract(make: () => Promise<Broadcast>): void {
  test('what was published last is what whoever connects is told', async () => {
    const broadcast = await make();
    expect(await broadcast.retained()).toBeUndefined();
    for (const message of ['aGVhZA.Ym9keQ.c2ln', 'aGVhZA.Ym9keQ.b3RoZXI']) {
      await broadcast.publish(message);
      expect(await broadcast.retained()).toBe(message);
    }
  });

  test('one that was taken away is none', async () => {
    const broadcast = await make();
    await broadcast.publish('aGVhZA.Ym9keQ.c2ln');
    await broadcast.publish('');
    expect(await broadcast.retained()).toBeUndefined();
  });

  test('says where to listen', async () => {
    const broadcast = await make();
    expect(await broadcast.host()).toMatch(/^[\w.-]+(:\d+)?$/);
  });
}

/** What every adapter of `PushNotes` keeps. @param make one without a note */
export function pushNotesContract(make: () => Promise<PushNotes>): void {
  test('the last note stands', async () => {
    const notes = await make();
    const note: PushNote = { host: 'push.example', key: 'a2V5', epoch: 3, seenAt: 5 };
    expect(await notes.read()).toBeUndefined();
    await notes.write(note);
    expect(await notes.read()).toEqual(note);
    await notes.write({ ...note, epoch: 4, seenAt: 6 });
    expect(await notes.read()).toEqual({ ...note, epoch: 4, seenAt: 6 });
  });
}
