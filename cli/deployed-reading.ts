/** What the readers share: how to reach AWS, and whom to tell how far it is. */
export interface Reading {
  /** As the AWS CLI: the option, else what environment and profile say. */
  settings: { region?: string; profile?: string; endpoint?: string };
  prefix: string;
  progress(line: string): void;
}

/** How the services say that something has no policy. */
const ABSENT = new Set(['PolicyNotFoundException', 'NoSuchBucketPolicy', 'ResourceNotFoundException']);

/** @throws the error, when it says anything else than that there is none */
export function absent(error: unknown): undefined {
  if (error instanceof Error && ABSENT.has(error.name)) return undefined;
  throw error;
}
