/** Finds with default settings; a range per value. */
export interface Peer {
  readonly name: string;
  find(
    text: string,
  ): Promise<{ start: number; end: number; type: 'OTHER' }[]> | { start: number; end: number; type: 'OTHER' }[];
  /** Of one that works in a process of its own: the processor time that it has had. */
  readonly cpuSeconds?: () => Promise<number>;
  readonly end?: () => void;
}
