import type { WitnessState } from './witness.ts';

/** What is kept beside the line of checkpoints: what contradicts it, and what the guard said. */
export type EvidenceFolder = 'contradictions' | 'guard';

/**
 * Port. What a witness keeps: papers that nobody can change or remove (Object Lock), and where it stands, which moves on only from what
 * was looked at.
 */
export interface WitnessStore {
  /** @throws Refused `damaged` */
  read(): Promise<{ state: WitnessState; version: number }>;
  /** @returns false where another run was faster: look again */
  write(state: WitnessState, version: number): Promise<boolean>;
  /** Before the state names it. @returns false where one of this number is there */
  keep(note: string, number: number): Promise<boolean>;
  note(number: number): Promise<string | undefined>;
  /** @param name letters, digits, dashes; stands for the content. @returns false where it is there already */
  keepBeside(folder: EvidenceFolder, name: string, content: string): Promise<boolean>;
  /** Puts the newest statement where it is fetched; those before stay as versions. */
  publish(statement: string): Promise<void>;
}
