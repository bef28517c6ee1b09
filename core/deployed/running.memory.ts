import type { Running, RunningLook } from './running.ts';

export interface MemoryRunning extends RunningLook {
  /** What runs from now on. */
  deploy(running: Running): void;
}

export function memoryRunning(first: Running = { templates: {}, code: {} }): MemoryRunning {
  let now = first;
  return {
    deploy: (running) => {
      now = running;
    },
    look: async () => now,
  };
}
