import { type Alarm, type AlarmBoard, inOrder } from './alarms.ts';

export const memoryAlarms = (alarms: readonly Alarm[] = []): AlarmBoard => ({ all: async () => inOrder(alarms) });
