/** Why a line is not one flat JSON object. */
export const UNPARSED_DETAILS = [
  'empty',
  'too-long',
  'bad-utf8',
  'not-json',
  'not-an-object',
  'nested',
  'duplicate-key',
  'lone-surrogate',
  'unread',
] as const;
export type UnparsedDetail = (typeof UNPARSED_DETAILS)[number];

/** Stands in the place of a line that could not be parsed. Holds nothing of it. */
export class Unparsed {
  readonly detail: UnparsedDetail;
  constructor(detail: UnparsedDetail) {
    this.detail = detail;
  }
}

/** One of each, so that none is made in a loop. */
export const UNPARSED = Object.fromEntries(UNPARSED_DETAILS.map((detail) => [detail, new Unparsed(detail)])) as Record<
  UnparsedDetail,
  Unparsed
>;
