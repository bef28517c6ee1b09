import type { Letter } from '../protocol.ts';

/**
 * Seals what is captured, in the page's own process: what leaves it can be opened by the agent alone (docs/decisions/browser-collector.md). The page cannot
 * reach this: it runs in a world of its own, and nothing of it stands in the page.
 */

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** @param agentKey public key of the agent's run, P-256, uncompressed, base64 */
export async function createWriter(agentKey: string): Promise<(text: string) => Promise<Letter>> {
  const { subtle } = crypto;
  const theirs = bytesOf(agentKey);
  const own = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
  const from = new Uint8Array(await subtle.exportKey('raw', own.publicKey));
  const agent = await subtle.importKey('raw', theirs, { name: 'ECDH', namedCurve: 'P-256' }, false, []);
  const secret = await subtle.deriveBits({ name: 'ECDH', public: agent }, own.privateKey, 256);
  const salt = new Uint8Array([...theirs, ...from]);
  const key = await subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info: new TextEncoder().encode('sluice letter 1') },
    await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']),
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt'],
  );
  let number = 0;
  return async (text) => {
    const letter = { from: base64Of(from), number: ++number };
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const additionalData = new TextEncoder().encode(`letter ${letter.number}`);
    const sealed = await subtle.encrypt(
      { name: 'AES-GCM', iv: nonce, additionalData },
      key,
      new TextEncoder().encode(text),
    );
    return { ...letter, sealed: base64Of(new Uint8Array([...nonce, ...new Uint8Array(sealed)])) };
  };
}
