/** Port. Seals the text of a report; bound to its incident, so that one cannot be shown in another's place. */
export interface TextSeal {
  seal(incident: string, text: string): Promise<SealedText>;
  /** @throws Refused `damaged` when it is not the text of that incident */
  open(incident: string, sealed: SealedText): Promise<string>;
}

export interface SealedText {
  /** Data key, wrapped under the evidence key. */
  wrapped: Uint8Array;
  /** AWS Encryption SDK message. */
  message: Uint8Array;
}
