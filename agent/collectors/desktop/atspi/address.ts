import { connectBus, sessionAddress } from '../../../dbus/bus.ts';

/** Where the accessibility bus of this session is: the session's own bus knows, and starts it. Nothing where there is none. */
export async function accessibilityAddress(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const session = sessionAddress(environment);
  if (session === undefined) return undefined;
  try {
    const bus = await connectBus(session, environment);
    try {
      const at = { destination: 'org.a11y.Bus', path: '/org/a11y/bus', interface: 'org.a11y.Bus' };
      const [address] = await bus.call({ ...at, member: 'GetAddress' });
      return typeof address === 'string' && address !== '' ? address : undefined;
    } finally {
      bus.close();
    }
  } catch {
    return undefined;
  }
}
