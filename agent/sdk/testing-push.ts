import { generateKeyPairSync, sign } from 'node:crypto';
import { type GateNews, newsToSign, signedNews } from '../../wire/gate-news.ts';
import type { LeaseGrant } from '../../wire/lease.ts';
import type { OpenPushChannel, PushListener } from './push-channel.ts';

/** For tests: who tells agents how the gate stands, and a channel that does as it is told. */
export function createTeller() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  return {
    /** What leases say of the channel, at an epoch of the gate. */
    offer: (epoch: number): NonNullable<LeaseGrant['push']> => ({
      ...{ host: 'push.test', topic: 'test/gate', client: 'test-agent-' },
      ...{ key, stage: 'dev', epoch },
    }),
    news(told: Partial<GateNews>): Buffer {
      const text = newsToSign({
        ...{ v: 1, program: 'test', stage: 'dev', gate: 'collection' },
        ...{ state: 'closed', epoch: 1, at: 0, spread: 8 },
        ...told,
      });
      return Buffer.from(signedNews(text, sign(null, Buffer.from(text), privateKey)));
    },
  };
}

export class FakeChannel {
  listener: PushListener | undefined;
  readonly used: LeaseGrant[] = [];
  opened = 0;

  open: OpenPushChannel = (listener) => {
    this.listener = listener;
    this.opened++;
    return {
      use: (_push, grant) => void this.used.push(grant),
      close: () => {
        this.listener = undefined;
      },
    };
  };
}
