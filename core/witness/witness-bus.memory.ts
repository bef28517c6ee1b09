import type { WitnessBus, WitnessMessage } from './bus.ts';
import { DETAIL_TYPES, SOURCE } from './bus.ts';
import { detailOf } from './message.ts';

export interface MemoryWitnessBus extends WitnessBus {
  /** In order. */
  readonly told: WitnessMessage[];
  /** As EventBridge hands them on. */
  readonly events: object[];
}

export function memoryWitnessBus(): MemoryWitnessBus {
  const told: WitnessMessage[] = [];
  const events: object[] = [];
  return {
    told,
    events,
    async tell(messages) {
      for (const message of messages) {
        told.push(message);
        events.push({
          source: SOURCE,
          'detail-type': DETAIL_TYPES[message.kind],
          detail: JSON.parse(detailOf(message)),
        });
      }
    },
  };
}
