/** What a device proves itself with. */
export interface DeviceCredential {
  version: 1;
  api: string;
  audience: string;
  subject: string;
  device: string;
  /** ms; when the key was bound. */
  boundAt: number;
  key: { kty: 'EC'; crv: 'P-256'; x: string; y: string; d: string };
  /** ms; when `key` was made. */
  madeAt: number;
  /** The key that is to take its place, until the service has said so. */
  next?: DeviceCredential['key'] | undefined;
}
