import { Command } from 'commander';
import { status as ownStatus, removeDevice } from '../../api/consent.ts';
import { inOneLine } from '../../wire/printable.ts';
import { contextOf } from '../context.ts';
import { dryRunOption } from '../dry-run.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { table, time } from '../output.ts';
import { deviceNames, nameDevice } from './device-names.ts';
import { refusedText } from './refused-text.ts';
import type { Status } from './status.ts';

type Device = Status['devices'][number];

const list = (): Command =>
  new Command('list')
    .description('your devices: what you call them here, and whether they record')
    .addHelpText('after', '\nExample:\n  sluice me devices list')
    .action(async (_: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const { devices } = await api.call(ownStatus);
      output.result({ devices }, () => devicesText(devices, deviceNames(), Date.now()));
    });

/** @param now ms */
export function devicesText(devices: readonly Device[], names: Readonly<Record<string, string>>, now: number): string {
  if (devices.length === 0) return 'No device of yours is enrolled: sluice enrol';
  return table(
    ['NAME HERE', 'DEVICE', 'ENROLLED', 'RECORDS', 'FRAMES', 'REFUSED'],
    devices.map((device) => [
      Object.hasOwn(names, device.device) ? names[device.device]! : '-',
      device.device,
      time(device.enrolledAt),
      recordsText(device, now),
      device.acked,
      refusedText(device),
    ]),
  );
}

function recordsText({ removedAt, leaseExpires }: Device, now: number): string {
  if (removedAt !== undefined) return `removed ${time(removedAt)}`;
  if (leaseExpires === 0) return 'never did';
  return leaseExpires > now ? `until ${time(leaseExpires)}` : `no, since ${time(leaseExpires)}`;
}

const rename = (): Command =>
  new Command('rename')
    .description('call a device something else, on this machine alone: what you call it is stored nowhere else')
    .argument('<device>', 'as the list names it, by either name')
    .argument('<name>', 'what to call it')
    .addHelpText('after', '\nExample:\n  sluice me devices rename d-abc laptop')
    .action(async (which: string, name: string, _: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const { devices } = await api.call(ownStatus);
      const { device } = oneOf(devices, which);
      nameDevice(device, name);
      output.result({ device, name }, () => inOneLine(`${device} is called ${name} on this machine.`));
    });

const remove = (): Command =>
  new Command('remove')
    .description('remove a device for good, e.g. one that you lost; shows what would happen unless --yes')
    .argument('<device>', 'as the list names it, by either name')
    .option('--yes', 'do it')
    .addOption(dryRunOption())
    .addHelpText(
      'after',
      '\nExample:\n  sluice me devices remove d-abc          # dry run\n  sluice me devices remove d-abc --yes',
    )
    .action(async (which: string, options: { yes?: boolean; dryRun?: boolean }, command: Command) => {
      const { api, output } = contextOf(command);
      const { devices } = await api.call(ownStatus);
      const { device } = oneOf(devices, which);
      if (!options.yes || options.dryRun) {
        output.result({ dryRun: true, device }, () =>
          [
            `This would remove ${inOneLine(device)}: it records no more, and nothing that it has captured and not yet sent is stored any more,`,
            'What was stored of it stays. What your other devices have captured and not yet sent is not stored either;',
            'they go on with their next lease, within a minute or so. It cannot be undone: the same device is enrolled under another name.',
            '',
            `To do it: sluice me devices remove ${inOneLine(device)} --yes`,
          ].join('\n'),
        );
        return;
      }
      const own = await api.call(removeDevice, { params: { device } });
      output.result({ device, ...own }, () =>
        inOneLine(`${device} is removed: nothing that it sends is stored any more.`),
      );
    });

/** By its id, the beginning of it, or what it is called here. @throws CommandError `device` */
function oneOf(devices: readonly Device[], which: string): Device {
  const names = deviceNames();
  const exact = devices.filter(
    ({ device }) => device === which || (Object.hasOwn(names, device) && names[device] === which),
  );
  const found = exact.length > 0 ? exact : devices.filter(({ device }) => device.startsWith(which));
  const [one] = found;
  if (one && found.length === 1) return one;
  throw new CommandError(
    EXIT.usage,
    'device',
    one
      ? `${which} is several devices: give more of the id.`
      : `No device of yours is called ${which}: sluice me devices list`,
  );
}

export const devicesCommand = (): Command =>
  new Command('devices')
    .description('your devices: list, name and remove them')
    .addCommand(list(), { isDefault: true })
    .addCommand(rename())
    .addCommand(remove());
