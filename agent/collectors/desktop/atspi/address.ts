import { BusError, connectBus, sessionAddress } from '../../../dbus/bus.ts';

/** Where the accessibility bus of this session is: the session's own bus knows, and starts it. @throws BusError there is none */
export async function accessibilityAddress(environment: NodeJS.ProcessEnv): Promise<string> {
  const session = sessionAddress(environment);
  if (session === undefined) throw new BusError('no-session');
  const bus = await connectBus(session, environment);
  try {
    const at = { destination: 'org.a11y.Bus', path: '/org/a11y/bus', interface: 'org.a11y.Bus' };
    const [address] = await bus.call({ ...at, member: 'GetAddress' });
    if (typeof address !== 'string' || address === '') throw new BusError('no-address');
    return address;
  } finally {
    bus.close();
  }
}
