import {
  type ComprehendClient,
  DetectPiiEntitiesCommand,
  type LanguageCode,
  type PiiEntity,
} from '@aws-sdk/client-comprehend';
import type { SensitiveType, Span } from '../redactor.ts';
import { type DeepPass, DeepPassFailed } from './deep-pass.ts';

/**
 * Amazon Comprehend, DetectPiiEntities. English and Spanish, 100 KB of UTF-8 a call, offsets in code points. List price in
 * us-east-1 in November 2026: 0.0001 USD per unit of 100 characters, three units at least, so about 1 USD per million
 * characters. The text leaves the function for the service of the same Region; opt out of its use for improving the
 * service by an AI services opt-out policy of the organization.
 * Source: https://docs.aws.amazon.com/comprehend/latest/APIReference/API_DetectPiiEntities.html
 */
const LARGEST = 90_000;
const PARALLEL = 8;
/** Entities under this score are not taken. */
const LEAST_SCORE = 0.5;

/** A Map: the words are AWS's, and there come to be more. */
const TYPES: ReadonlyMap<string, SensitiveType> = new Map(
  Object.entries({
    NAME: 'PERSON',
    ADDRESS: 'ADDRESS',
    EMAIL: 'EMAIL',
    PHONE: 'PHONE',
    AGE: 'AGE',
    DATE_TIME: 'DATE',
    CREDIT_DEBIT_NUMBER: 'CREDIT_CARD',
    CREDIT_DEBIT_CVV: 'CREDIT_CARD',
    CREDIT_DEBIT_EXPIRY: 'CREDIT_CARD',
    BANK_ACCOUNT_NUMBER: 'BANK_ACCOUNT',
    BANK_ROUTING: 'BANK_ACCOUNT',
    SWIFT_CODE: 'BANK_ACCOUNT',
    INTERNATIONAL_BANK_ACCOUNT_NUMBER: 'IBAN',
    SSN: 'NATIONAL_ID',
    PASSPORT_NUMBER: 'PASSPORT',
    DRIVER_ID: 'DRIVER_LICENSE',
    IP_ADDRESS: 'IP_ADDRESS',
    MAC_ADDRESS: 'MAC_ADDRESS',
    URL: 'URL',
    USERNAME: 'OTHER',
    PASSWORD: 'PASSWORD',
    AWS_ACCESS_KEY: 'SECRET',
    AWS_SECRET_KEY: 'SECRET',
    PIN: 'PASSWORD',
    LICENSE_PLATE: 'VEHICLE_ID',
    VEHICLE_IDENTIFICATION_NUMBER: 'VEHICLE_ID',
    UK_NATIONAL_INSURANCE_NUMBER: 'NATIONAL_ID',
    CA_SOCIAL_INSURANCE_NUMBER: 'NATIONAL_ID',
    US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER: 'NATIONAL_ID',
  } as const),
);

export interface ComprehendOptions {
  readonly client: Pick<ComprehendClient, 'send'>;
  /** `en` or `es`. @default en */
  readonly language?: LanguageCode;
}

export class ComprehendDeepPass implements DeepPass {
  readonly name = 'comprehend';
  readonly #client: Pick<ComprehendClient, 'send'>;
  readonly #language: LanguageCode;

  constructor({ client, language = 'en' }: ComprehendOptions) {
    this.#client = client;
    this.#language = language;
  }

  async examine(texts: readonly string[]): Promise<Span[][]> {
    const results: Span[][] = new Array(texts.length);
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < texts.length) {
        const at = next++;
        results[at] = await this.#one(texts[at]!);
      }
    };
    await Promise.all(Array.from({ length: Math.min(PARALLEL, texts.length) }, work));
    return results;
  }

  async #one(text: string): Promise<Span[]> {
    const spans: Span[] = [];
    for (const [from, piece] of pieces(text)) {
      if (!/\S/.test(piece)) continue;
      for (const { start, end, type } of await this.#call(piece))
        spans.push({ start: start + from, end: end + from, type });
    }
    return spans;
  }

  async #call(text: string): Promise<Span[]> {
    let entities: PiiEntity[] | undefined;
    try {
      const answer = await this.#client.send(
        new DetectPiiEntitiesCommand({ Text: text, LanguageCode: this.#language }),
      );
      entities = answer.Entities;
    } catch (error) {
      // The service's message may quote its input: its name is all that is passed on.
      throw new DeepPassFailed(`comprehend: ${(error as Error).name}`);
    }
    if (entities === undefined) throw new DeepPassFailed('comprehend: no entities');
    const units = codePointOffsets(text);
    return entities.flatMap(({ Score = 1, Type = '', BeginOffset, EndOffset }) => {
      if (Score < LEAST_SCORE) return [];
      const start = units[BeginOffset ?? -1];
      const end = units[EndOffset ?? -1];
      if (start === undefined || end === undefined) throw new DeepPassFailed('comprehend: offset outside of the text');
      return [{ start, end, type: TYPES.get(Type) ?? 'OTHER' }];
    });
  }
}

/** UTF-16 offset of each code point, and one past the end. */
function codePointOffsets(text: string): number[] {
  const offsets: number[] = [];
  let at = 0;
  for (const c of text) {
    offsets.push(at);
    at += c.length;
  }
  offsets.push(at);
  return offsets;
}

/** Pieces of a text that fit into a call, cut at white space. A character has three bytes at most, a pair four. */
function* pieces(text: string): Generator<[number, string]> {
  const most = Math.floor(LARGEST / 3);
  let from = 0;
  while (from < text.length) {
    let to = Math.min(text.length, from + most);
    if (to < text.length) {
      const cut = text.slice(from, to).search(/\s\S*$/);
      if (cut > 0) to = from + cut + 1;
      else if (/[\uDC00-\uDFFF]/.test(text[to]!)) to--;
    }
    yield [from, text.slice(from, to)];
    from = to;
  }
}
