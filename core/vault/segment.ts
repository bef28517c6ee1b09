import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { buildDecrypt } from '@aws-crypto/decrypt-node';
import { buildEncrypt } from '@aws-crypto/encrypt-node';
import {
  AlgorithmSuiteIdentifier,
  CommitmentPolicy,
  type EncryptionContext,
} from '@aws-crypto/material-management-node';
import { RawAesKeyringNode, RawAesWrappingSuiteIdentifier } from '@aws-crypto/raw-aes-keyring-node';
import { Refused } from '../shared/errors.ts';
import { headLength, statedContext } from './message-head.ts';

/**
 * A segment at rest: NDJSON of redacted events, zstd, then one AWS Encryption SDK message under the subject's own key.
 * The parts of the SDK are imported by themselves: `@aws-crypto/client-node` would add the KMS keyrings and a KMS client
 * (924 KB of bundle instead of 267), none of which is used (docs/protocol.md, 4).
 */

/** Bound to the message as authenticated data. Keys are a-z only: other languages sort others differently. */
export interface SegmentContext {
  program: string;
  /** Id of the subject's key. */
  key: string;
  segment: string;
  /** Version of the disclosure. */
  disclosure: string;
  /** What the index row says (`rowDigest`). Absent in segments of 0.1.0, and in what is no segment. */
  row?: string;
}

export interface SealedSegment {
  /** Message header with the wrapped data key, and its authentication tag. Without it the rest opens under no key. */
  head: Buffer;
  /** The frames. */
  rest: Buffer;
}

const NAMESPACE = 'sluice';
/** Larger than any chunk of one subject; a bound for the reader's memory. */
const LONGEST_BODY = 256 * 1024 * 1024;
const FRAME_LENGTH = 65_536;
const COMPRESSED_CHUNK = 65_536;

/** Of every message that we seal or open, reports' texts too: with key commitment, under one data key. */
const client = {
  commitmentPolicy: CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT,
  maxEncryptedDataKeys: 1,
} as const;
export const { encrypt } = buildEncrypt(client);
export const { decrypt } = buildDecrypt(client);
export const SUITE = AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY;

/** @param key 32 bytes; a copy is used, since the keyring zeroes what it is given */
export const keyring = (keyId: string, key: Uint8Array, namespace = NAMESPACE) =>
  new RawAesKeyringNode({
    keyName: keyId,
    keyNamespace: namespace,
    unencryptedMasterKey: isolatedCopy(key),
    wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
    utf8Sorting: true,
  });

/** The keyring refuses views on a shared pool: its buffer has to be its own. */
const isolatedCopy = (key: Uint8Array): Uint8Array => new Uint8Array(key);

const asContext = ({ program, key, segment, disclosure, row }: SegmentContext): EncryptionContext => ({
  program,
  key,
  segment,
  disclosure,
  ...(row !== undefined && { row }),
});

/**
 * Compresses and encrypts.
 * @param lines NDJSON, UTF-8
 * @param key the subject's 32 bytes; left as it is
 */
export async function sealSegment(lines: string, context: SegmentContext, key: Uint8Array): Promise<SealedSegment> {
  // Level 1: on event lines better than gzip's ratio at six times its speed.
  const clear = Buffer.from(lines);
  const packed = zstdCompressSync(clear, {
    params: { [constants.ZSTD_c_compressionLevel]: 1 },
    // Tables no larger than the lines need, and one piece of output.
    pledgedSrcSize: clear.length,
    chunkSize: COMPRESSED_CHUNK,
  });
  const { result } = await encrypt(keyring(context.key, key), packed, {
    suiteId: SUITE,
    encryptionContext: asContext(context),
    frameLength: FRAME_LENGTH,
  });
  const split = headLength(result);
  return { head: result.subarray(0, split), rest: result.subarray(split) };
}

/** The whole message again. */
export const joinSegment = (head: Uint8Array, rest: Uint8Array): Buffer => Buffer.concat([head, rest]);

/** Nothing more and nothing less may stand in it. */
function sameContext(context: Readonly<Record<string, string>>, expected: SegmentContext): boolean {
  const wanted = Object.entries(asContext(expected));
  return Object.keys(context).length === wanted.length && wanted.every(([name, value]) => context[name] === value);
}

/**
 * Decrypts and decompresses a whole message.
 * @param expected what the index row says: a message of another segment, key, disclosure or program is refused
 * @param longest bytes of the lines, at most
 * @returns NDJSON
 * @throws Refused `wrong-object` when the message is another one's, `unsealed` when it does not open
 */
export async function openSegment(
  message: Uint8Array,
  expected: SegmentContext,
  key: Uint8Array,
  longest = LONGEST_BODY,
): Promise<string> {
  const other = () => new Refused('wrong-object', `the message is not segment ${expected.segment}`);
  // Readable without a key: an object of somebody else's is named as such, not as a key that does not fit.
  if (!sameContext(statedContext(message), expected)) throw other();
  let opened: Awaited<ReturnType<typeof decrypt>>;
  try {
    opened = await decrypt(keyring(expected.key, key), message);
  } catch (cause) {
    throw new Refused('unsealed', `segment ${expected.segment} does not open under its key`, { cause });
  }
  // `decrypt` takes no expected context: what it authenticated is compared here.
  if (!sameContext(opened.messageHeader.encryptionContext, expected)) throw other();
  try {
    return zstdDecompressSync(opened.plaintext, { maxOutputLength: longest }).toString('utf8');
  } catch (cause) {
    throw new Refused('unsealed', `segment ${expected.segment} does not decompress`, { cause });
  }
}

/** Events of an opened segment. */
export const segmentEvents = (lines: string): unknown[] =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
