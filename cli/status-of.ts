/** Answer of `GET /status`; the fields that people are shown. */
export interface Gate {
  state: string;
  epoch: number;
  /** ms. */
  since: number;
  holds: string[];
}

export interface Status {
  program: string;
  disclosure: { version: string; title: string; text: string; hash: string };
  gates: { collection: Gate; reading: Gate };
  /** Whether the disclosure covers the caller. */
  covered: boolean;
  subject: string;
  consent?: OwnConsent;
  devices: { device: string; acked: number }[];
}

/** What the program knows of the caller. */
export interface OwnConsent {
  subject: string;
  state: string;
  serial?: string;
  disclosure?: string;
  /** The disclosure has changed since. */
  outdated: boolean;
  withdrawnAt?: number;
}
