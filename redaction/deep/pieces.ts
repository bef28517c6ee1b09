/** A piece of a text with its id in the vocabulary. UTF-16 offsets. */
export interface Piece {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  /** False for what continues a word. */
  readonly first: boolean;
}

/** Makes of a text what a model reads. */
export interface Pieces {
  /** Ids that each sequence begins and ends with. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  pieces(text: string): Piece[];
}
