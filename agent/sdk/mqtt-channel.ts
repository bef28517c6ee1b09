import { createHash, createHmac, randomBytes } from 'node:crypto';
import mqtt, { type MqttClient } from 'mqtt';
import type { LeaseGrant } from '../../wire/lease.ts';
import { type AgentClock, backOff, systemClock } from './clock.ts';
import { type Agents, sharedAgents } from './proxy.ts';
import type { OpenPushChannel } from './push-channel.ts';

/** Seconds after which silence on the way is looked into: AWS takes 30 to 1,200. */
const KEEP_ALIVE = 45;
const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 60_000;
/** ms for a connection, TLS and proxies included. */
const PATIENCE = 15_000;
/** A message is some hundred bytes, and nobody else's is wanted. */
const LONGEST_MESSAGE = 16_384;

export interface MqttChannelOptions {
  /** Connections, which know of proxies. @default those of this process */
  agents?: () => Agents;
  /** @default the system's */
  clock?: AgentClock;
  /** 0 (included) to 1. @default Math.random */
  random?: () => number;
  /** Another address than the lease's host, as AWS's SDKs have it. @default `AWS_ENDPOINT_URL_IOT_DATA_PLANE` or `AWS_ENDPOINT_URL` */
  endpoint?: string | undefined;
  /** Makes the address that is connected to. @default `signedUrl` */
  signs?: typeof signedUrl;
}

type Offer = NonNullable<LeaseGrant['push']>;

/** MQTT over WebSockets, as AWS IoT Core has it, through the proxies that the agent knows. */
export function mqttChannel({
  agents = sharedAgents,
  clock = systemClock,
  random = Math.random,
  endpoint = process.env.AWS_ENDPOINT_URL_IOT_DATA_PLANE || process.env.AWS_ENDPOINT_URL,
  signs = signedUrl,
}: MqttChannelOptions = {}): OpenPushChannel {
  return (listener, now) => {
    let given: { push: Offer; grant: LeaseGrant } | undefined;
    let client: MqttClient | undefined;
    let attempt = 0;
    let closed = false;
    let waits = false;
    let cancel = () => {};

    const again = () => {
      if (closed) return;
      waits = true;
      cancel = clock.after(backOff(attempt++, FIRST_RETRY, LONGEST_RETRY, random), connect);
    };
    const connect = () => {
      waits = false;
      if (closed || client || !given) return;
      const { push, grant } = given;
      // What has run out connects nobody: the next lease brings others.
      if (grant.credentials.expiration <= now()) return;
      const host = endpoint ? new URL(endpoint) : undefined;
      const secure = host?.protocol !== 'http:';
      const opened = mqtt.connect(`${secure ? 'wss' : 'ws'}://${host?.host ?? push.host}/mqtt`, {
        clientId: push.client + randomBytes(12).toString('hex'),
        protocolVersion: 4,
        clean: true,
        keepalive: KEEP_ALIVE,
        connectTimeout: PATIENCE,
        // Each try has its own signature, and its own moment.
        reconnectPeriod: 0,
        resubscribe: false,
        transformWsUrl: (url) => signs(url, push.host, grant, now()),
        wsOptions: {
          agent: secure ? agents().https : agents().http,
          handshakeTimeout: PATIENCE,
          maxPayload: LONGEST_MESSAGE,
          headers: { host: push.host },
        },
      });
      client = opened;
      // Who takes the connection and does not let it listen is as good as away, however it answers pings.
      const cancelLate = clock.after(PATIENCE, () => opened.end(true));
      opened.on('connect', () =>
        opened.subscribe(push.topic, { qos: 1 }, (error, granted) => {
          if (error || granted?.some(({ qos }) => qos > 2)) return opened.end(true);
          cancelLate();
          attempt = 0;
          listener.up();
        }),
      );
      opened.on('message', (topic, message) => {
        if (topic === push.topic) listener.message(message);
      });
      // What was in the way is told by `close`.
      opened.on('error', () => opened.end(true));
      opened.on('close', () => {
        cancelLate();
        if (client !== opened) return;
        client = undefined;
        opened.end(true);
        listener.down();
        again();
      });
    };

    return {
      use(push, grant) {
        const moved = given && (given.push.host !== push.host || given.push.topic !== push.topic);
        given = { push, grant };
        if (moved) client?.end(true);
        // Tries go on by themselves; where they had stopped for want of credentials, there are some.
        else if (!waits) connect();
      },
      close() {
        closed = true;
        cancel();
        const last = client;
        client = undefined;
        last?.end(true);
      },
    };
  };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const escaped = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * SigV4 of the request that opens the WebSocket; its session token is added after it was signed, unlike elsewhere at AWS:
 * https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html#mqtt-ws
 */
export function signedUrl(
  url: string,
  host: string,
  { stream, credentials }: Pick<LeaseGrant, 'stream' | 'credentials'>,
  now: number,
): string {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/${stream.region}/iotdevicegateway/aws4_request`;
  const query = Object.entries({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-SignedHeaders': 'host',
  })
    .map(([name, value]) => `${name}=${escaped(value)}`)
    .join('&');
  const { pathname } = new URL(url);
  const request = ['GET', pathname, query, `host:${host}\n`, 'host', sha256('')].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(request)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  const token = credentials.sessionToken === '' ? '' : `&X-Amz-Security-Token=${escaped(credentials.sessionToken)}`;
  return `${url}?${query}&X-Amz-Signature=${hmac(key, text).toString('hex')}${token}`;
}
