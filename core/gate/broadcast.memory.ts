import type { Broadcast, PushNote, PushNotes } from './broadcast.ts';

/** @param hears what is published, for who listens */
export function memoryBroadcast(hears: (message: string) => void = () => {}): Broadcast {
  let retained: string | undefined;
  return {
    host: async () => 'push.example',
    retained: async () => retained,
    async publish(message) {
      // As with MQTT, an empty message is how one is taken away.
      retained = message === '' ? undefined : message;
      hears(message);
    },
  };
}

export function memoryPushNotes(): PushNotes {
  let note: PushNote | undefined;
  return {
    read: async () => structuredClone(note),
    write: async (next) => {
      note = structuredClone(next);
    },
  };
}
