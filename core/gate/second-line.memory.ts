import type { GateName } from './gate.ts';
import type { SecondLineNote, SecondLineNotes, SecondLinePolicies } from './second-line.ts';

/** @param texts what is there, for who looks or alters it */
export function memorySecondLinePolicies(texts: Map<GateName, string> = new Map()): SecondLinePolicies {
  return {
    read: async (gate) => [texts.get(gate)],
    put: async (gate, policy) => void texts.set(gate, JSON.stringify(policy)),
    remove: async (gate) => void texts.delete(gate),
  };
}

export function memorySecondLineNotes(): SecondLineNotes {
  const notes = new Map<GateName, SecondLineNote>();
  return {
    read: async (gate) => structuredClone(notes.get(gate)),
    write: async (gate, note) => void notes.set(gate, structuredClone(note)),
  };
}
